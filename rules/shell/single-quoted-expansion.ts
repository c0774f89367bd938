import { dockerfile, rule, type ScriptCommand, type ShellLiteral } from "#rule";

export default rule({
  id: "single-quoted-expansion",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Expansion stands in single quotes",
  why: "Nothing is expanded in single quotes, so the dollar sign and the name go on as they are. That is right for a text that another program expands later, and a slip everywhere else.",
  remedy: "Use double quotes where the value is meant, and escape the dollar sign in double quotes where it is not.",
  peers: { same: [{ id: "shellcheck:SC2016" }] },
  on: "script",
  needs: { words: ["'"] },

  *check({ script }) {
    for (const literal of script?.literals ?? []) {
      if (literal.quote !== "single" || !/\$[{(0-9a-zA-Z_]|`[^`]+`/.test(literal.raw)) continue;
      const command = script?.commandOf(literal.at);
      if (command && readsItLater(command, literal)) continue;
      yield { at: literal.span, message: "nothing in these single quotes is expanded here" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN echo 'built on $(date)' > /stamp
      `,
      good: dockerfile`
        FROM debian:12
        RUN echo "built on $(date)" > /stamp && awk '{ print $1 }' /stamp && sed -i '$d' /stamp
      `,
    },
  ],
});

const EXPANDING = new Set([
  "trap", "sh", "bash", "ksh", "zsh", "ssh", "eval", "xprop", "alias", "sudo", "doas", "docker", "podman", "oc", "dpkg-query", "jq", "rename", "rg", "unset",
  "git filter-branch",
]);

/** The text is a program or prompt for whoever gets it: awk, sh -c, sed's end of line, PS1. */
function readsItLater(command: ScriptCommand, literal: ShellLiteral): boolean {
  const name = programOf(command);
  if (name === "sed") return /\$[{dpsaic]($|[^a-zA-Z])/.test(literal.raw);
  if (EXPANDING.has(name) || name.endsWith("awk") || name.startsWith("perl")) return true;
  const around = literal.at.parent?.parent?.node;
  return around?.type === "Assignment" && /^(?:PS[1-4]|PROMPT_COMMAND)$/.test(around.name);
}

/** The program that gets the text: that of `find -exec`, the subcommand of git. */
function programOf(command: ScriptCommand): string {
  const { name, args } = command;
  const words = args.map((word) => command.textOf(word));
  if (name === "git") return `git ${words[0] ?? ""}`;
  if (name !== "find") return name;
  const at = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir)$/.test(word));
  return at < 0 ? name : (words[at + 1] ?? "").replace(/^.*\//, "");
}
