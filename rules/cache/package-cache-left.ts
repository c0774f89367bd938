import { appendToRun, dockerfile, effective, insertArgument, removesCache, rule, type Command, type Finding, type Fix, type OptionsOf, type PackageCommand, type Stage, type Step } from "#rule";

const OPTIONS = {
  packageManagers: {
    values: ["apk", "apt", "bundler", "dnf", "pip", "yarn", "yum", "zypper"], default: ["apk", "apt", "dnf", "pip", "yum", "zypper"],
    meaning: "Whose cache is looked for; yarn and bundler only when listed.",
  },
  scope: {
    values: ["every-stage", "shipped-stages", "final-stage"], default: "shipped-stages",
    meaning: "shipped-stages: the final stage and every stage that another builds on with FROM; every-stage: also builders that are only copied from; final-stage: nothing but the last one.",
  },
  cleanUp: {
    values: ["same-run", "stage", "same-run-text"], default: "same-run",
    meaning: "Where the clean-up may stand. same-run: in the same RUN after the last install; stage: in a later RUN of the stage too (yarn and zypper: anywhere in the stage; dnf: a later `dnf clean` of any kind, and only install, in, reinstall and rei ask for it; zypper: for any change of packages); same-run-text: `clean all` anywhere behind the install in the text of the RUN, even as words of the same broken command (`yum install \` and `yum clean all` without `&&`). With the last two nothing but the manager's own clean command counts.",
  },
  aptParts: {
    values: ["lists", "archives", "either"], default: "lists",
    meaning: "What apt leaves. lists: as above; archives: `apt-get install` asks for `apt-get clean` after the last install, removing the lists is not enough; either: `apt-get install` asks for `apt-get clean` or any `rm -rf` after it (split at && and ;).",
  },
  accept: {
    values: ["cache-removal", "development-stage", "local-project", "removal-with-update"], default: ["cache-removal"],
    meaning: "What passes besides. cache-removal: the folder of apk's index, of apt's lists or of pip's downloads is removed or emptied later in the RUN, or `apt-get dist-clean` or `pip cache purge` does so; `apk add --no-network` fetches no index; removal-with-update: `apk add --update` followed in the RUN by `rm` with both a recursive and a force flag (any spelling) on /var/cache/apk/*; local-project: `pip install .`; development-stage: a stage whose name says dev, test or ci.",
  },
} as const;

type Options = OptionsOf<typeof OPTIONS>;

interface Call {
  readonly command: Command;
  readonly call: PackageCommand;
}

/** Everything one check needs. */
interface Place {
  readonly stage: Stage;
  readonly step: Step;
  readonly calls: readonly Call[];
  readonly options: Options;
}

/** What is left, and how to take it away. */
interface Leftover {
  readonly call: Call;
  readonly message: string;
  readonly fix?: Fix | undefined;
}

