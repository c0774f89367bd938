import { dockerfile, hasFlag, isBuildCommand, operands, rule, type Step } from "#rule";

export default rule({
  id: "frozen-remote-state",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A cached layer freezes what the network gave on the first build",
  why: "The builder only looks at the text of the RUN. Two machines, or one before and after its cache is emptied, get different content from the same Dockerfile.",
  remedy: "Name a tag or commit and a version, or fetch with `ADD --checksum` or `ADD` of a git address.",
  peers: { near: ["tally:tally/prefer-add-git"] },
  on: "command",
  needs: { instructions: ["RUN"] },

  *check(command) {
    if (!isBuildCommand(command) || !command.step) return;
    if (command.name === "git") {
      const [verb, url] = operands(command, ["-b", "--branch", "--depth", "-c", "--config", "-o", "--origin", "-j", "--jobs", "--filter", "--reference", "-C"]);
      if (verb?.value !== "clone" || !url || hasFlag(command, { long: ["--branch", "--revision"], short: "b" }) || checksOut(command.step)) return;
      yield { at: url.span, message: `${url.expanded ?? url.raw} is cloned as it stands on the day of the build` };
      return;
    }
    for (const url of command.download?.urls ?? []) {
      const text = url.expanded ?? url.raw;
      if (/\/latest(\/|$)|[-_./]latest[-_.]/.test(text)) yield { at: url.span, message: `${text} is another file after the next release` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN git clone https://git.example.org/shop.git /src
      `,
      good: dockerfile`
        FROM debian:12
        RUN git clone --branch v3.1 https://git.example.org/shop.git /src
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN curl -fsSLo /usr/local/bin/tool https://example.org/tool/releases/latest/download/tool
      `,
      good: dockerfile`
        FROM debian:12
        RUN curl -fsSLo /usr/local/bin/tool https://example.org/tool/releases/download/v3.1/tool
      `,
    },
  ],
});

/** A commit or tag is taken in the same step. */
function checksOut(step: Step): boolean {
  return step.commands.some(({ name, args }) => name === "git" && args.some(({ value }) => value === "checkout" || value === "reset" || value === "switch" || value === "fetch"));
}
