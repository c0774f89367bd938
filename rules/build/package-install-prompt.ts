import { dockerfile, findFlag, hasFlag, inFinalStage, insertArgument, isBuildCommand, operands, rule, subcommand, type Command, type CommandArgument } from "#rule";

export default rule({
  id: "package-install-prompt",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "safe",
  title: "The package manager waits for an answer",
  why: "Nobody can answer during a build: the package manager asks, gets no reply and stops the build.",
  remedy: "Give the switch that answers yes, such as `apt-get install -y`.",
  peers: {
    same: [
      { id: "hadolint:DL3014", options: { packageManagers: ["apt"], wrapped: false, accept: ["any-position"] } },
      { id: "trivy:DS-0021", options: { packageManagers: ["apt"], wrapped: false, accept: ["any-position"] } },
      { id: "semgrep:missing-assume-yes-switch", options: { packageManagers: ["apt"], wrapped: false, accept: ["any-position"] } },
      { id: "kics:APT-GET Missing Flags To Avoid Manual Input", options: { packageManagers: ["apt"], aptCommands: ["install", "remove", "upgrade"], accept: ["any-position"] } },
      { id: "dockerfilelint:apt-get_missing_param", options: { packageManagers: ["apt"], aptCommands: ["install", "remove", "upgrade"], accept: ["any-position"] } },
      { id: "hadolint:DL3038", options: { packageManagers: ["dnf"], accept: ["any-position"] } },
      { id: "kics:Missing Flag From Dnf Install", options: { packageManagers: ["dnf"], accept: ["any-position"] } },
      { id: "semgrep:missing-dnf-assume-yes-switch", options: { packageManagers: ["dnf"], accept: ["any-position"] } },
      { id: "hadolint:DL3030", options: { packageManagers: ["yum"], accept: ["any-position"] } },
      { id: "kics:Yum Install Allows Manual Input", options: { packageManagers: ["yum"], accept: ["any-position"] } },
      { id: "semgrep:missing-yum-assume-yes-switch", options: { packageManagers: ["yum"], accept: ["any-position"] } },
      { id: "hadolint:DL3034", options: { packageManagers: ["zypper"], accept: ["any-position"] } },
      { id: "semgrep:missing-zypper-no-confirm-switch", options: { packageManagers: ["zypper"], accept: ["any-position"] } },
      { id: "kics:Missing Zypper Non-interactive Switch", options: { packageManagers: ["zypper"], scope: "final-stage", accept: [] } },
    ],
  },
  options: {
    packageManagers: {
      values: ["apt", "dnf", "yum", "zypper"],
      default: ["apt", "dnf", "yum", "zypper"],
      meaning: "Whose commands are looked at.",
    },
    scope: {
      values: ["every-stage", "final-stage"],
      default: "every-stage",
      meaning: "final-stage: earlier stages are not looked at.",
    },
    aptCommands: {
      values: ["install", "remove", "upgrade"],
      default: ["install"],
      meaning: "Which apt-get commands ask for the switch.",
    },
    wrapped: {
      values: [false, true],
      default: true,
      meaning: "false: apt-get behind sudo is not read (yum always is).",
    },
    accept: {
      values: ["any-position", "piped-answer"],
      default: ["any-position", "piped-answer"],
      meaning: "any-position: every switch above counts wherever it stands; without it zypper install and remove need -y or --no-confirm right after the sub-command. piped-answer: `yes |`, `echo y |` or apt's `-o APT::Get::Assume-Yes=true` answers too.",
    },
  },
  on: "command",
  needs: { instructions: ["RUN"] },

  *check(command, { options }) {
    const manager = managers.find((one) => one.commands.includes(command.name) && options.packageManagers.some((id) => id === one.id));
    if (!manager || !isBuildCommand(command) || (options.scope === "final-stage" && !inFinalStage(command.step))) return;
    if (manager.id === "apt" && !options.wrapped && command.wrappers.includes("sudo")) return;
    const asks = manager.id === "apt" ? options.aptCommands.flatMap((kind) => aptCommands[kind]) : manager.asks;
    const verb = manager.id === "yum" ? operands(command).find((word) => asks.includes(word.raw)) : subcommand(command, manager.valued);
    if (!verb || !asks.includes(verb.raw) || (manager.id === "apt" && isSimulation(command))) return;
    const strict = manager.id === "zypper" && !options.accept.includes("any-position");
    if (strict ? answersRightAfter(command, verb) : manager.answers(command)) return;
    if (options.accept.includes("piped-answer") && isAnsweredOtherwise(command)) return;
    yield {
      at: verb.span,
      message: `${command.name} ${verb.raw} asks before it goes on, and nobody answers during a build`,
      fix: { title: "answer yes", safe: true, edits: [insertArgument(command, verb, "-y")] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install --quiet curl
        RUN ["apt-get", "install", "curl"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y --quiet curl
        RUN ["apt-get", "install", "-y", "curl"]
      `,
    },
    {
      about: "Any spelling of yes, anywhere in the command, passes; two -q imply it",
      bad: dockerfile`
        FROM fedora:41
        RUN dnf install --downloadonly curl && microdnf install curl
        RUN yum -q groupinstall tools
      `,
      good: dockerfile`
        FROM debian:12
        RUN if apt-get install -s jq; then echo there; fi
        RUN apt-get -qy install curl && apt-get install curl --assume-yes
        RUN apt-get install -qq curl && apt-get install -q=2 curl && apt-get -q install -q curl
        RUN apt-get remove curl
        RUN dnf -y install curl && yum install curl --assumeyes
      `,
      fixed: dockerfile`
        FROM fedora:41
        RUN dnf install -y --downloadonly curl && microdnf install -y curl
        RUN yum -q groupinstall -y tools
      `,
    },
    {
      about: "An answer may come through a pipe",
      bad: dockerfile`
        FROM debian:12
        RUN echo n | apt-get install curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN yes | apt-get install curl
        RUN echo Y | apt-get install curl
        RUN apt-get -o APT::Get::Assume-Yes=true install curl
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN echo n | apt-get install -y curl
      `,
    },
    {
      bad: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper install curl
      `,
      good: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper install -y curl
        RUN zypper --non-interactive in curl
      `,
      fixed: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper install -y curl
      `,
    },
    {
      options: { packageManagers: ["zypper"], accept: [] },
      bad: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper --non-interactive install curl
      `,
      good: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper install -y curl
      `,
      fixed: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper --non-interactive install -y curl
      `,
    },
  ],
});


interface Manager {
  readonly id: "apt" | "dnf" | "yum" | "zypper";
  readonly commands: readonly string[];
  readonly asks: readonly string[];
  /** Flags that take the next word. */
  readonly valued: readonly string[];
  answers(command: Command): boolean;
}

const aptCommands = {
  install: ["install"],
  remove: ["remove", "purge", "autoremove"],
  upgrade: ["upgrade", "dist-upgrade"],
} as const;

const rpmAnswers = (command: Command): boolean => hasFlag(command, { long: ["--assumeyes"], short: "y" });

const managers: readonly Manager[] = [
  { id: "apt", commands: ["apt-get"], asks: [], valued: ["-t", "-o", "-c", "--target-release", "--option"], answers: aptAnswers },
  { id: "dnf", commands: ["dnf", "microdnf", "tdnf"], asks: ["install", "in", "reinstall", "groupinstall", "localinstall"], valued: [], answers: rpmAnswers },
  { id: "yum", commands: ["yum"], asks: ["install", "groupinstall", "localinstall", "reinstall"], valued: [], answers: rpmAnswers },
  {
    id: "zypper",
    commands: ["zypper"],
    asks: ["install", "in", "remove", "rm", "source-install", "si", "patch"],
    valued: ["--root", "-R", "--config", "-c", "--reposd-dir", "-D"],
    answers: (command) => hasFlag(command, { long: ["--non-interactive", "--no-confirm"], short: "ny" }),
  },
];

/** -y in any spelling, or quiet at least twice: apt-get takes `-qq` for yes. */
function aptAnswers(command: Command): boolean {
  if (findFlag(command, { long: ["--yes", "--assume-yes"], short: "y", valued: "otc" })) return true;
  const quiet = command.args.map(({ value = "" }) => (value === "--quiet" ? 1 : /^-[A-Za-z]+$/.test(value) ? value.split("q").length - 1 : 0));
  return quiet.reduce((sum, count) => sum + count, 0) >= 2 || command.args.some(({ value }) => value === "-q=2" || value === "--quiet=2");
}

function answersRightAfter(command: Command, verb: CommandArgument): boolean {
  const next = command.args[command.args.indexOf(verb) + 1]?.value;
  return next === "-y" || next === "--no-confirm";
}

/** `yes` or a text that begins with y comes through a pipe, or apt is told by an option of its configuration (apt-get(8)). */
function isAnsweredOtherwise({ shell, step, args }: Command): boolean {
  if (args.some(({ value = "" }) => /^(?:-o|--option=)?APT::Get::Assume-Yes=["']?(?:true|1|yes)\b/i.test(value))) return true;
  const place = shell?.pipeline;
  const before = place && step?.commands.find((other) => other.shell?.pipeline?.node === place.node && other.shell.pipeline.index === place.index - 1);
  if (before?.name === "yes") return before.args.length === 0 || startsWithYes(before.args[0]);
  return (before?.name === "echo" || before?.name === "printf") && before.args.some(startsWithYes);
}

function startsWithYes(argument: CommandArgument | undefined): boolean {
  return /^y/i.test(argument?.value ?? "");
}

/** Nothing is installed, so nothing is asked. */
function isSimulation({ args }: Command): boolean {
  return args.some(({ raw }) => (/^-[a-z]+$/.test(raw) && raw.includes("s")) || /^--(?:simulate|just-print|dry-run|recon|no-act)$/.test(raw));
}
