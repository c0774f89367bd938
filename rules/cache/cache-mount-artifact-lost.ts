import { dockerfile, rule, type Dockerfile, type RunMount, type Span, type Stage, type Step } from "#rule";

export default rule({
  id: "cache-mount-artifact-lost",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A result was left in a cache mount",
  why: "A cache mount is there only while its RUN runs. What is written into it is not part of the image, so a later step that asks for it finds nothing.",
  remedy: "Copy the result out of the cached folder at the end of the same RUN.",
  on: "dockerfile",
  needs: { instructions: ["RUN"], words: ["--mount"] },

  *check(model) {
    for (const stage of model.stages) {
      for (const { step, mount, target } of cacheMounts(stage)) {
        for (const use of usesOf(model, stage, step)) {
          if (!isBelow(use.path, target) || isProvided(stage, use.path, target) || use.step.mounts.some((other) => other.target === target)) continue;
          yield {
            at: use.span,
            message: `${use.path} lies in the cache mount ${target} and is not in the image`,
            related: [{ at: mount.span, note: "everything below the target is gone when this RUN ends" }],
          };
        }
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM rust:1.84 AS build
        WORKDIR /src
        COPY . .
        RUN --mount=type=cache,target=/src/target cargo build --release

        FROM debian:12
        COPY --from=build /src/target/release/app /usr/local/bin/app
      `,
      good: dockerfile`
        FROM rust:1.84 AS build
        WORKDIR /src
        COPY . .
        RUN --mount=type=cache,target=/src/target cargo build --release && cp target/release/app /app

        FROM debian:12
        COPY --from=build /app /usr/local/bin/app
      `,
    },
    {
      bad: dockerfile`
        FROM golang:1.24
        WORKDIR /src
        RUN --mount=type=cache,target=/out go build -o /out/server .
        CMD ["/out/server"]
      `,
      good: dockerfile`
        FROM golang:1.24
        WORKDIR /src
        RUN --mount=type=cache,target=/root/.cache/go-build go build -o /out/server .
        CMD ["/out/server"]
      `,
    },
  ],
});

interface Use {
  readonly path: string;
  readonly span: Span;
  readonly step: Step;
}

function* cacheMounts(stage: Stage): Iterable<{ readonly step: Step; readonly mount: RunMount; readonly target: string }> {
  const seen = new Set<string>();
  for (const step of stage.steps) {
    for (const mount of step.mounts) {
      if (mount.type !== "cache" || mount.target === undefined || seen.has(mount.target)) continue;
      seen.add(mount.target);
      yield { step, mount, target: mount.target };
    }
  }
}

/** Paths that something asks for after a step: copies out of the stage, and what the stage itself starts. */
function* usesOf(model: Dockerfile, stage: Stage, after: Step): Iterable<Use> {
  for (const step of model.steps) {
    if (step.copy?.from.kind !== "stage" || step.copy.from.stage !== stage) continue;
    for (const { raw, span } of step.copy.sources) if (!/[$*?[]/.test(raw)) yield { path: absolute("/", raw), span, step };
  }
  for (const step of stage.steps.slice(stage.steps.indexOf(after) + 1)) {
    const { keyword } = step.instruction;
    if (keyword !== "RUN" && keyword !== "CMD" && keyword !== "ENTRYPOINT") continue;
    for (const command of step.commands) {
      const written = command.nameSpan.document.slice(command.nameSpan.start, command.nameSpan.end).replace(/^"|"$/g, "");
      if (/^[\w./-]+$/.test(written) && written.includes("/") && command.cwd !== undefined) yield { path: absolute(command.cwd, written), span: command.nameSpan, step };
    }
  }
}

function absolute(from: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${from}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function isBelow(path: string, target: string): boolean {
  return path === target || path.startsWith(`${target}/`);
}

/** Another step, without that mount, puts something there. */
function isProvided(stage: Stage, path: string, target: string): boolean {
  return stage.image.fileAt(path) !== undefined || stage.steps.some((step) => !step.mounts.some((mount) => mount.target === target) && step.changes.some((change) => change.kind !== "remove" && change.kind !== "directory" && isBelow(path, change.path)))
    || stage.steps.some((step) => step.copy?.destination !== undefined && isBelow(step.copy.destination.replace(/(.)\/$/, "$1"), target));
}
