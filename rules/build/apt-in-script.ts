import { dockerfile, isBuildCommand, replace, rule, subcommand, textOf, type Command, type Fix } from "#rule";

export default rule({
  id: "apt-in-script",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "apt is made for people",
  why: "apt says of itself that its command line may change between versions. apt-get is the one for scripts.",
  remedy: "Use `apt-get`, or `apt-cache` for questions.",
  peers: {
    same: [
      { id: "hadolint:DL3027" },
      { id: "kics:Run Using apt" },
      { id: "checkov:CKV_DOCKER_9" },
      { id: "semgrep:prefer-apt-get" },
    ],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["apt"] },

  *check(command) {
    if (command.name !== "apt" || command.wrappers.includes("sudo") || !isBuildCommand(command)) return;
    const fix = asAptGet(command);
    yield { at: command.nameSpan, message: "apt has no stable command line for scripts", ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt update && /usr/bin/apt install -y curl
        RUN apt show curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && /usr/bin/apt-get install -y curl
        RUN apt-cache show curl
      `,
    },
  ],
});


const sameInAptGet = ["install", "update", "upgrade", "remove", "purge", "autoremove", "clean", "autoclean", "build-dep", "source"];
const sameInAptCache = ["search", "show", "showpkg", "depends", "policy"];

/** The other program where it has the same sub-command. */
function asAptGet(command: Command): Fix | undefined {
  const verb = subcommand(command, ["-t", "-o", "-c"])?.value ?? "";
  const program = sameInAptGet.includes(verb) ? "apt-get" : sameInAptCache.includes(verb) ? "apt-cache" : undefined;
  const written = textOf(command.nameSpan);
  if (program === undefined || !/\bapt"?$/.test(written)) return undefined;
  return { title: `use ${program}`, safe: true, edits: [replace(command.nameSpan, written.replace(/apt("?)$/, `${program}$1`))] };
}
