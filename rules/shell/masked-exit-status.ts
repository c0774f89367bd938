import { dockerfile, insertAfter, remove, rule, type Fix, type ScriptCommand, type ScriptNode, type Span } from "#rule";

export default rule({
  id: "masked-exit-status",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Exit status of a substitution is lost",
  why: "`export`, `local` and their like succeed even where the command inside the substitution fails, so the build goes on with an empty value.",
  remedy: "Assign the variable first, then export it.",
  peers: { same: [{ id: "shellcheck:SC2155" }] },
  on: "script",
  needs: { words: ["export", "local", "declare", "typeset", "readonly"] },
  fix: "unsafe",

  *check({ script }) {
    for (const command of script?.commands ?? []) {
      if (!DECLARING.test(command.name)) continue;
      const readOnly = command.name === "readonly" || command.hasFlag("r");
      if (readOnly && command.inFunction !== undefined && command.name !== "readonly" && !command.hasFlag("g")) continue;
      for (const argument of command.args) {
        if (argument.type !== "Assignment" || argument.value.type !== "Word" || !substitutes(argument.value)) continue;
        const only = command.args.length === 1 && (command.name === "export" || command.name === "readonly");
        const at = script?.spanOf(argument);
        if (!at) continue;
        yield { at, message: `\`${command.name}\` hides whether the command for ${argument.name} failed`, ...(only ? { fix: split(command, argument, at) } : {}) };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN export VERSION="$(cat /version)" && make
      `,
      good: dockerfile`
        FROM debian:12
        RUN VERSION="$(cat /version)" && export VERSION && make
      `,
    },
    {
      about: "A statement of its own becomes two, so that set -e stops at the first",
      bad: dockerfile`
        FROM debian:12
        RUN set -e; export KEYS="$(mktemp -d)"; gpg --homedir "$KEYS" --list-keys
      `,
      good: dockerfile`
        FROM debian:12
        RUN set -e; KEYS="$(mktemp -d)"; export KEYS; gpg --homedir "$KEYS" --list-keys
      `,
    },
  ],
});

const DECLARING = /^(?:export|local|declare|typeset|readonly)$/;

type Argument = ScriptCommand["args"][number];
type Word = Extract<Argument, { readonly type: "Word" }>;

function substitutes(word: Word): boolean {
  return (word.parts ?? []).some((part) => part.type === "CommandExpansion" || (part.type === "DoubleQuoted" && part.parts.some((inner) => inner.type === "CommandExpansion")));
}

/** `export A=$(b)` as `A=$(b) && export A`; as two statements where it is one of its own, as `set -e` does not stop at what fails before `&&`. */
function split(command: ScriptCommand, argument: Extract<Argument, { readonly type: "Assignment" }>, at: Span): Fix {
  const before = command.span.document.span(command.span.start, at.start);
  const then = isInList(command.at) ? " &&" : ";";
  return { title: `assign first, then ${command.name}`, safe: false, edits: [remove(before), insertAfter(at, `${then} ${command.name} ${argument.name}`)] };
}

function isInList(at: ScriptNode): boolean {
  for (let node = at.parent; node && node.node.type !== "Statement"; node = node.parent) if (node.node.type === "AndOr" || node.node.type === "Pipeline") return true;
  return false;
}
