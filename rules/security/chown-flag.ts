import { dockerfile, effective, rule } from "#rule";

export default rule({
  id: "chown-flag",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "COPY or ADD changes the owner of files",
  why: "Files that the program's own user owns can be changed by whoever takes the program over. Code and settings are safer where root owns them.",
  remedy: "Leave out --chown for what the program only reads.",
  peers: { same: [{ id: "kics:Chown Flag Exists" }] },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY"], words: ["--chown"] },

  *check(step) {
    const instruction = effective(step.instruction);
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return;
    const flag = instruction.flags.find(({ name }) => name === "chown");
    if (flag) yield { at: flag.span, message: `${instruction.keyword} gives the files to ${flag.value?.value ?? "another user"}` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY --chown=app:app settings.json /etc/app/
      `,
      good: dockerfile`
        FROM debian:12
        COPY settings.json /etc/app/
      `,
    },
  ],
});
