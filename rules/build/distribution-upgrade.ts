import { dockerfile, isBuildCommand, rule } from "#rule";

export default rule({
  id: "distribution-upgrade",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The whole system is upgraded",
  why: "An upgrade takes whatever is newest that day, rewrites files that the base image holds already, and makes each build another image.",
  remedy: "Build on a newer base image; upgrade single packages where one must be.",
  peers: {
    same: [
      { id: "semgrep:avoid-apt-get-upgrade", options: { packageManagers: ["apt"] } },
      { id: "dockerfilelint:apt-get-upgrade", options: { packageManagers: ["apt"] } },
      { id: "trivy:DS-0024", options: { packageManagers: ["apt"], commands: ["dist-upgrade"] } },
      { id: "dockerfilelint:apt-get-dist-upgrade", options: { packageManagers: ["apt"], commands: ["dist-upgrade"] } },
      { id: "semgrep:avoid-apk-upgrade", options: { packageManagers: ["apk"] } },
      { id: "semgrep:avoid-dnf-update", options: { packageManagers: ["dnf"] } },
      { id: "semgrep:avoid-yum-update", options: { packageManagers: ["yum"] } },
      { id: "semgrep:avoid-zypper-update", options: { packageManagers: ["zypper"], commands: ["upgrade"] } },
      { id: "hadolint:DL3035", options: { packageManagers: ["zypper"], commands: ["dist-upgrade"] } },
    ],
  },
  options: {
    packageManagers: {
      values: ["apk", "apt", "apt-command", "dnf", "yum", "zypper"],
      default: ["apk", "apt", "dnf", "yum", "zypper", "apt-command"],
      meaning: "Whose commands are looked at. apt: apt-get; apt-command: the program apt itself.",
    },
    commands: {
      values: ["dist-upgrade", "upgrade"],
      default: ["dist-upgrade", "upgrade"],
      meaning: "upgrade: within the release (upgrade, update); dist-upgrade: to another one (apt-get dist-upgrade, zypper dist-upgrade or dup).",
    },
  },
  on: "command",
  needs: { instructions: ["RUN"] },

  *check(command, { options }) {
    const call = isBuildCommand(command) ? command.package : undefined;
    const upgrade = call && upgrades.find((one) => one.program === call.program && one.subcommands.includes(call.subcommand));
    if (!upgrade || !options.packageManagers.some((one) => one === upgrade.option) || !options.commands.some((one) => one === upgrade.kind)) return;
    yield {
      at: command.span,
      message: `${upgrade.program} ${call.subcommand} replaces parts of the base image by whatever is newest`,
      ...(upgrade.program === "zypper" && upgrade.kind === "dist-upgrade" ? { severity: "warning" } : {}),
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get -y dist-upgrade
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl
      `,
    },
    {
      bad: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper --non-interactive dup
      `,
      good: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper --non-interactive patch
      `,
    },
    {
      options: { commands: ["dist-upgrade"] },
      bad: dockerfile`
        FROM debian:12
        RUN apt-get dist-upgrade -y
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get upgrade -y
      `,
    },
  ],
});


interface Upgrade {
  readonly option: "apk" | "apt" | "apt-command" | "dnf" | "yum" | "zypper";
  readonly program: string;
  readonly kind: "upgrade" | "dist-upgrade";
  readonly subcommands: readonly string[];
}

const upgrades: readonly Upgrade[] = [
  { option: "apt", program: "apt-get", kind: "upgrade", subcommands: ["upgrade"] },
  { option: "apt", program: "apt-get", kind: "dist-upgrade", subcommands: ["dist-upgrade"] },
  { option: "apt-command", program: "apt", kind: "upgrade", subcommands: ["upgrade"] },
  { option: "apt-command", program: "apt", kind: "dist-upgrade", subcommands: ["dist-upgrade", "full-upgrade"] },
  { option: "apk", program: "apk", kind: "upgrade", subcommands: ["upgrade"] },
  { option: "dnf", program: "dnf", kind: "upgrade", subcommands: ["update"] },
  { option: "yum", program: "yum", kind: "upgrade", subcommands: ["update"] },
  { option: "zypper", program: "zypper", kind: "upgrade", subcommands: ["update"] },
  { option: "zypper", program: "zypper", kind: "dist-upgrade", subcommands: ["dist-upgrade", "dup"] },
];
