import { dockerfile, hasFlag, insertArgument, isBuildCommand, rule, type Command } from "#rule";

export default rule({
  id: "useradd-sparse-log",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "safe",
  title: "useradd writes a huge log file",
  why: "useradd notes each user's last login in a file that it addresses by user id. With a high id the file becomes gigabytes of nothing, and a layer stores them all.",
  remedy: "Add `-l` (`--no-log-init`).",
  peers: {
    same: [
      { id: "hadolint:DL3046" },
      { id: "kics:Use recommended flags with useradd" },
    ],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["useradd"] },

  *check(command) {
    if (command.name !== "useradd" || !isBuildCommand(command)) return;
    const id = userId(command);
    if (id === undefined || !/^\d{6,}$/.test(id) || hasFlag(command, { long: ["--no-log-init"], short: "l", valued })) return;
    yield {
      at: command.nameSpan,
      message: `useradd with the id ${id} writes a sparse log file of gigabytes`,
      fix: { title: "do not write the log", safe: true, edits: [insertArgument(command, "name", "-l")] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN useradd -u 1234567 app
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd -l -u 1234567 app
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN useradd --create-home --uid=123456 app
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd -lu 123456 app && useradd --uid 123456 --no-log-init other && useradd -u 1000 third
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN useradd -l --create-home --uid=123456 app
      `,
    },
  ],
});


/** Short flags of useradd that take a value. */
const valued = "bcdefgGkKpPRsuZ";

function userId(command: Command): string | undefined {
  for (const [at, { value = "" }] of command.args.entries()) {
    if (value.startsWith("--uid=")) return value.slice("--uid=".length);
    if (value === "--uid") return command.args[at + 1]?.value;
    const cluster = /^-([A-Za-tv-z]*)u([^]*)$/.exec(value);
    if (cluster && !new RegExp(`[${valued}]`).test(cluster[1] ?? "")) return cluster[2] || command.args[at + 1]?.value;
  }
  return undefined;
}
