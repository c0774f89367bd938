import { dockerfile, rule } from "#rule";

export default rule({
  id: "system-rm",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A system directory is removed",
  why: "Programs of the base image and of the layers above need what is in it.",
  remedy: "Name the files that are to go.",
  peers: { same: [{ id: "shellcheck:SC2114" }] },
  on: "script",
  needs: { words: ["rm"] },

  *check({ script }) {
    for (const { path, variable, isSystem, span } of script?.removals ?? []) {
      if (isSystem && variable === undefined) yield { at: span, message: `${path} belongs to the system` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN rm -rf /usr/share
      `,
      good: dockerfile`
        FROM debian:12
        RUN rm -rf /usr/share/doc
      `,
    },
  ],
});
