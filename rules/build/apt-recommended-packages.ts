import { dockerfile, hasFlag, insertArgument, isBuildCommand, rule, subcommand } from "#rule";

export default rule({
  id: "apt-recommended-packages",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "apt-get installs recommended packages too",
  why: "apt-get also installs what a package merely recommends: often documentation, mail servers or desktop parts that the image never uses.",
  remedy: "Add `--no-install-recommends`, and name the recommended packages that you do need.",
  peers: {
    same: [
      { id: "hadolint:DL3015" },
      { id: "trivy:DS-0029" },
      { id: "semgrep:missing-no-install-recommends" },
      { id: "kics:APT-GET Not Avoiding Additional Packages" },
      { id: "dockerfilelint:apt-get_recommends" },
    ],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["apt-get"] },

  *check(command) {
    if (command.name !== "apt-get" || !isBuildCommand(command)) return;
    const verb = subcommand(command, ["-t", "-o", "-c", "--target-release", "--option"]);
    if (verb?.value !== "install" || hasFlag(command, { long: ["--no-install-recommends"] })) return;
    if (command.args.some(({ raw }) => /apt::install-recommends=["']?(false|no|0|off)\b/i.test(raw))) return;
    yield {
      at: verb.span,
      message: "apt-get install also takes what the packages merely recommend",
      fix: { title: "install no recommended packages", safe: true, edits: [insertArgument(command, verb, "--no-install-recommends")] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl
        RUN ["apt-get", "install", "-y", "curl"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install --no-install-recommends -y curl
        RUN ["apt-get", "install", "--no-install-recommends", "-y", "curl"]
      `,
    },
    {
      about: "The setting behind the flag passes too",
      bad: dockerfile`
        FROM debian:12
        RUN apt-get -y install curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get install -y -o APT::Install-Recommends=false curl
        RUN apt-get install -y curl --no-install-recommends
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN apt-get -y install --no-install-recommends curl
      `,
    },
  ],
});

