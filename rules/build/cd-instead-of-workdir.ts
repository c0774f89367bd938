import { dockerfile, insertInstructionBefore, isBuildCommand, remove, replace, rule, textOf, type Command, type Fix } from "#rule";

export default rule({
  id: "cd-instead-of-workdir",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "unsafe",
  title: "cd where WORKDIR would do",
  why: "`cd` lasts until its RUN ends. The next instruction starts in the old directory again, and a reader has to follow each RUN to know where files go.",
  remedy: "Set the directory with WORKDIR.",
  peers: {
    same: [
      { id: "hadolint:DL3003" },
      { id: "trivy:DS-0013" },
      { id: "kics:RUN Instruction Using 'cd' Instead of WORKDIR", options: { match: "relative" } },
      { id: "semgrep:use-workdir", options: { match: "leading" } },
    ],
  },
  options: {
    match: {
      values: ["any", "leading", "relative"],
      default: "any",
      meaning: "any: every `cd`; relative: one with a relative path or a path that contains `/.` (a plain absolute path and a Windows drive path pass); leading: one that opens the RUN (a later `cd` in the chain passes).",
    },
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["cd"] },

  *check(command, { options }) {
    if (command.name !== "cd" || !isBuildCommand(command)) return;
    const leading = command.step?.commands[0] === command;
    if (options.match === "leading" && !leading) return;
    if (options.match === "relative" && !isRelative(command.args[0]?.raw ?? "")) return;
    const fix = leading ? asWorkdir(command) : undefined;
    yield { at: command.span, message: "this directory is left when the RUN ends", ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      about: "Alone it changes nothing for what follows.",
      bad: dockerfile`
        FROM debian:12
        RUN cd /srv/app
        RUN make
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /srv/app
        RUN make
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN cd /srv/app && make
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /srv/app
        RUN make
      `,
    },
    {
      about: "A cd in a subshell or a chain counts, that of CMD does not",
      bad: dockerfile`
        FROM debian:12
        RUN make && (cd "$OUT"; make install)
      `,
      good: dockerfile`
        FROM debian:12
        CMD cd /srv/app && exec ./server
      `,
      fixed: null,
    },
    {
      options: { match: "relative" },
      bad: dockerfile`
        FROM debian:12
        RUN make && cd build && make install
      `,
      good: dockerfile`
        FROM debian:12
        RUN cd /srv/app && make
      `,
      fixed: null,
    },
  ],
});


/** Neither a plain absolute path nor a drive path; one that holds `/.` counts as relative. */
function isRelative(path: string): boolean {
  const plain = path.replace(/^["']/, "");
  return plain.includes("/.") || !/^(\/|\\|[A-Za-z]:)/.test(plain);
}

/** For `cd /path && rest` at the start of a RUN, and for `cd /path` alone, which did nothing so far. */
function asWorkdir(command: Command): Fix | undefined {
  const { step, shell } = command;
  const path = command.args[0]?.value;
  const alone = step?.commands.length === 1 && step.instruction.flags.length === 0 && step.instruction.command?.form === "shell" && step.instruction.rest.text.trim() === textOf(command.span);
  if (alone && !step.instruction.trigger && command.args.length === 1 && path !== undefined && /^\/[\w./-]*$/.test(path)) {
    return { title: "use WORKDIR", safe: false, edits: [replace(step.instruction.span, `WORKDIR ${path}`)] };
  }
  const next = step?.commands[1];
  const chained = shell?.list?.index === 0 && shell.list.after === "&&" && next?.shell?.list?.node === shell.list.node && next.shell.list.index === 1;
  if (!step || !chained || command.args.length !== 1 || path === undefined || !/^\/[\w./-]*$/.test(path) || step.instruction.trigger) return undefined;
  const { document } = command.span;
  return {
    title: "use WORKDIR",
    safe: false,
    edits: [
      insertInstructionBefore(step.dockerfile.tree, step.instruction, `WORKDIR ${path}`),
      remove(document.span(command.span.start, next.span.start)),
    ],
  };
}
