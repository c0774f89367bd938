import { dockerfile, rule, type Stage, type Step } from "#rule";

export default rule({
  id: "root-user",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The container runs as root",
  why: "Whoever gets into a container that runs as root owns every file in it, every mounted volume, and is one kernel fault away from the host.",
  remedy: "End the stage with a USER that is not root, and give that user the files it writes.",
  securitySeverity: 5.0,
  peers: {
    same: [
      { id: "tally:hadolint/DL3002" },
      { id: "kics:Last User Is 'root'" },
      { id: "semgrep:last-user-is-root" },
      { id: "checkov:CKV_DOCKER_8" },
      { id: "hadolint:DL3002", options: { scope: "every-stage" } },
      { id: "trivy:DS-0002", options: { includeUnset: true } },
      { id: "tally:tally/stateful-root-runtime", options: { includeUnset: true, onlyWithState: true } },
    ],
    near: ["kics:Missing User Instruction"],
  },
  options: {
    scope: {
      values: ["every-stage", "final-stage"],
      default: "final-stage",
      meaning: "every-stage: the last USER of each stage counts.",
    },
    includeUnset: {
      values: [false, true],
      default: false,
      meaning: "true: a final stage without USER counts as root.",
    },
    onlyWithState: {
      values: [false, true],
      default: false,
      meaning: "true: only where the stage has a VOLUME, or a WORKDIR, COPY or ADD target or mkdir at /data, /srv or below /var/lib, log, cache, run or spool (relative paths and parents resolved); a privilege drop in the effective entry point or its copied script and known non-root bases pass.",
    },
  },
  on: "dockerfile",

  *check(file, { options, project }) {
    const stages = options.scope === "every-stage" ? file.stages : file.stages.filter((stage) => stage.isFinal);
    for (const stage of stages) {
      const user = stage.steps.findLast(({ instruction }) => instruction.keyword === "USER")?.instruction;
      const isRoot = user ? /^["']?(root|0)["']?(:|$)/i.test(user.words[0]?.raw ?? "") : options.includeUnset && runsAsRoot(stage);
      if (!isRoot) continue;
      if (options.onlyWithState && (stage.os === "windows" || !keepsState(stage) || dropsRights(stage, project.containers.filter((one) => one.stage === stage)))) continue;
      yield { at: (user ?? stage.from).headSpan, message: user ? "the last USER is root" : "no USER is set, so the container runs as root" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        USER app
        USER root:root
      `,
      good: dockerfile`
        FROM debian:12 AS build
        USER root
        RUN make

        FROM debian:12
        USER 0
        RUN apt-get install -y curl
        USER app
      `,
    },
    {
      options: { scope: "every-stage" },
      bad: dockerfile`
        FROM debian:12 AS build
        USER 0

        FROM debian:12
        USER app
      `,
      good: dockerfile`
        FROM debian:12
      `,
    },
    {
      options: { includeUnset: true, onlyWithState: true },
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -p /var/lib/app
        CMD ["app"]
      `,
      good: dockerfile`
        FROM debian:12
        VOLUME /data
        ENTRYPOINT ["gosu", "app", "server"]
      `,
    },
  ],
});


/** Without USER: root, unless the image at the bottom of its stages says otherwise. */
function runsAsRoot(stage: Stage): boolean {
  const user = stage.end.user;
  if (user !== undefined) return /^(root|0)(:|$)/i.test(user);
  if (stage.base.kind === "stage") return runsAsRoot(stage.base.stage);
  return stage.base.kind === "scratch" || (stage.base.kind === "image" && !nonRootImage.test(stage.base.reference));
}

const nonRootImage = /nonroot|rootless|unprivileged|(^|\/)chainguard\/|^cgr\.dev\//;

/** A volume, or something put or made where services keep their state. */
function keepsState(stage: Stage): boolean {
  return stage.steps.some((step) => step.instruction.keyword === "VOLUME" || targetsOf(step).some(isStatePath));
}

function targetsOf(step: Step): readonly string[] {
  const { keyword, words } = step.instruction;
  if (keyword === "WORKDIR") return [resolve(step.before.cwd, words[0]?.value ?? "")];
  if (step.copy) return step.copy.destination === undefined ? [] : [step.copy.destination];
  const made = step.commands.filter(({ name }) => name === "mkdir");
  return made.flatMap((command) => command.args.flatMap(({ value }) => (value === undefined || value.startsWith("-") ? [] : [resolve(command.cwd, value)])));
}

function resolve(cwd: string | undefined, path: string): string {
  return path.startsWith("/") ? path : `${cwd ?? ""}/${path}`;
}

function isStatePath(path: string): boolean {
  return /^\/+(data|srv|var\/(lib|log|cache|run|spool)(?=\/.))(\/|$)/.test(path);
}

const rightsDroppers = ["gosu", "su-exec", "suexec", "setpriv", "chpst", "s6-setuidgid", "runuser", "setuidgid", "tini-su", "su"];

/** The entry point, or a script that it runs, hands over to another user. */
function dropsRights(stage: Stage, containers: readonly { readonly startCommands: readonly { readonly name: string }[] }[]): boolean {
  const words = [...(stage.image.entrypoint?.words ?? []), ...(stage.image.command?.words ?? [])];
  const named = words.some((word) => rightsDroppers.includes(word.slice(word.lastIndexOf("/") + 1)));
  return named || containers.some((container) => container.startCommands.some(({ name }) => rightsDroppers.includes(name)));
}
