import { dockerfile, hasFlag, insertArgument, isBuildCommand, rule, type Command } from "#rule";

export default rule({
  id: "wget-progress",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "wget fills the build log",
  why: "Without a terminal wget prints a line of dots for each 50 KB: thousands of lines for one archive.",
  remedy: "Add `--progress=dot:giga`, or `-nv` to see results only.",
  peers: {
    same: [
      { id: "hadolint:DL3047" },
    ],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["wget"] },

  *check(command) {
    if (command.name !== "wget" || !isBuildCommand(command) || isQuiet(command)) return;
    yield {
      at: command.nameSpan,
      message: "wget prints its progress line by line into the build log",
      fix: { title: "print fewer dots", safe: true, edits: [insertArgument(command, "name", "--progress=dot:giga")] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN wget https://example.org/data.bin
      `,
      good: dockerfile`
        FROM debian:12
        RUN wget --progress=dot:giga https://example.org/data.bin
      `,
    },
    {
      about: "Quiet in any form, or a log file, passes",
      bad: dockerfile`
        FROM debian:12
        ONBUILD RUN wget -O data https://example.org/data.bin
      `,
      good: dockerfile`
        FROM debian:12
        RUN wget -qO data https://example.org/a && wget -nv https://example.org/b && wget --no-verbose https://example.org/c
        RUN wget -o log https://example.org/d && wget --append-output=log https://example.org/e
      `,
      fixed: dockerfile`
        FROM debian:12
        ONBUILD RUN wget --progress=dot:giga -O data https://example.org/data.bin
      `,
    },
  ],
});


function isQuiet(command: Command): boolean {
  const long = ["--progress", "--quiet", "--no-verbose", "--output-file", "--append-output"];
  const valued = "OPUeilwTtQBDIAXR";
  return hasFlag(command, { long, short: "qoa", valued }) || command.args.some(({ value }) => value === "-nv");
}
