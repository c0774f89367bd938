import { accountChanges, dockerfile, dropsPrivileges, effective, insertInstructionAfter, insertInstructionBefore, rule, startsAsRoot, type Fix, type Stage } from "#rule";

export default rule({
  id: "missing-user",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "No USER is set",
  why: "Without USER the container runs as root. Whoever gets into it owns every file in it and every volume, and is one kernel fault away from the host.",
  remedy: "End the last stage with a USER that is not root.",
  securitySeverity: 4.0,
  peers: {
    same: [
      { id: "kics:Missing User Instruction", options: { accept: [] } },
      { id: "checkov:CKV_DOCKER_3", options: { accept: [] } },
      { id: "semgrep:missing-user", options: { accept: [] } },
      { id: "semgrep:missing-user-entrypoint", options: { accept: [] } },
    ],
    near: ["trivy:DS-0002"],
  },
  on: "dockerfile",
  fix: "unsafe",
  options: {
    accept: {
      values: ["privilege-drop", "windows"], default: ["privilege-drop", "windows"],
      meaning: "What passes besides. privilege-drop: the entry point, its script or a base image known for it goes on as another user (gosu, su-exec, setpriv); windows: a Windows image, which knows no root.",
    },
  },

  *check(file, { options }) {
    const stage = file.finalStage;
    if (!stage || stage.base.kind === "scratch") return;
    const hasUser = stage.lineage.some(({ steps }) => steps.some(({ instruction }) => effective(instruction).keyword === "USER" || instruction.keyword === "USER"));
    if (hasUser || !startsAsRoot(stage)) return;
    if (options.accept.includes("windows") && stage.os === "windows") return;
    if (options.accept.includes("privilege-drop") && dropsPrivileges(stage) === "yes") return;
    yield { at: stage.from.headSpan, message: `no USER is set, so the container runs as ${rootOf(stage)}`, fix: userFix(stage) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY app /srv/app
        CMD ["/srv/app"]
      `,
      good: dockerfile`
        FROM debian:12
        COPY app /srv/app
        USER 65532:65532
        CMD ["/srv/app"]
      `,
    },
    {
      about: "An entry point that goes on as another user",
      bad: dockerfile`
        FROM example.com/team/base:2
        COPY app /srv/app
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y gosu && rm -rf /var/lib/apt/lists/*
        COPY docker-entrypoint.sh /usr/local/bin/
        ENTRYPOINT ["docker-entrypoint.sh"]
        CMD ["/srv/app"]
      `,
      fixed: dockerfile`
        FROM example.com/team/base:2
        COPY app /srv/app
        USER 65532:65532
      `,
    },
    {
      about: "The stage that it builds on, a base that does not run as root, and scratch pass",
      bad: dockerfile`
        FROM debian:12
        RUN useradd --system app
      `,
      good: dockerfile`
        FROM debian:12 AS base
        USER app

        FROM base
        CMD ["/srv/app"]
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN useradd --system app
        USER app
      `,
    },
  ],
});

/** What nobody can know of an image that is not looked at is not said. */
function rootOf({ end, baseEnvironmentKnown, origin }: Stage): string {
  return end.user !== undefined || baseEnvironmentKnown || !origin ? "root" : `root unless ${origin.repository} says otherwise`;
}

/** In front of what the container starts: the user that the stage creates, else a number that every image takes. */
function userFix(stage: Stage): Fix {
  const user = accountChanges(stage).findLast(({ kind }) => kind === "user")?.user ?? "65532:65532";
  const start = stage.steps.find(({ instruction }, at) => isStart(instruction.keyword) && stage.steps.slice(at).every((later) => isStart(later.instruction.keyword)));
  const last = stage.steps.at(-1)?.instruction ?? stage.from;
  const edit = start ? insertInstructionBefore(stage.dockerfile.tree, start.instruction, `USER ${user}`) : insertInstructionAfter(last, `USER ${user}`);
  return { title: `run as ${user}`, safe: false, edits: [edit] };
}

function isStart(keyword: string): boolean {
  return ["CMD", "ENTRYPOINT", "HEALTHCHECK", "STOPSIGNAL", "EXPOSE"].includes(keyword);
}
