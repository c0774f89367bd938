import { cacheOffFlags, dockerfile, emptiesCache, removeWord, rule, type Command, type Finding, type RunMount, type Stage, type Step } from "#rule";

interface Folder {
  readonly managers: readonly string[];
  readonly target: RegExp;
}

const FOLDERS: readonly Folder[] = [
  { managers: ["pip"], target: /\/\.cache(?:\/pip)?$|\/pip$/ },
  { managers: ["uv"], target: /\/\.cache(?:\/uv)?$/ },
  { managers: ["apt-get", "apt", "aptitude"], target: /^\/var\/cache\/apt(?:\/archives)?$/ },
  { managers: ["apk"], target: /^(?:\/var\/cache|\/etc\/apk\/cache|\/var\/cache\/apk)$/ },
  { managers: ["dnf", "microdnf", "yum"], target: /^\/var\/cache\/(?:dnf|yum|libdnf5)$/ },
  { managers: ["zypper"], target: /^\/var\/cache\/zypp(?:er)?$/ },
  { managers: ["npm"], target: /\/\.npm$/ },
  { managers: ["yarn"], target: /\/\.cache(?:\/yarn)?$|\/\.yarn(?:\/cache)?$/ },
];

export default rule({
  id: "emptied-cache-mount",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  fix: "safe",
  title: "A cache mount is emptied or not used",
  why: "A cache mount never becomes part of the image, so nothing is saved by cleaning it: the next build only downloads everything again.",
  remedy: "Take out the clean-up, or the cache mount.",
  on: "stage",
  needs: { instructions: ["RUN"], words: ["--mount"] },

  *check(stage) {
    for (const step of stage.steps) {
      const mounts = step.mounts.filter(({ type, target }) => type === "cache" && target !== undefined);
      if (mounts.length === 0) continue;
      yield* removals(step, mounts);
      for (const command of step.commands) yield* disabled(command, mounts);
      yield* dockerClean(stage, step, mounts);
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM python:3.13
        COPY requirements.txt .
        RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r requirements.txt
      `,
      good: dockerfile`
        FROM python:3.13
        COPY requirements.txt .
        RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
      `,
    },
    {
      bad: dockerfile`
        FROM fedora:41
        RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y git && dnf clean all
        RUN --mount=type=cache,target=/var/cache/build make && rm -rf /var/cache/build/*
      `,
      good: dockerfile`
        FROM fedora:41
        RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y git
        RUN --mount=type=cache,target=/var/cache/build make && rm -rf /var/cache/other
      `,
      fixed: null,
    },
    {
      about: "Debian's and Ubuntu's images delete each downloaded package by themselves",
      bad: dockerfile`
        FROM debian:12
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y git
      `,
      good: dockerfile`
        FROM debian:12
        RUN rm -f /etc/apt/apt.conf.d/docker-clean
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y git
      `,
      fixed: null,
    },
  ],
});

function* removals(step: Step, mounts: readonly RunMount[]): Iterable<Finding> {
  for (const change of step.changes) {
    const mount = change.kind === "remove" && change.recursive ? mounts.find(({ target }) => change.path === target || target?.startsWith(`${change.path}/`)) : undefined;
    if (mount) yield { at: change.span, message: `this deletes what the cache mount ${mount.target ?? ""} is for`, related: [{ at: mount.span, note: "the cache" }] };
  }
}

function* disabled(command: Command, mounts: readonly RunMount[]): Iterable<Finding> {
  const call = command.package;
  const known = call && FOLDERS.find(({ managers }) => managers.includes(call.manager));
  const mount = known && mounts.find(({ target }) => known.target.test(target ?? ""));
  if (!call || !known || !mount) return;
  const related = [{ at: mount.span, note: "the cache" }];
  for (const flag of cacheOffFlags(call)) {
    const fix = command.dialect === undefined ? {} : { fix: { title: `take out ${flag.raw}`, safe: true, edits: [removeWord(flag.span)] } };
    yield { at: flag.span, message: `${flag.raw} keeps ${call.program} from using the cache mount ${mount.target ?? ""}`, related, ...fix };
  }
  if (emptiesCache(call, command.args)) yield { at: command.span, message: `this empties the cache mount ${mount.target ?? ""}`, related };
}

/** The images' own configuration, unless the file says otherwise. */
function* dockerClean(stage: Stage, step: Step, mounts: readonly RunMount[]): Iterable<Finding> {
  const mount = mounts.find(({ target }) => target === "/var/cache/apt" || target === "/var/cache/apt/archives");
  if (!mount || !step.commands.some((command) => command.package?.action === "install" && command.package.manager.startsWith("apt"))) return;
  if (!isDebian(stage) || /docker-clean|keep-downloaded-packages/i.test(stage.dockerfile.document.text)) return;
  yield { at: mount.span, message: "the base image deletes downloaded packages after each install (/etc/apt/apt.conf.d/docker-clean), so this cache stays empty" };
}

function isDebian(stage: Stage): boolean {
  const { base } = stage;
  if (base.kind === "stage") return isDebian(base.stage);
  return base.kind === "image" && /^(?:docker\.io\/)?(?:library\/)?(?:debian|ubuntu)(?:[:@]|$)/.test(base.reference);
}
