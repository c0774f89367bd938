import { dockerfile, effective, operands, replace, rule, type Command, type Fix, type Span } from "#rule";

export default rule({
  id: "world-writable-path",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A path is made writable for everybody",
  why: "Every user and every program in the container can then change it, also one that was broken into.",
  remedy: "Give the path to the user that writes it with chown, and leave the others without write.",
  securitySeverity: 4.5,
  peers: {
    same: [
      { id: "tally:tally/world-writable-state-path-workaround", options: { instructions: ["RUN"], accept: [] } },
      { id: "kics:Avoid chmod 777", options: { instructions: ["ADD", "COPY"], modes: "777", accept: [] } },
    ],
  },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY", "RUN"], words: ["chmod", "--chmod", "mkdir", "install"] },
  fix: "unsafe",
  options: {
    instructions: { values: ["ADD", "COPY", "RUN"], default: ["ADD", "COPY", "RUN"], meaning: "Which instructions are looked at." },
    modes: { values: ["777", "write-for-others"], default: "write-for-others", meaning: "777: only that mode." },
    accept: {
      values: ["sticky", "umask"],
      default: ["sticky", "umask"],
      meaning: "sticky: a directory such as /tmp with mode 1777, in which nobody can remove the files of another; umask: `+w` without a letter in front, from which chmod leaves out what the umask holds back (measured: 644 stays 644).",
    },
  },

  *check(step, { options }) {
    const instruction = effective(step.instruction);
    const accepts = (mode: string): boolean => (options.accept.includes("sticky") && isSticky(mode)) || (options.accept.includes("umask") && heedsUmask(mode));
    if (!options.instructions.some((one) => one === instruction.keyword)) return;
    if (instruction.keyword === "RUN") {
      for (const command of step.commands) {
        const mode = modeOf(command);
        if (mode && opens(mode.text, options.modes) && !accepts(mode.text)) yield { at: mode.span, message: `${command.name} lets everybody write with ${mode.text}`, ...(mode.plain ? fixOf(mode.span, mode.text) : {}) };
      }
      return;
    }
    const flag = instruction.flags.find(({ name }) => name === "chmod");
    const value = flag?.value;
    if (value && opens(value.value, options.modes) && !accepts(value.value)) yield { at: flag.span, message: `${instruction.keyword} lets everybody write with ${value.value}`, ...(value.raw === value.value ? fixOf(value.span, value.value) : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir /srv/data && chmod -R 777 /srv/data
        COPY --chmod=666 settings.json /etc/app/
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir /srv/data && chmod -R 775 /srv/data
        COPY --chmod=664 settings.json /etc/app/
      `,
    },
    {
      about: "A sticky directory such as /tmp is meant to be shared",
      bad: dockerfile`
        FROM debian:12
        RUN chmod a+rwx /srv/data
      `,
      good: dockerfile`
        FROM debian:12
        RUN chmod +w /srv/data/settings.json
        RUN chmod 1777 /tmp && chmod g=u,+x /srv/data
      `,
      fixed: null,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -m 1777 /srv/drop
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN mkdir -m 1775 /srv/drop
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir -m 1775 /srv/drop
      `,
    },
    {
      options: { instructions: ["ADD", "COPY"], modes: "777" },
      bad: dockerfile`
        FROM debian:12
        COPY --chmod=0777 app /srv/app
      `,
      good: dockerfile`
        FROM debian:12
        COPY --chmod=666 app /srv/app
        RUN chmod 777 /srv/app
      `,
      fixed: dockerfile`
        FROM debian:12
        COPY --chmod=0775 app /srv/app
      `,
    },
  ],
});

interface WrittenMode {
  readonly text: string;
  readonly span: Span;
  /** The text stands there as it is, so that it can be replaced. */
  readonly plain: boolean;
}

/** The mode of chmod or of `mkdir -m`. */
function modeOf(command: Command): WrittenMode | undefined {
  if (command.name === "chmod") {
    const mode = operands(command, ["--reference"])[0] ?? command.args.find(({ raw }) => /^-[rwxXst]/.test(raw) && !/^-R$/.test(raw));
    return mode?.expanded === undefined ? undefined : { text: mode.expanded, span: mode.span, plain: mode.raw === mode.expanded };
  }
  if (command.name !== "mkdir" && command.name !== "install") return undefined;
  const at = command.args.findIndex(({ raw }) => /^-[a-zA-Z]*m$|^--mode$/.test(raw));
  const next = at >= 0 ? command.args[at + 1] : undefined;
  if (next?.expanded !== undefined) return { text: next.expanded, span: next.span, plain: next.raw === next.expanded };
  const joined = command.args.find(({ raw }) => /^--mode=|^-[a-zA-Z]*m=?[0-7]+$/.test(raw));
  const text = joined?.expanded?.replace(/^--mode=|^-[a-zA-Z]*m=?/, "");
  return joined && text !== undefined ? { text, span: joined.span, plain: false } : undefined;
}

function opens(mode: string, modes: "777" | "write-for-others"): boolean {
  if (modes === "777") return /^0*777$/.test(mode);
  if (/^[0-7]{3,5}$/.test(mode)) return (Number(mode.at(-1)) & 2) !== 0;
  if (/^[0-7]{1,2}$/.test(mode)) return (Number(mode.at(-1)) & 2) !== 0;
  return mode.split(",").some((clause) => /^(?:[ug]*[ao][ugoa]*)?(?:[-+=][rwxXst]*)*[+=][rxXst]*w/.test(clause));
}

/** Without a letter for whom, chmod leaves out what the umask holds back (chmod(1)): in a build, the write bits of the others. */
function heedsUmask(mode: string): boolean {
  return !/^[0-7]+$/.test(mode) && !/(?:^|,)[ugoa]*[ao]/.test(mode);
}

/** A sticky directory such as /tmp is meant to be shared. */
function isSticky(mode: string): boolean {
  return /^[0-7]{4,5}$/.test(mode) && (Number(mode.at(-4)) & 1) !== 0;
}

/** An octal mode without write for others. */
function fixOf(span: Span, mode: string): { readonly fix?: Fix } {
  if (!/^[0-7]{3,5}$/.test(mode)) return {};
  const others = Number(mode.at(-1)) & ~2;
  const text = `${mode.slice(0, -1)}${others}`;
  return { fix: { title: `write ${text}`, safe: false, edits: [replace(span, text)] } };
}
