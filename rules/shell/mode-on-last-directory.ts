import { dockerfile, rule } from "#rule";

export default rule({
  id: "mode-on-last-directory",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Mode is set on the last directory only",
  why: "`mkdir -p -m` gives the mode to the last directory; those made on the way there get the default.",
  remedy: "Set the modes with `chmod`, or make the directories one by one.",
  peers: { same: [{ id: "shellcheck:SC2174" }] },
  on: "script",
  needs: { words: ["mkdir"] },

  *check({ script }) {
    for (const command of script?.commands ?? []) {
      if (command.name !== "mkdir" || !command.hasFlag("p", "parents")) continue;
      const mode = command.flags.find(({ name }) => name === "m" || name === "mode");
      if (!mode || !script || !command.args.slice(1).some((word) => mayHaveParents(command.valueOf(word)))) continue;
      yield { at: script.spanOf(mode.word), message: "the directories above the last one do not get this mode" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -p -m 700 /srv/app/keys
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir -p /srv/app/keys && chmod 700 /srv/app /srv/app/keys
      `,
    },
  ],
});

function mayHaveParents(path: string | undefined): boolean {
  return path === undefined || (path.includes("/") && !/^(?:\.\.?\/)+[^/]+$/.test(path));
}
