import { dockerfile, insertBefore, removeInstruction, rule, type Command, type Fix, type PackageCommand, type Step } from "#rule";

interface Call {
  readonly step: Step;
  readonly command: Command;
  readonly call: PackageCommand;
  readonly family: string;
}

const FAMILIES: Readonly<Record<string, string>> = {
  "apt-get": "apt", apt: "apt", aptitude: "apt", apk: "apk", yum: "yum", dnf: "dnf", microdnf: "dnf", zypper: "zypper", pacman: "pacman",
};

/** Managers whose installs read the index that an earlier layer holds. */
const REFRESH: Readonly<Record<string, string>> = { apt: "update", apk: "update", zypper: "refresh" };

export default rule({
  id: "stale-package-index",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "unsafe",
  title: "Packages are installed from a cached index",
  why: "A RUN that only updates the package index is cached. When the install below it changes, the index is as old as that layer, and versions in it may be gone from the mirrors.",
  remedy: "Update and install in one RUN: `apt-get update && apt-get install -y ...`.",
  peers: {
    same: [
      { id: "kics:Update Instruction Alone" },
      { id: "trivy:DS-0017", options: { includeUnused: true } },
      { id: "checkov:CKV_DOCKER_5", options: { includeUnused: true } },
      { id: "dockerfilelint:apt-get-update_require_install", options: { includeUnused: true } },
    ],
  },
  on: "stage",
  needs: { instructions: ["RUN"] },
  options: {
    includeUnused: {
      values: [false, true], default: false,
      meaning: "true: any RUN (shell, exec or heredoc) that calls update or up of apt-get, apt, apk, yum, dnf or zypper with no install, add, upgrade, reinstall or the like of the same manager behind it in that RUN, whether or not a later RUN installs; other programs with an `update` word and `update-locale` pass.",
    },
  },

  *check(stage, { options }) {
    const calls = stage.commands.flatMap((command) => callOf(command) ?? []);
    for (const [index, update] of calls.entries()) {
      if (!isUpdate(update)) continue;
      const same = calls.filter(({ family }) => family === update.family);
      const behind = calls.slice(index + 1).filter(({ step, family }) => step === update.step && family === update.family);
      if (behind.some(isInstall)) continue;
      const before = cleansBehind(behind) ? undefined : installBefore(same, update);
      const later = cleansBehind(behind) || hasListMount(update.step) ? undefined : laterInstall(same, update);
      const install = before ?? later;
      if (!install && !options.includeUnused) continue;
      yield {
        at: update.command.span,
        message: install === undefined ? "the package index is updated and nothing is installed with it"
          : before ? "the package index is updated after the install that needs it" : "this layer is cached, so the install below uses an old package index",
        ...(install ? { related: [{ at: install.command.span, note: "installs from that index" }] } : {}),
        ...(later && !before ? fixFor(update, later) : {}),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update
        RUN apt-get install -y curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl
      `,
    },
    {
      about: "The install may stand anywhere below; an update that nobody follows passes",
      bad: dockerfile`
        FROM alpine:3.21
        RUN adduser -D app && apk update
        COPY app /srv/
        RUN apk add curl
      `,
      good: dockerfile`
        FROM alpine:3.21
        RUN apk update
        COPY app /srv/
      `,
      fixed: dockerfile`
        FROM alpine:3.21
        RUN adduser -D app && apk update
        COPY app /srv/
        RUN apk update && apk add curl
      `,
    },
    {
      options: { includeUnused: true },
      bad: dockerfile`
        FROM debian:12
        RUN ["apt-get", "update"]
        CMD ["bash"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt upgrade --yes
        RUN sbt update
      `,
      fixed: null,
    },
  ],
});

function callOf(command: Command): Call | undefined {
  const call = command.package;
  const family = call && FAMILIES[call.manager];
  return family !== undefined && call && command.step ? { step: command.step, command, call, family } : undefined;
}

/** For yum and dnf `update` upgrades; it is taken for the index where it names no package. */
function isUpdate({ call, family }: Call): boolean {
  if (call.packages.length > 0) return false;
  if (family === "pacman") return call.action === "update-index" || call.action === "upgrade";
  if (family === "apk" || family === "apt") return call.action === "update-index";
  return call.action === "update-index" || call.subcommand === "update" || call.subcommand === "up";
}

function isInstall({ call, family }: Call): boolean {
  if (call.action === "install" || call.action === "reinstall") return true;
  return call.action === "upgrade" && (call.packages.length > 0 || (family !== "yum" && family !== "dnf") || !["update", "up"].includes(call.subcommand));
}

/** An install in the same RUN in front of its only update; yum and dnf fetch the index by themselves. */
function installBefore(same: readonly Call[], update: Call): Call | undefined {
  if (REFRESH[update.family] === undefined) return undefined;
  const here = same.slice(0, same.indexOf(update)).filter(({ step }) => step === update.step);
  return here.some(isUpdate) ? undefined : here.find((one) => isInstall(one) && !bringsIndex(one));
}

/** The first install of a later RUN that does not update before it. */
function laterInstall(same: readonly Call[], update: Call): Call | undefined {
  const after = same.slice(same.indexOf(update) + 1).filter(({ step }) => step !== update.step);
  return after.find((one) => one.call.action === "install" && !bringsIndex(one) && !after.some((other) => other.step === one.step && isUpdate(other) && after.indexOf(other) < after.indexOf(one)));
}

/** `apk --no-cache add` and `apk -U add` fetch the index themselves. */
function bringsIndex({ call, family }: Call): boolean {
  return family === "apk" && call.hasFlag("--no-cache", "--update", "--update-cache", "-U");
}

function cleansBehind(behind: readonly Call[]): boolean {
  return behind.some(({ call }) => call.action === "clean");
}

/** The index is kept in a cache mount, not in the layer. */
function hasListMount(step: Step): boolean {
  return step.mounts.some(({ type, target }) => type === "cache" && target !== undefined && /^\/var\/lib\/apt|^\/var\/cache\/(?:apk|dnf|yum|zypp)/.test(target));
}

function fixFor(update: Call, install: Call): { readonly fix?: Fix } {
  const word = REFRESH[update.family];
  if (word === undefined || install.command.dialect === undefined || install.command.wrappers.length > 0 || install.command.shell?.pipeline) return {};
  const alone = update.step.commands.length === 1 && update.step.instruction.heredocs.length === 0 && update.command.dialect !== undefined;
  return {
    fix: {
      title: "update the index in the RUN that installs",
      safe: false,
      edits: [insertBefore(install.command.span, `${update.call.program} ${word} && `), ...(alone ? [removeInstruction(update.step.instruction)] : [])],
    },
  };
}
