import { dockerfile, rule, type FileChange, type Span, type Stage, type Step } from "#rule";

export default rule({
  id: "bind-mount-write-lost",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "What was written into a bind mount is gone",
  why: "A writable bind mount takes writes only until its RUN ends; then they are thrown away. Neither the image nor the context keeps them.",
  remedy: "Write the result outside the mount, or copy it out in the same RUN.",
  on: "dockerfile",
  needs: { instructions: ["RUN"], words: ["--mount"] },

  *check(model) {
    for (const stage of model.stages) {
      for (const step of stage.steps) {
        for (const mount of step.mounts) {
          const { target } = mount;
          if (mount.type !== "bind" || !mount.writable || target === undefined) continue;
          for (const change of step.changes.filter(({ kind, path }) => isContent(kind) && isBelow(path, target))) {
            const use = firstUse(model.steps, stage, step, change.path);
            if (use) yield { at: change.span, message: `${change.path} lies in the bind mount ${target}, so it is gone when this RUN ends`, related: [{ at: use, note: "asked for here" }] };
          }
        }
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM node:22 AS build
        WORKDIR /src
        RUN --mount=type=bind,target=/src,rw npm ci
        RUN node /src/node_modules/.bin/build

        FROM nginx:1.27
        COPY --from=build /src/node_modules /srv/modules
      `,
      good: dockerfile`
        FROM node:22 AS build
        WORKDIR /src
        RUN --mount=type=bind,target=/src,rw npm ci && cp -r node_modules /modules

        FROM nginx:1.27
        COPY --from=build /modules /srv/modules
      `,
    },
  ],
});

function isContent(kind: FileChange["kind"]): boolean {
  return kind === "write" || kind === "fill" || kind === "copy" || kind === "move";
}

/** A copy out of the stage, or a later command of the stage that names the path. */
function firstUse(steps: readonly Step[], stage: Stage, writer: Step, path: string): Span | undefined {
  for (const step of stage.steps.slice(stage.steps.indexOf(writer) + 1)) {
    if (step.changes.some((change) => isContent(change.kind) && isBelow(path, change.path)) || step.copy?.destination === `${path}/` || step.copy?.destination === path) return undefined;
    if (step.mounts.some(({ target }) => target !== undefined && isBelow(path, target))) continue;
    const word = step.commands.flatMap(({ args }) => args).find(({ expanded }) => expanded !== undefined && isBelow(expanded, path));
    if (word) return word.span;
  }
  const copies = steps.flatMap(({ copy }) => (copy?.from.kind === "stage" && copy.from.stage === stage ? copy.sources : []));
  return copies.find(({ raw }) => isBelow(`/${raw.replace(/^\/+|(?<!\/)\/+$/g, "")}`, path))?.span;
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? folder : `${folder}/`);
}
