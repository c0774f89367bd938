import { chainOf, dockerfile, indentOf, isBuildCommand, leavesTraces, lineEnd, replace, rule, withRedirections, type Command, type CommandArgument, type Fix, type Step } from "#rule";

export default rule({
  id: "cloned-repository",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A repository is cloned in a RUN",
  why: "Docker keeps the cached clone for ever, whatever is pushed. git and the history become part of the layer.",
  remedy: "Use ADD with the repository's address, such as `ADD https://example.org/app.git#v1.2 /src`.",
  peers: { same: [{ id: "tally:tally/prefer-add-git" }] },
  on: "command",
  needs: { instructions: ["RUN"], words: ["git"] },
  fix: "unsafe",

  *check(command) {
    if (!isBuildCommand(command) || command.name !== "git" || command.dialect === undefined || command.shell?.inBranch) return;
    const words = command.args.filter(({ raw }) => !raw.startsWith("-"));
    const at = command.args.findIndex(({ value }) => value === "clone");
    const url = command.args.slice(at + 1).find(({ raw }) => /^["']?(?:https?:\/\/|git:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)/.test(raw));
    if (at < 0 || words.length === 0 || !url) return;
    const fix = addInstead(command, url);
    yield { at: command.span, message: "ADD can fetch this repository, and sees when it changes", ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      about: "In a chain the other commands stay, from the same folder.",
      bad: dockerfile`
        FROM debian:12
        RUN apt-get install -y make && git clone https://example.org/team/app && cd app && git checkout 3f2c1d0 && make
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get install -y make
        ADD https://example.org/team/app.git#3f2c1d0 app/
        RUN cd app && make
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN git clone --depth 1 -b v1.2 https://example.org/team/app /src
      `,
      good: dockerfile`
        FROM debian:12
        ADD https://example.org/team/app.git#v1.2 /src/
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN git clone git@example.org:team/app.git && make -C app
      `,
      fixed: null,
      good: dockerfile`
        FROM debian:12
        RUN ["git", "clone", "https://example.org/team/app.git"]
        RUN git clone /mnt/app && git pull
        RUN if [ "$TOOLS" = yes ]; then git clone https://example.org/tools; fi
      `,
    },
  ],
});

/** Where the clone, with no more than a branch, a depth and a folder, is a RUN or a part of a chain of `&&`. */
function addInstead(command: Command, url: CommandArgument): Fix | undefined {
  const { step, args } = command;
  const chain = step ? chainOf(step.commands) : undefined;
  if (!step || !chain || step.instruction.flags.length > 0 || step.instruction.trigger || step.instruction.comments.length > 0 || args[0]?.value !== "clone" || !/^https:\/\/[^\s#?]+$/.test(url.value ?? "")) return undefined;
  const asked = askedFor(command, url);
  if (!asked) return undefined;
  const at = chain.indexOf(command);
  const ahead = chain.slice(0, at).every(({ name }) => name === "set") ? [] : chain.slice(0, at);
  const { reference = asked.branch, behind, into = "" } = behindClone(chain.slice(at + 1), asked.folder);
  if (ahead.some(leavesTraces)) return undefined;
  const keep = (step.stage?.commands ?? []).some((later) => later.span.start > command.span.end && usesHistory(later, step, behind)) ? "--keep-git-dir=true " : "";
  const add = `ADD ${keep}${asked.address}${reference === undefined ? "" : `#${reference}`} ${asked.folder.endsWith("/") ? asked.folder : `${asked.folder}/`}`;
  const { document } = step.instruction.span;
  const textOfPart = (part: readonly Command[], first: string): readonly string[] => (part[0] ? [`RUN ${first}${document.slice(withRedirections(part[0]).start, withRedirections(part.at(-1) ?? part[0]).end)}`] : []);
  return { title: "let ADD fetch it", safe: false, edits: [replace(step.instruction.span, [...textOfPart(ahead, ""), add, ...textOfPart(behind, into)].join(`${lineEnd(document)}${indentOf(step.instruction.span)}`))] };
}

/** A git in what stays of the chain, or in a later step. */
function usesHistory(later: Command, step: Step, behind: readonly Command[]): boolean {
  const verb = later.args[0]?.value;
  return later.name === "git" && verb !== "clone" && verb !== "config" && (later.step !== step || behind.includes(later));
}

interface Asked {
  readonly address: string;
  readonly branch: string | undefined;
  readonly folder: string;
}

/** What a clone takes and where it goes; undefined with options that ADD does not have. */
function askedFor({ args, step }: Command, url: CommandArgument): Asked | undefined {
  let branch: string | undefined;
  let named: string | undefined;
  for (let at = 1; at < args.length; at++) {
    const word = args[at]?.value;
    if (word === url.value) continue;
    if (word === "-b" || word === "--branch") {
      branch = buildText(args[++at], step);
      if (branch === undefined) return undefined;
    } else if (word === "--depth") at++;
    else if (word !== undefined && /^[\w./-]+$/.test(word) && !word.startsWith("-")) named = word;
    else if (word === undefined || !/^--(?:depth=\d+|single-branch|quiet)$|^-q$/.test(word)) return undefined;
  }
  const address = (url.value ?? "").replace(/\/$/, "").replace(/(?:\.git)?$/, ".git");
  const folder = named ?? /(?<![\w.-])([\w.-]+)\.git$/.exec(address)?.[1];
  return folder === undefined ? undefined : { address, branch, folder };
}

/** A word without variables but those of ARG and ENV, which ADD fills in as well. */
function buildText(word: CommandArgument | undefined, step: Step | undefined): string | undefined {
  if (!word || word.value !== undefined) return word?.value;
  const known = [...word.raw.matchAll(/\$\{?(\w+)/g)].every(([, name = ""]) => step?.before.args.has(name) === true || step?.before.env.has(name) === true);
  return known && /^[\w./-]*$/.test(word.raw.replace(/\$(?:\w+|\{\w+\})/g, "")) ? word.raw : undefined;
}

/** What follows a clone: of `cd FOLDER && git checkout REFERENCE` ADD takes the reference, the rest stays, from the same folder. */
function behindClone(commands: readonly Command[], folder: string): { readonly reference?: string; readonly behind: readonly Command[]; readonly into?: string } {
  const [enter, checkout, ...rest] = commands;
  if (enter?.name !== "cd" || enter.args.length !== 1 || enter.args[0]?.value !== folder) return { behind: commands };
  if (!checkout) return { behind: [] };
  const [verb, reference, ...more] = checkout.args.map(({ value }) => value);
  if (checkout.name !== "git" || verb !== "checkout" || more.length > 0 || reference === undefined || !/^[\w.][\w./-]*$/.test(reference)) return { behind: commands };
  return { reference, behind: rest, into: `cd ${folder} && ` };
}
