import { dockerfile, effective, rule } from "#rule";

export default rule({
  id: "system-workdir",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "WORKDIR lies in a folder of the system",
  why: "The kernel or the boot loader owns it. Below `/proc` and `/dev` files vanish when the container starts, and a link there may lead out of the container.",
  remedy: "Choose a folder of the application's own, such as `/app`.",
  peers: { same: [{ id: "trivy:DS-0030" }] },
  on: "instruction",
  needs: { instructions: ["WORKDIR"] },

  *check(step) {
    const instruction = effective(step.instruction);
    const [word] = instruction.keyword === "WORKDIR" ? instruction.words : [];
    const folder = /^\/(?:proc|dev|boot|initrd|lost\+found)(?=\/)/.exec(word?.value ?? "")?.[0];
    if (word && folder !== undefined) yield { at: word.span, message: `${folder} belongs to the system` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        WORKDIR "/proc/self/fd/8"
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /development/proc
      `,
    },
  ],
});
