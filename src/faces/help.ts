import type { CommandName } from "./arguments.ts";

const common = `  -q, --quiet           say less
      --color, --no-color   with or without colour, whatever the terminal
  -h, --help            this text
  -V, --version         the version`;

const texts: Readonly<Record<CommandName, string>> = {
  check: `stowage finds faults in Dockerfiles and compose files, above all where data is lost.

Usage: stowage [check] [paths...]     checks what it finds below the paths (default: here)
       stowage map [paths...]         shows where each container's data lives
       stowage cache [paths...]       counts how often each layer had to be built again
       stowage rules                  lists the rules
       stowage explain RULE           explains one rule, by its id or another linter's
       stowage init                   writes a configuration
       stowage merge FILE...          joins the reports of shards

Options of check:
  -f, --format FORMAT   pretty, json, sarif, github, gitlab, checkstyle, junit, rdjson, markdown, html, unix
  -o, --output FILE     write the report to a file
  -c, --config FILE     use this configuration; --no-config uses none
      --preset NAME     recommended, all, or another linter's name: the rules that answer its rules
      --rule ID=SEVERITY    set a rule to off, info, warning or error; may be repeated
      --fail-on LEVEL   error, warning (default), info or never
      --fix             apply the safe fixes; --fix-unsafe also the others
      --diff            show what the fixes would change, and write nothing
      --baseline FILE   leave out the findings of this file; --write-baseline writes it
      --changed [REF]   only findings in files that differ from the last commit, or since REF
      --history         say of copies before an install how often commits changed them; --commits N
      --stdin           read a text from standard input (so does the path -); --stdin-filename NAME names it
      --shellcheck auto     ask an installed ShellCheck for what the rules do not cover; off (default), or a program's path
      --cache           keep results; the next run checks only what changed (--no-cache: not, and no compiled code)
      --cache-location FOLDER   where; default: the user's cache folder
      --shard I/N       check one of N shares; \`stowage merge\` joins their reports
      --jobs N          check on N threads; auto: as many as pay
${common}

Exit status: 0 clean, 1 findings, 2 wrong use or something could not be read, 3 a bug of stowage.
`,
  map: `Usage: stowage map [paths...]

Shows every container, what it mounts and writes, where that lands and what it survives.

  -f, --format FORMAT   pretty, json, mermaid, markdown, html
  -o, --output FILE     write to a file
      --stdin           read a text from standard input; --stdin-filename NAME names it
  -c, --config FILE     use this configuration; --no-config uses none
${common}
`,
  cache: `Usage: stowage cache [paths...]

Goes through the last commits of the git repository, without a checkout and without Docker, and counts in how many
of them each instruction's layer would have been built again, and what another order would have spared.

      --commits N       how many commits, along the first parents (default: 100)
  -f, --format FORMAT   pretty, json
  -o, --output FILE     write to a file
  -c, --config FILE     use this configuration; --no-config uses none
${common}

Exit status: 0 counted, 2 wrong use, no git, a shallow clone or something that could not be read.
`,
  rules: `Usage: stowage rules [--format pretty|json|markdown] [--output FILE]

Lists every rule.

${common}
`,
  explain: `Usage: stowage explain RULE [--format pretty|json|markdown] [--output FILE]

Explains one rule: what, why, remedy, examples. RULE may be another linter's id, such as DL3008.

${common}
`,
  init: `Usage: stowage init [--preset NAME] [--pre-commit] [--github]

Writes stowage.yaml, with what .hadolint.yaml, .trivyignore, .checkov.yaml, a KICS configuration, .dclintrc and tally.toml in the
folder say, and tells what could not be carried over. --pre-commit and --github print the snippet for pre-commit and for a GitHub workflow.

${common}
`,
  merge: `Usage: stowage merge FILE...

Joins the reports that \`stowage check --shard I/N\` wrote with --format json or sarif, one of each shard, to the report of a single run.

  -o, --output FILE     write to a file
      --fail-on LEVEL   error, warning (default), info or never
      --baseline FILE   leave out the findings of this file
${common}

Exit status: that of \`stowage check\`.
`,
};

/** The help text of a command. */
export function helpText(command: CommandName): string {
  return texts[command];
}
