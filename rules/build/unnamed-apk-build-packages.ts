import { dockerfile, rule } from "#rule";

export default rule({
  id: "unnamed-apk-build-packages",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Build packages are removed one by one",
  why: "A list that is written twice drifts apart, and what the packages pulled in stays when the first list grows.",
  remedy: "Install them with `--virtual .build` and remove `.build`.",
  peers: { same: [{ id: "dockerfilelint:apkadd-missing-virtual" }] },
  on: "instruction",
  needs: { instructions: ["RUN"], words: ["apk"] },

  *check(step) {
    if (step.instruction.keyword !== "RUN") return;
    const apk = step.commands.flatMap(({ package: asked, span }) => (asked?.manager === "apk" ? [{ asked, span }] : []));
    const removes = apk.some(({ asked }) => asked.action === "remove");
    const add = apk.find(({ asked }) => asked.action === "install" && asked.packages.length > 1 && !asked.hasFlag("--virtual", "-t"));
    if (removes && add) yield { at: add.asked.subcommandSpan ?? add.span, message: "these packages have no common name under which they are removed" };
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.22
        RUN apk add --no-cache gcc make && make && apk del gcc make
      `,
      good: dockerfile`
        FROM alpine:3.22
        RUN apk add --no-cache -t .build gcc make && make && apk del .build
        RUN apk add --no-cache git && git clone https://example.org/x.git && apk del git
        RUN apk add --no-cache curl jq
      `,
    },
  ],
});
