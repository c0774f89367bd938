import { dockerfile, insertAfter, rule, type ScriptCommand } from "#rule";

export default rule({
  id: "unchecked-cd",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A failed cd goes unnoticed",
  why: "Where `cd` fails, the next commands run in the directory before it and may write or delete there.",
  remedy: "Stop where it fails, with `cd /dir || exit` or by joining the next command with `&&`.",
  peers: { same: [{ id: "shellcheck:SC2164" }] },
  on: "script",
  needs: { words: ["cd", "pushd", "popd"] },
  fix: "unsafe",

  *check({ script }) {
    if (!script || script.errexit) return;
    for (const command of script.commands) {
      if (!/^(?:cd|pushd|popd)$/.test(command.name) || command.decides || staysNear(command)) continue;
      if (command.name !== "cd" && command.hasFlag("n")) continue;
      const leave = command.inFunction === undefined ? "exit" : "return";
      const fix = { title: `add || ${leave}`, safe: false, edits: [insertAfter(command.span, ` || ${leave}`)] };
      yield { at: command.span, message: `what follows runs in the wrong directory where this ${command.name} fails`, fix };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN cd /src; rm -rf build
      `,
      good: dockerfile`
        FROM debian:12
        RUN cd /src && rm -rf build
        RUN set -e; cd /src; rm -rf build
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN cd /src || exit; rm -rf build
      `,
    },
  ],
});

/** `cd ..`, `cd /` and `cd .` cannot fail. */
function staysNear(command: ScriptCommand): boolean {
  const [only] = command.args;
  return only !== undefined && command.args.length === 1 && /^\/*(?:\.{1,2}\/+)*(?:\.{1,2})?$/.test(command.textOf(only));
}
