import { dockerfile, insertInstructionBefore, removeWord, rule, type Command, type DockerfileTree, type Fix } from "#rule";

export default rule({
  id: "deprecated-bundler-flags",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "bundle install is given flags that Bundler has replaced",
  why: "Bundler remembers these flags in a configuration file and warns; newer versions drop them.",
  remedy: "Set BUNDLE_WITHOUT, BUNDLE_DEPLOYMENT or BUNDLE_PATH with ENV.",
  peers: { same: [{ id: "tally:tally/ruby/deprecated-bundler-install-flags" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["bundle", "bundler"] },
  fix: "unsafe",

  *check(stage) {
    if (stage.purpose !== undefined) return;
    for (const { command } of stage.bundlerInstalls) {
      for (const [flag, variable] of FLAGS) {
        const at = command.args.findIndex(({ raw }) => raw === flag || raw.startsWith(`${flag}=`));
        const word = command.args[at];
        if (!word) continue;
        const fix = settingFor(command, at, flag, variable, stage.dockerfile.tree);
        yield { at: word.span, message: `${flag} is set with ${variable} nowadays`, ...(fix ? { fix } : {}) };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4
        RUN bundle install --without development test --jobs 4
      `,
      good: dockerfile`
        FROM ruby:3.4
        ENV BUNDLE_WITHOUT="development:test"
        RUN bundle install --jobs 4
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4
        RUN bundle install --deployment --path vendor/gems
      `,
      good: dockerfile`
        FROM ruby:3.4
        ENV BUNDLE_DEPLOYMENT="1"
        ENV BUNDLE_PATH="vendor/gems"
        RUN bundle install
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4
        ARG GROUPS
        RUN bundle install --without "$GROUPS"
      `,
      fixed: null,
    },
  ],
});

const FLAGS = [["--without", "BUNDLE_WITHOUT"], ["--deployment", "BUNDLE_DEPLOYMENT"], ["--path", "BUNDLE_PATH"]] as const;

/** An ENV above the RUN in the flag's place, where its value is known. */
function settingFor(command: Command, at: number, flag: string, variable: string, tree: DockerfileTree): Fix | undefined {
  const word = command.args[at];
  if (!word || !command.step || command.dialect === undefined) return undefined;
  const last = word.raw.includes("=") || flag === "--deployment" ? at : endOfValues(command, at, flag);
  const values = word.raw.includes("=") ? [word.value?.slice(flag.length + 1)] : command.args.slice(at + 1, last + 1).map(({ value }) => value);
  const value = flag === "--deployment" ? "1" : values.length === 0 || values.includes(undefined) ? undefined : values.join(":").replaceAll(" ", ":");
  if (value === undefined || !/^[\w./:-]+$/.test(value)) return undefined;
  return {
    title: `set ${variable} instead`, safe: false,
    edits: [insertInstructionBefore(tree, command.step.instruction, `ENV ${variable}="${value}"`), ...command.args.slice(at, last + 1).map(({ span }) => removeWord(span))],
  };
}

/** `--without` takes every word up to the next flag, `--path` one. */
function endOfValues(command: Command, at: number, flag: string): number {
  if (flag === "--path") return at + 1;
  let end = at;
  while (command.args[end + 1]?.raw.startsWith("-") === false) end++;
  return end;
}