export default rule({
  id: "package-cache-left",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  fix: "safe",
  title: "A package manager's cache stays in the image",
  why: "The index and the downloads that an install leaves behind are never used again in the container, and every copy of the image carries them.",
  remedy: "Clean up in the RUN that installs, tell the manager not to keep its cache, or give it a cache mount.",
  peers: {
    same: [
      { id: "hadolint:DL3019", options: { packageManagers: ["apk"], scope: "every-stage", accept: [] } },
      { id: "trivy:DS-0025", options: { packageManagers: ["apk"], scope: "every-stage", accept: [] } },
      { id: "semgrep:missing-apk-no-cache", options: { packageManagers: ["apk"], scope: "every-stage", accept: [] } },
      { id: "kics:Apk Add Using Local Cache Path", options: { packageManagers: ["apk"], scope: "every-stage", accept: [] } },
      { id: "dockerfilelint:apkadd-missing_nocache_or_updaterm", options: { packageManagers: ["apk"], scope: "every-stage", accept: ["removal-with-update"] } },
      { id: "hadolint:DL3009", options: { packageManagers: ["apt"], accept: [] } },
      { id: "semgrep:remove-package-lists", options: { packageManagers: ["apt"], accept: [] } },
      { id: "dockerfilelint:apt-get_missing_rm", options: { packageManagers: ["apt"], accept: [] } },
      { id: "semgrep:remove-package-cache", options: { packageManagers: ["apt"], scope: "every-stage", aptParts: "archives", accept: [] } },
      { id: "kics:Apt Get Install Lists Were Not Deleted", options: { packageManagers: ["apt"], scope: "every-stage", aptParts: "either", accept: [] } },
      { id: "hadolint:DL3040", options: { packageManagers: ["dnf"], scope: "every-stage" } },
      { id: "trivy:DS-0019", options: { packageManagers: ["dnf"], scope: "every-stage" } },
      { id: "trivy:DS-0027", options: { packageManagers: ["dnf"], scope: "every-stage" } },
      { id: "semgrep:missing-dnf-clean-all", options: { packageManagers: ["dnf"], scope: "every-stage" } },
      { id: "kics:Missing Dnf Clean All", options: { packageManagers: ["dnf"], scope: "final-stage", cleanUp: "stage" } },
      { id: "hadolint:DL3032", options: { packageManagers: ["yum"], scope: "every-stage" } },
      { id: "trivy:DS-0015", options: { packageManagers: ["yum"], scope: "every-stage" } },
      { id: "semgrep:missing-yum-clean-all", options: { packageManagers: ["yum"], scope: "every-stage" } },
      { id: "kics:Yum Clean All Missing", options: { packageManagers: ["yum"], scope: "final-stage", cleanUp: "same-run-text" } },
      { id: "hadolint:DL3036", options: { packageManagers: ["zypper"], scope: "every-stage" } },
      { id: "trivy:DS-0020", options: { packageManagers: ["zypper"], scope: "every-stage" } },
      { id: "semgrep:missing-zypper-clean", options: { packageManagers: ["zypper"], scope: "every-stage" } },
      { id: "kics:Missing Zypper Clean", options: { packageManagers: ["zypper"], scope: "final-stage", cleanUp: "stage" } },
      { id: "hadolint:DL3042", options: { packageManagers: ["pip"], scope: "every-stage", accept: [] } },
      { id: "kics:Pip install Keeping Cached Packages", options: { packageManagers: ["pip"], scope: "every-stage", accept: [] } },
      { id: "semgrep:missing-pip-no-cache-dir", options: { packageManagers: ["pip"], scope: "every-stage", accept: ["local-project"] } },
      { id: "hadolint:DL3060", options: { packageManagers: ["yarn"] } },
      { id: "kics:Run yarn clean after yarn install", options: { packageManagers: ["yarn"], scope: "every-stage", cleanUp: "stage" } },
      { id: "tally:tally/ruby/leftover-bundler-cache", options: { packageManagers: ["bundler"], cleanUp: "stage", accept: ["development-stage"] } },
    ],
  },
  on: "stage",
  needs: { instructions: ["RUN"] },
  options: OPTIONS,

  *check(stage, { options }) {
    if (isAccepted(stage, options)) return;
    const inScope = isInScope(stage, options);
    for (const step of stage.steps) {
      // What ONBUILD triggers runs in a stage that this file does not show.
      const deferred = step.instruction.trigger !== undefined && options.scope === "shipped-stages";
      if (effective(step.instruction).keyword !== "RUN" || !(inScope || deferred)) continue;
      const calls = step.commands.flatMap((command): Call[] => (command.package ? [{ command, call: command.package }] : []));
      for (const manager of options.packageManagers) yield* findings(LOOKS[manager]({ stage, step, calls, options }));
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.21
        RUN apk add --virtual .build gcc
      `,
      good: dockerfile`
        FROM alpine:3.21
        RUN apk add --no-cache --virtual .build gcc
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.13
        COPY requirements.txt .
        RUN python3 -m pip install -r requirements.txt && pip install gunicorn
      `,
      good: dockerfile`
        FROM python:3.13
        COPY requirements.txt .
        RUN python3 -m pip install --no-cache-dir -r requirements.txt && pip install --no-cache-dir gunicorn
      `,
    },
    {
      about: "A cache mount, pip's own variable and a cache that the RUN removes pass",
      bad: dockerfile`
        FROM fedora:41
        RUN dnf install -y git
        RUN yum install -y make
      `,
      good: dockerfile`
        FROM fedora:41
        ENV PIP_NO_CACHE_DIR=1
        RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y git
        RUN pip install flask && yum install -y make && yum -y clean all

        FROM python:3.13-alpine
        RUN apk add --update gcc && pip install flask && rm -r ~/.cache && rm /var/cache/apk/*
      `,
      fixed: dockerfile`
        FROM fedora:41
        RUN dnf install -y git && dnf clean all
        RUN yum install -y make && yum clean all
      `,
    },
    {
      about: "Builder stages pass unless they are asked for",
      options: { packageManagers: ["zypper", "yarn"], scope: "every-stage" },
      bad: dockerfile`
        FROM opensuse/leap:15.6 AS build
        RUN zypper install -y gcc

        FROM node:22
        RUN yarn install --frozen-lockfile
      `,
      good: dockerfile`
        FROM opensuse/leap:15.6 AS build
        RUN zypper install -y gcc && zypper cc

        FROM node:22
        RUN yarn install --frozen-lockfile && yarn cache clean
      `,
      fixed: dockerfile`
        FROM opensuse/leap:15.6 AS build
        RUN zypper install -y gcc && zypper clean

        FROM node:22
        RUN yarn install --frozen-lockfile && yarn cache clean
      `,
    },
    {
      options: { packageManagers: ["bundler"], cleanUp: "stage", accept: ["development-stage"] },
      bad: dockerfile`
        FROM ruby:3.4
        COPY Gemfile Gemfile.lock ./
        RUN bundle install
      `,
      good: dockerfile`
        FROM ruby:3.4
        COPY Gemfile Gemfile.lock ./
        RUN bundle install && rm -rf ~/.bundle /usr/local/bundle/cache /usr/local/bundle/ruby/*/cache
      `,
    },
  ],
});

type Manager = Options["packageManagers"][number];

const LOOKS: Readonly<Record<Manager, (place: Place) => Iterable<Leftover>>> = {
  apk: apkLeftovers, apt: aptLeftovers, bundler: bundlerLeftovers, dnf: dnfLeftovers, pip: pipLeftovers, yarn: yarnLeftovers, yum: yumLeftovers, zypper: zypperLeftovers,
};

/** One finding tells of all that a manager leaves in a RUN. */
function* findings(found: Iterable<Leftover>): Iterable<Finding> {
  const [first, ...others] = found;
  if (!first) return;
  const edits = [first, ...others].flatMap(({ fix }) => fix?.edits ?? []);
  yield {
    at: first.call.command.span,
    message: first.message,
    related: others.map(({ call }) => ({ at: call.command.span, note: "here too" })),
    ...(first.fix ? { fix: { ...first.fix, edits } } : {}),
  };
}

function isAccepted(stage: Stage, { accept }: Options): boolean {
  return accept.includes("development-stage") && stage.purpose !== undefined;
}

function isInScope(stage: Stage, { scope }: Options): boolean {
  return scope === "every-stage" || (scope === "final-stage" ? stage.isFinal : stage.shipped);
}

function* apkLeftovers({ step, calls, options }: Place): Iterable<Leftover> {
  if (hasMount(step, /^\/var\/cache\/apk$/)) return;
  for (const found of calls.filter(({ call }) => call.manager === "apk" && call.subcommand === "add")) {
    if (found.call.flags.some(({ raw }) => raw === "--no-cache")) continue;
    if (options.accept.includes("cache-removal") && (found.call.hasFlag("--no-network") || removesCache(step, found.command, "apk"))) continue;
    if (options.accept.includes("removal-with-update") && found.call.hasFlag("--update", "-U") && emptiesApkCache(step, found)) continue;
    yield { call: found, message: "apk keeps its index in the image: --no-cache is missing", fix: argumentFix(found, "--no-cache") };
  }
}

function* aptLeftovers(place: Place): Iterable<Leftover> {
  const { step, calls, options } = place;
  const apt = calls.filter(({ call }) => ["apt-get", "apt", "aptitude"].includes(call.manager));
  if (hasMount(step, /^\/var\/lib\/apt\/lists$/) || (hasMount(step, /^\/var\/lib\/apt$/) && hasMount(step, /^\/var\/cache\/apt$/))) return;
  if (options.aptParts === "lists") {
    const update = apt.find(({ call }) => call.action === "update-index");
    const last = apt.findLast(({ call }) => call.action === "update-index");
    if (!update || !last || removesBehind(step, last, /^\/var\/lib\/apt(?:\/lists)?$/)) return;
    if (options.accept.includes("cache-removal") && removesCache(step, last.command, "apt")) return;
    yield { call: update, message: "the package index stays in the image: `rm -rf /var/lib/apt/lists/*` is missing", fix: mayDropLists(place) ? appendFix(place, update, "rm -rf /var/lib/apt/lists/*") : undefined };
    return;
  }
  const installs = apt.filter(({ call }) => call.manager === "apt-get" && call.subcommand === "install");
  const install = installs.at(-1);
  if (!install) return;
  const behind = step.commands.slice(step.commands.indexOf(install.command) + 1);
  const cleaned = behind.some((command) => command.package?.manager === "apt-get" && command.package.subcommand === "clean");
  const removed = options.aptParts === "either" && behind.some((command) => command.name === "rm" && isForced(command));
  if (!cleaned && !removed) yield { call: install, message: "downloaded packages stay in the image: `apt-get clean` is missing", fix: appendFix(place, install, "apt-get clean") };
}

function* dnfLeftovers(place: Place): Iterable<Leftover> {
  const asking = place.options.cleanUp === "stage" ? ["install", "in", "reinstall", "rei"] : ["install", "in", "reinstall", "rei", "upgrade", "up", "upgrade-minimal", "up-min"];
  for (const program of ["dnf", "microdnf"]) {
    const last = place.calls.findLast(({ call }) => call.manager === program && asking.includes(call.subcommand));
    if (!last || hasMount(place.step, /^\/var\/cache\/libdnf5$/)) continue;
    if (place.options.cleanUp === "stage" ? cleanedLater(place, last, (call) => call.manager === program && call.subcommand === "clean") : isCleaned(place, last, program, /^\/var\/cache\/(?:yum|libdnf5\*?|dnf)$/)) continue;
    yield { call: last, message: `${program} keeps its downloads and index in the image: \`${program} clean all\` is missing`, fix: appendFix(place, last, `${program} clean all`) };
  }
}

function* yumLeftovers(place: Place): Iterable<Leftover> {
  const last = place.calls.findLast(({ call }) => call.manager === "yum" && call.subcommand === "install");
  if (!last || isCleaned(place, last, "yum", /^\/var\/cache\/yum$/)) return;
  yield { call: last, message: "yum keeps its downloads and index in the image: `yum clean all` is missing", fix: appendFix(place, last, "yum clean all") };
}

function* zypperLeftovers(place: Place): Iterable<Leftover> {
  const asking = ["install", "in", "remove", "rm", "source-install", "si", "patch"];
  const wide = [...asking, "update", "up", "dist-upgrade", "dup"];
  const last = place.calls.findLast(({ call }) => call.manager === "zypper" && (place.options.cleanUp === "stage" ? wide : asking).includes(call.subcommand));
  if (!last || hasMount(place.step, /^\/var\/cache\/zypp$/)) return;
  const cleans = (call: PackageCommand): boolean => call.manager === "zypper" && call.action === "clean";
  if (place.options.cleanUp === "stage" ? anywhere(place, cleans) : behindIn(place, last).some(({ call }) => cleans(call))) return;
  yield { call: last, message: "zypper keeps its index in the image: `zypper clean` is missing", fix: appendFix(place, last, "zypper clean") };
}

function* pipLeftovers({ step, calls, options }: Place): Iterable<Leftover> {
  if (hasMount(step, /\/\.cache(?:\/pip)?$|\/pip(?:-cache)?$/)) return;
  for (const found of calls.filter(({ call }) => call.manager === "pip" && call.subcommand === "install")) {
    if (found.call.hasFlag("--no-cache-dir") || isTrue(found.command.env.get("PIP_NO_CACHE_DIR")?.value) || isExported(step, found)) continue;
    if (options.accept.includes("cache-removal") && removesCache(step, found.command, "pip")) continue;
    if (options.accept.includes("local-project") && found.call.requirementFiles.length === 0 && found.call.packages.length > 0 && found.call.packages.every(({ source }) => source === "local")) continue;
    if (found.command.env.get("PIP_CACHE_DIR")?.value !== undefined && step.mounts.some(({ target }) => target === found.command.env.get("PIP_CACHE_DIR")?.value)) continue;
    yield { call: found, message: "pip keeps its downloads in the image: --no-cache-dir is missing", fix: argumentFix(found, "--no-cache-dir") };
  }
}

function* yarnLeftovers(place: Place): Iterable<Leftover> {
  const last = place.calls.findLast(({ call }) => call.manager === "yarn" && call.subcommand === "install");
  if (!last || hasMount(place.step, /\.cache\/yarn$/)) return;
  const cleans = (call: PackageCommand): boolean => call.manager === "yarn" && call.subcommand === "cache clean";
  if (place.options.cleanUp === "stage" ? anywhere(place, cleans) : behindIn(place, last).some(({ call }) => cleans(call))) return;
  yield { call: last, message: "yarn keeps its downloads in the image: `yarn cache clean` is missing", fix: appendFix(place, last, "yarn cache clean") };
}

function* bundlerLeftovers(place: Place): Iterable<Leftover> {
  const last = place.calls.findLast(({ call }) => call.manager === "bundler" && call.subcommand === "install");
  if (!last || !isRuby(place.stage) || hasMount(place.step, /bundle/)) return;
  const commands = place.options.cleanUp === "stage" ? place.stage.commands : place.step.commands;
  const behind = commands.slice(commands.indexOf(last.command) + 1);
  const removed = behind.some((command) => command.name === "rm" && command.args.some(({ raw }) => /\.bundle\b|^(?:(?!bundle)[^])*bundle[^]*cache|^(?:(?!\bcache\b)[^])*\bcache\b[^]*\.gem|\/cache(?:\/|\*|$)/i.test(raw)));
  if (removed || behind.some((command) => command.package?.manager === "bundler" && command.package.subcommand === "clean" && command.package.hasFlag("--force"))) return;
  const gems = place.step.before.env.get("BUNDLE_PATH")?.value ?? "/usr/local/bundle";
  const fix = /^[\w./-]+$/.test(gems) ? appendFix(place, last, `rm -rf ~/.bundle ${gems}/cache ${gems}/ruby/*/cache`) : undefined;
  yield { call: last, message: "bundler keeps its downloads in the image: removing ~/.bundle and the cache folders is missing", fix: fix && { ...fix, safe: false } };
}

function isRuby(stage: Stage): boolean {
  const { base } = stage;
  if (base.kind === "stage") return isRuby(base.stage);
  return base.kind === "image" && /(?:^|\/)(?:ruby|jruby|truffleruby)(?:[:@]|$)/.test(base.reference);
}

function behindIn({ step, calls }: Place, { command }: Call): readonly Call[] {
  const from = step.commands.indexOf(command);
  return calls.filter((one) => step.commands.indexOf(one.command) > from);
}

/** `clean all` of the same program, or the removal of its folder, behind the last install. */
function isCleaned(place: Place, last: Call, program: string, folder: RegExp): boolean {
  const cleans = (call: PackageCommand): boolean => call.manager === program && call.subcommand === "clean" && call.subcommandSpan !== undefined;
  const all = ({ command }: Call): boolean => command.args.some(({ raw }) => raw === "all");
  const { cleanUp } = place.options;
  if (cleanUp === "same-run-text" && /\bclean\s+all\b/.test(textBehind(place.step, last))) return true;
  if (behindIn(place, last).some((one) => cleans(one.call) && all(one))) return true;
  return cleanUp === "same-run" && removesBehind(place.step, last, folder);
}

function textBehind(step: Step, { command }: Call): string {
  const { document } = command.span;
  return document.slice(command.nameSpan.end, step.instruction.span.end).replace(/\\\r?\n/g, " ");
}

/** In the same RUN behind the install, or in any later RUN of the stage. */
function cleanedLater(place: Place, last: Call, cleans: (call: PackageCommand) => boolean): boolean {
  const { commands } = place.stage;
  return commands.slice(commands.indexOf(last.command) + 1).some((command) => command.package !== undefined && cleans(command.package));
}

function anywhere({ stage }: Place, cleans: (call: PackageCommand) => boolean): boolean {
  return stage.commands.some((command) => command.package !== undefined && cleans(command.package));
}

/** `rm -rf` of a folder or of all in it, in the same RUN behind a command. */
function removesBehind(step: Step, { command }: Call, folder: RegExp): boolean {
  const from = step.commands.indexOf(command);
  return step.commands.slice(from + 1).some((later) => later.name === "rm" && isForced(later) && later.args.some(({ raw }) => folder.test(raw.replace(/["']/g, "").replace(/(?<!\/)\/+\*?$/, ""))));
}

function isForced({ args }: Command): boolean {
  const has = (letter: RegExp, long: string): boolean => args.some(({ raw }) => raw === long || (/^-[A-Za-z]+$/.test(raw) && letter.test(raw)));
  return has(/[rR]/, "--recursive") && has(/f/, "--force");
}

/** Only `/var/cache/apk/*`, as the folder itself must stay. */
function emptiesApkCache(step: Step, { command }: Call): boolean {
  return step.commands.slice(step.commands.indexOf(command) + 1).some((later) => later.name === "rm" && isForced(later) && later.args.some(({ raw }) => /^["']?\/var\/cache\/apk\/\*["']?$/.test(raw)));
}

function hasMount(step: Step, target: RegExp): boolean {
  return step.mounts.some((mount) => (mount.type === "cache" || mount.type === "tmpfs") && target.test(mount.target ?? ""));
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|on|yes|true)$/i.test(value);
}

/** `export PIP_NO_CACHE_DIR=1` in the same RUN before the install. */
function isExported(step: Step, { command }: Call): boolean {
  return step.commands.slice(0, step.commands.indexOf(command)).some(({ name, args }) => name === "export" && args.some(({ raw }) => isTrue(/^PIP_NO_CACHE_DIR=["']?(\w+)/.exec(raw)?.[1])));
}

function argumentFix({ command, call }: Call, flag: string): Fix | undefined {
  const word = command.args.find(({ span }) => span.start === call.subcommandSpan?.start);
  return word && { title: `add ${flag}`, safe: true, edits: [insertArgument(command, word, ` ${flag}`.trim())] };
}

function appendFix({ step }: Place, { command }: Call, text: string): Fix | undefined {
  const edit = appendToRun(step, command, text);
  return edit && { title: `add \`${text}\``, safe: true, edits: [edit] };
}

/** No later step of this stage, and no stage on top of it, installs from the lists without an update of its own. */
function mayDropLists({ stage, step }: Place): boolean {
  if (stage.dockerfile.stages.some(({ base }) => base.kind === "stage" && base.stage === stage)) return false;
  return stage.steps.slice(stage.steps.indexOf(step) + 1).every((later) => {
    const calls = later.commands.filter((command) => command.package?.manager.startsWith("apt"));
    return calls.length === 0 || calls[0]?.package?.action === "update-index";
  });
}
