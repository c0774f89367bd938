import { dockerfile, insertAfter, rule, type ScriptCommand, type ShellScript } from "#rule";

export default rule({
  id: "unchecked-cd",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A failed cd goes unnoticed",
  why: "Where `cd` fails, the next commands run in the directory before it and may write or delete there.",
  remedy: "Stop where it fails, with `cd /dir || exit` or by joining the next command with `&&`.",
  peers: { same: [{ id: "shellcheck:SC2164", options: { accept: [] } }] },
  on: "script",
  needs: { words: ["cd", "pushd", "popd"] },
  fix: "unsafe",

  options: {
    accept: { values: ["last-command"], default: ["last-command"], meaning: "What passes besides. last-command: nothing runs after it." },
  },

  *check({ script }, { options }) {
    if (!script || script.errexit) return;
    for (const command of script.commands) {
      if (!/^(?:cd|pushd|popd)$/.test(command.name) || command.decides || staysNear(command)) continue;
      if (options.accept.includes("last-command") && endsScript(command, script)) continue;
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
        RUN make; cd /src
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN cd /src || exit; rm -rf build
      `,
    },
  ],
});

/** Nothing runs after it. */
function endsScript({ node, span }: ScriptCommand, { lists, commands }: ShellScript): boolean {
  const last = lists.find(({ kind }) => kind === "script")?.statements.at(-1);
  return last?.command === node && commands.every((other) => other.span.start <= span.start || other.span.start < span.end);
}

/** `cd ..`, `cd /` and `cd .` cannot fail. */
function staysNear(command: ScriptCommand): boolean {
  const [only] = command.args;
  return only !== undefined && command.args.length === 1 && /^\/*(?:\.{1,2}\/+)*(?:\.{1,2})?$/.test(command.textOf(only));
}
