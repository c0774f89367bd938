import { dockerfile, rule, type Stage, type Step, type Word } from "#rule";

export default rule({
  id: "relative-workdir",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A relative WORKDIR depends on the base image",
  why: "A relative WORKDIR is added to whatever directory the base image left. When the base changes its own, the files of this image land somewhere else.",
  remedy: "Start with an absolute path: `WORKDIR /app`.",
  peers: {
    same: [
      { id: "buildkit:WorkdirRelativePath" },
      { id: "hadolint:DL3000", options: { accept: ["drive-path"] } },
      { id: "kics:WORKDIR Path Not Absolute", options: { accept: ["drive-path"] } },
      { id: "trivy:DS-0009", options: { accept: ["drive-path"] } },
      { id: "checkov:CKV_DOCKER_10", options: { accept: ["drive-path"] } },
      { id: "semgrep:use-absolute-workdir", options: { accept: ["drive-path"] } },
    ],
  },
  options: {
    accept: {
      values: ["after-absolute", "drive-path"],
      default: ["after-absolute"],
      meaning: "after-absolute: a relative path passes once the stage, or one that it builds on, has a WORKDIR: an absolute one fixes the place, a relative one is told of already; drive-path: Windows drive paths pass on any image.",
    },
  },
  on: "stage",
  needs: { instructions: ["WORKDIR"] },

  *check(stage, { options }) {
    const firstOnly = options.accept.includes("after-absolute");
    if (firstOnly && parentsSetOne(stage)) return;
    for (const step of stage.steps) {
      const word = step.instruction.keyword === "WORKDIR" ? step.instruction.words[0] : undefined;
      if (!word) continue;
      const path = pathOf(word, step);
      if (path !== undefined && !isAbsolute(path, step, options.accept.includes("drive-path"))) {
        yield { at: word.span, message: `WORKDIR ${word.value} is relative to a directory that the base image chooses` };
      }
      if (firstOnly) return;
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        WORKDIR app
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /app
      `,
    },
    {
      about: "Once an absolute path is in force, here from the stage it builds on, a relative one is certain",
      bad: dockerfile`
        FROM debian:12 AS base
        ENV SUB=app
        WORKDIR $SUB
      `,
      good: dockerfile`
        FROM debian:12 AS base
        WORKDIR /srv

        FROM base
        WORKDIR app
      `,
    },
    {
      about: "A drive path means nothing on Linux",
      bad: dockerfile`
        FROM debian:12
        WORKDIR "C:/app"
      `,
      good: dockerfile`
        # escape=\`
        FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
        WORKDIR C:\app
      `,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        WORKDIR /srv
        WORKDIR app
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /srv
        WORKDIR /srv/app
      `,
    },
  ],
});


/** The path with a leading variable resolved; undefined where that variable is unknown. */
function pathOf(word: Word, step: Step): string | undefined {
  const first = word.variables[0];
  const value = word.value.replace(/^["']/, "");
  if (!first || !value.startsWith("$")) return value;
  const known = step.before.env.get(first.name)?.value ?? step.before.args.get(first.name)?.value;
  if (known !== undefined && known !== "") return known;
  return first.modifier === ":-" || first.modifier === "-" ? first.operand : undefined;
}

function isAbsolute(path: string, step: Step, drivesPass: boolean): boolean {
  if (path.startsWith("/") || path.startsWith("\\")) return true;
  return /^[A-Za-z]:/.test(path) && (drivesPass || buildsOnWindows(step));
}

function buildsOnWindows({ before, dockerfile: { tree }, stage }: Step): boolean {
  const windowsShell = before.shell.dialect === "powershell" || before.shell.dialect === "cmd";
  const platform = stage?.from.flags.find((flag) => flag.name === "platform")?.value?.value ?? "";
  const image = stage?.from.words[0]?.value ?? "";
  return windowsShell || tree.escape === "`" || platform.startsWith("windows") || /(^|[/:-])(windows|nanoserver|servercore|windowsservercore)/.test(image);
}

/** True where a stage that this one builds on has a WORKDIR. */
function parentsSetOne(stage: Stage): boolean {
  for (let parent = parentOf(stage); parent; parent = parentOf(parent)) if (parent.steps.some(({ instruction }) => instruction.keyword === "WORKDIR")) return true;
  return false;
}

function parentOf(stage: Stage): Stage | undefined {
  return stage.base.kind === "stage" ? stage.base.stage : undefined;
}
