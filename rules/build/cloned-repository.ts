import { dockerfile, isBuildCommand, replace, rule, type Command, type CommandArgument, type Fix } from "#rule";

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

/** Where the RUN does nothing but clone, with no more than a branch, a depth and a folder. */
function addInstead({ step, args }: Command, url: CommandArgument): Fix | undefined {
  if (!step || step.commands.length !== 1 || step.instruction.flags.length > 0 || args[0]?.value !== "clone" || !/^https:\/\/[^\s#?]+$/.test(url.value ?? "")) return undefined;
  let branch: string | undefined;
  let folder: string | undefined;
  for (let at = 1; at < args.length; at++) {
    const word = args[at]?.value;
    if (word === url.value) continue;
    if (word === "-b" || word === "--branch") branch = args[++at]?.value;
    else if (word === "--depth") at++;
    else if (word !== undefined && /^[\w./-]+$/.test(word) && !word.startsWith("-")) folder = word;
    else if (word === undefined || !/^--(?:depth=\d+|single-branch|quiet)$|^-q$/.test(word)) return undefined;
  }
  if (args.some(({ value }, at) => (value === "-b" || value === "--branch") && args[at + 1]?.value === undefined)) return undefined;
  const address = (url.value ?? "").replace(/\/$/, "").replace(/(?:\.git)?$/, ".git");
  const target = folder ?? /(?<![\w.-])([\w.-]+)\.git$/.exec(address)?.[1];
  return target === undefined ? undefined : { title: "let ADD fetch it", safe: false, edits: [replace(step.instruction.span, `ADD ${address}${branch === undefined ? "" : `#${branch}`} ${target.endsWith("/") ? target : `${target}/`}`)] };
}
