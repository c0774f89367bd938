import { dockerfile, insertAfter, rule, type ScriptCommand } from "#rule";

export default rule({
  id: "unsafe-xargs",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "File names reach xargs unprotected",
  why: "`xargs` splits its input at blanks and quotes, so a file name with one of them becomes several arguments, possibly of `rm`.",
  remedy: "Use `find ... -print0 | xargs -0`, or `find ... -exec ... {} +`.",
  peers: { same: [{ id: "shellcheck:SC2038" }] },
  on: "script",
  needs: { words: ["xargs"] },
  fix: "unsafe",

  *check({ script }) {
    for (const { commands } of script?.pipelines ?? []) {
      for (let at = 0; at + 1 < commands.length; at++) {
        const [find, xargs] = [commands[at], commands[at + 1]];
        if (find?.name !== "find" || xargs?.name !== "xargs" || isProtected(find) || isProtected(xargs)) continue;
        const end = find.args.at(-1);
        const name = xargs.nameWord;
        const fix = end && name && script
          ? { title: "separate the names with null bytes", safe: false, edits: [insertAfter(script.spanOf(end), " -print0"), insertAfter(script.spanOf(name), " -0")] }
          : undefined;
        yield { at: find.span, message: "names with blanks or quotes in them are taken apart by xargs", ...(fix ? { fix } : {}) };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN find /usr -name '*.pyc' | xargs rm -f
      `,
      good: dockerfile`
        FROM debian:12
        RUN find /usr -name '*.pyc' -print0 | xargs -0 rm -f
      `,
    },
  ],
});

function isProtected(command: ScriptCommand): boolean {
  return command.args.some((word) => /^-(?:print0|printf|-null)$|^-[^-]*0/.test(command.textOf(word)));
}
