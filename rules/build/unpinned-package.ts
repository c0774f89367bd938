import { dockerfile, isBuildCommand, operands, rule, type Command, type CommandArgument, type PackageCommand, type PackageManager } from "#rule";

export default rule({
  id: "unpinned-package",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A package is installed without a version",
  why: "The build takes whatever version is newest that day. The same Dockerfile gives another image tomorrow, and a break cannot be told from a change of your own.",
  remedy: "Name the version, such as `curl=8.5.0-r0`, or a lock file that does.",
  peers: {
    same: [
      { id: "hadolint:DL3018", options: { packageManagers: ["apk"] } },
      { id: "kics:Unpinned Package Version in Apk Add", options: { packageManagers: ["apk"] } },
      { id: "hadolint:DL3008", options: { packageManagers: ["apt"] } },
      { id: "kics:Apt Get Install Pin Version Not Defined", options: { packageManagers: ["apt"] } },
      { id: "hadolint:DL3041", options: { packageManagers: ["dnf"] } },
      { id: "kics:Missing Version Specification In dnf install", options: { packageManagers: ["dnf"] } },
      { id: "hadolint:DL3028", options: { packageManagers: ["gem"] } },
      { id: "kics:Gem Install Without Version", options: { packageManagers: ["gem"] } },
      { id: "hadolint:DL3062", options: { packageManagers: ["go"] } },
      { id: "hadolint:DL3016", options: { packageManagers: ["npm"], npmCommands: ["install"] } },
      { id: "kics:NPM Install Command Without Pinned Version", options: { packageManagers: ["npm"], accept: ["git-url"] } },
      { id: "hadolint:DL3013", options: { packageManagers: ["pip"] } },
      { id: "kics:Unpinned Package Version in Pip Install", options: { packageManagers: ["pip"] } },
      { id: "hadolint:DL3033", options: { packageManagers: ["yum"] } },
      { id: "kics:Yum install Without Version", options: { packageManagers: ["yum"] } },
      { id: "hadolint:DL3037", options: { packageManagers: ["zypper"] } },
      { id: "kics:Zypper Install Without Version", options: { packageManagers: ["zypper"] } },
    ],
  },
  options: {
    packageManagers: {
      values: ["apk", "apt", "apt-command", "dnf", "gem", "go", "npm", "pip", "yum", "zypper"],
      default: ["apk", "apt", "dnf", "gem", "go", "npm", "pip", "yum", "zypper", "apt-command"],
      meaning: "Whose packages are looked at. apt: those of apt-get; apt-command: those of the program apt itself.",
    },
    npmCommands: {
      values: ["add", "i", "install"],
      default: ["add", "i", "install"],
      meaning: "Which npm commands are read.",
    },
    accept: {
      values: ["git-url"],
      default: [],
      meaning: "git-url: an npm package whose name starts with git passes without #ref.",
    },
  },
  on: "command",
  needs: { instructions: ["RUN"] },

  *check(command, { options }) {
    const call = isBuildCommand(command) ? command.package : undefined;
    const kind = call && kinds[call.manager];
    if (!call || !kind || !options.packageManagers.some((one) => one === kind.option)) return;
    if (!(kind.option === "npm" ? options.npmCommands.some((one) => one === call.subcommand) : kind.subcommands.includes(call.subcommand))) return;
    const open = packagesOf(call, command).filter((one) => {
      if (options.accept.includes("git-url") && /^git/.test(one.raw)) return false;
      return !kind.isPinned(one.raw.replace(/["'\\]/g, ""), call, command);
    });
    const first = open[0];
    if (!first) return;
    yield { at: first.span, message: `${listed(open.map((one) => one.raw))} ${open.length === 1 ? "has" : "have"} no version` };
  },

  examples: [
    {
      about: "A release without a package is the package that was meant; what `-tool` adds is always another's.",
      bad: dockerfile`
        FROM debian:12
        RUN apt-get install -y -t python3
        RUN go get -tool stringer
      `,
      good: dockerfile`
        FROM debian:12
        ARG PACKAGES
        RUN apt-get install -y -t stable $PACKAGES
        RUN go get -tool stringer@v0.29.0
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl git=1:2.39.2-1.1
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y -t stable curl=7.88.1-10 ./tool.deb
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.21
        RUN apk add --virtual .build gcc
      `,
      good: dockerfile`
        FROM alpine:3.21
        RUN apk add --virtual .build gcc=14.2.0-r4 "make>4" ./own.apk
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.13
        RUN pip install flask && python -m pip install git+https://git.example.org/team/app.git
      `,
      good: dockerfile`
        FROM python:3.13
        RUN pip install flask==3.1.0 'click>=8' && pip install -r requirements.txt
        RUN pip install . ./wheels/own.whl https://example.org/own.zip && pip install flask -c constraints.txt
      `,
    },
    {
      bad: dockerfile`
        FROM node:22.11
        RUN npm install -g @example/tool express@4
      `,
      good: dockerfile`
        FROM node:22.11
        RUN npm install && npm install -g @example/tool@1.4.0 ./local && npm run install
      `,
    },
    {
      bad: dockerfile`
        FROM fedora:41
        RUN dnf install -y curl
        RUN yum module install -y nodejs
      `,
      good: dockerfile`
        FROM fedora:41
        ENV CURL=8.9.1
        RUN dnf install -y curl-\${CURL} gcc-c++-14.2.1 openssl-1:3.2.2 && dnf module install -y nodejs:20
      `,
    },
    {
      bad: dockerfile`
        FROM golang:1.23
        RUN go install example.org/tool@latest && gem install rake
      `,
      good: dockerfile`
        FROM golang:1.23
        RUN go install example.org/tool@v1.2.3 && go install ./cmd/tool && gem install rake -v 13.2.1 -- --with-x
      `,
    },
    {
      options: { packageManagers: ["zypper"] },
      bad: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper install -y curl
      `,
      good: dockerfile`
        FROM opensuse/leap:15.6
        RUN zypper install -y curl=8.6.0 "git>=2" && apt-get install -y curl
      `,
    },
  ],
});


type Word = Pick<CommandArgument, "raw" | "span">;

const goFlags = ["-C", "-exec", "-ldflags", "-mod", "-modfile", "-tags", "-gcflags", "-asmflags", "-overlay", "-p"];

interface Kind {
  readonly option: "apk" | "apt" | "apt-command" | "dnf" | "gem" | "go" | "npm" | "pip" | "yum" | "zypper";
  readonly subcommands: readonly string[];
  /** Does this word name a version, or no package of a registry at all? */
  isPinned(name: string, call: PackageCommand, command: Command): boolean;
}

const pip: Kind = { option: "pip", subcommands: ["install"], isPinned: pipPinned };
const dnf: Kind = { option: "dnf", subcommands: ["install", "module install"], isPinned: rpmPinned };

const kinds: Readonly<Partial<Record<PackageManager, Kind>>> = {
  apk: { option: "apk", subcommands: ["add"], isPinned: (name) => /[=~<>]/.test(name) || name.endsWith(".apk") },
  apt: { option: "apt-command", subcommands: ["install"], isPinned: (name) => name.includes("=") || name.endsWith(".deb") },
  "apt-get": { option: "apt", subcommands: ["install"], isPinned: (name) => name.includes("=") || name.endsWith(".deb") },
  dnf,
  microdnf: dnf,
  yum: { option: "yum", subcommands: ["install", "module install"], isPinned: rpmPinned },
  zypper: { option: "zypper", subcommands: ["install", "in"], isPinned: (name) => /[=<>]/.test(name) || name.endsWith(".rpm") },
  gem: { option: "gem", subcommands: ["install", "i"], isPinned: (name) => name.includes(":") },
  pip,
  pipx: pip,
  npm: { option: "npm", subcommands: [], isPinned: npmPinned },
  go: { option: "go", subcommands: ["install", "get", "run"], isPinned: goPinned },
};

/** The words that name packages. */
function packagesOf(call: PackageCommand, command: Command): readonly Word[] {
  if (call.manager === "go" && call.subcommand === "run") return operands(command, goFlags).slice(1, 2);
  const end = command.args.find(({ raw }) => raw === "--")?.span.start ?? Infinity;
  const named = call.packages.filter((one) => one.span.start < end).flatMap((one) => (isOnlyVariable(one.raw) ? valuesOf(one, command) : [one]));
  if (call.manager === "gem") return withoutCovered(named, call);
  if (call.manager === "apt-get" && named.length === 0) return lonelyRelease(call, command);
  const fromFile = call.requirementFiles.length + call.constraintFiles.length + call.optionValues("--spec").length > 0;
  return fromFile ? [] : named;
}

/** The release of `-t` where no package stands beside it. */
function lonelyRelease(call: PackageCommand, { args }: Command): readonly Word[] {
  const [release] = call.optionValues("-t");
  const begin = call.subcommandSpan?.end ?? 0;
  const isAlone = release !== undefined && args.every(({ raw, span }) => raw.startsWith("-") || span.start < begin || span.start === release.span.start);
  return isAlone && !release.raw.includes("=") ? [release] : [];
}

/** A variable alone may hold anything: several packages, versions, or nothing. */
function isOnlyVariable(raw: string): boolean {
  return /^["']?(\$\w+|\$\{[^}]*\}|\$\(.*\)|\x60.*\x60)["']?$/s.test(raw);
}

/** The words that a variable holds, where the Dockerfile sets it. */
function valuesOf({ span }: Word, command: Command): readonly Word[] {
  const words = command.args.find((argument) => argument.span.start === span.start)?.expanded?.split(/\s+/) ?? [];
  return words.filter((word) => word !== "").map((raw) => ({ raw, span }));
}

/** A -v holds for the gem before it. */
function withoutCovered(gems: readonly Word[], call: PackageCommand): readonly Word[] {
  const [version] = call.optionValues("-v", "--version");
  if (!version) return gems;
  const covered = gems.findLast((gem) => gem.span.start < version.span.start) ?? gems[0];
  return gems.filter((gem) => gem !== covered);
}

/** `name-1.2`, `name:stream` of a module, or `name-$VERSION` with a variable that the stage has. */
function rpmPinned(name: string, { subcommand }: PackageCommand, { step }: Command): boolean {
  if (subcommand === "module install") return name.includes(":");
  if (name.endsWith(".rpm") || /-(\d+:)?\d[\w.+~^]*/.test(name)) return true;
  const variable = /-\$\{?(\w+)/.exec(name)?.[1];
  return variable !== undefined && step !== undefined && (step.before.env.has(variable) || step.before.args.has(variable));
}

function pipPinned(name: string): boolean {
  if (/^(git|hg|svn|bzr)\+|^git:/.test(name)) return /@[^/:@]+$/.test(name.replace(/[#?][^]*$/, ""));
  return /[=<>!~]=|[<>@]/.test(name) || name.includes("/") || /^\.{1,2}(\[.*\])?$/.test(name) || /\.(whl|tar\.(gz|bz2|xz)|tgz|zip)(\[[^[\]]*\])?$/.test(name);
}

/** A version, or a package of the project itself; what `-tool` adds is always another's. */
function goPinned(name: string, call: PackageCommand): boolean {
  return /@(?!latest$)./.test(name) || !(call.hasFlag("-tool") ? /^[^./$]/ : /^[^./$][^/.]*\.[^/]*\//).test(name);
}

function npmPinned(name: string): boolean {
  if (/^git/.test(name) && /[:/]/.test(name)) return name.includes("#");
  if (/^[./~]|^(https?|file):/.test(name) || /\.(tar|tar\.gz|tgz)$/.test(name)) return true;
  return name.slice(name.startsWith("@") ? name.indexOf("/") + 1 : 0).includes("@");
}

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(", ")} and ${String(names.length - 2)} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}` : names[0] ?? "";
}
