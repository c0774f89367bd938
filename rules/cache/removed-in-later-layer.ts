import { dockerfile, isSecretFile, rule, textOf, type FileChange, type Span, type Stage, type Step } from "#rule";

/** Left to the rule about package caches. */
const PACKAGE_CACHES = /^(?:\/var\/(?:lib\/apt|cache|lib\/dnf|lib\/yum)|\/root\/\.(?:cache|npm|composer|m2|gradle|bundle)|\/etc\/apk\/cache)(?:\/|$)/;

interface Deposit {
  readonly path: string;
  readonly step: Step;
  readonly span: Span;
}

export default rule({
  id: "removed-in-later-layer",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Deleted files stay in an earlier layer",
  why: "Each instruction is a layer of its own. A later RUN that deletes files only hides them: the image is as large as before, and anyone can take them out again.",
  remedy: "Delete in the RUN that makes the files, bring them in with `RUN --mount=type=bind`, or do the work in a stage from which only the result is copied.",
  peers: { near: ["hadolint:DL3009"] },
  on: "stage",
  needs: { instructions: ["RUN"] },

  *check(stage) {
    if (!stage.shipped) return;
    let deposits: Deposit[] = [];
    for (const step of stage.steps) {
      for (const change of step.changes) {
        if (change.kind !== "remove" || change.command.name === "rmdir" || isSecretFile(change.path) || PACKAGE_CACHES.test(change.path)) continue;
        const found = deposits.find((deposit) => deposit.step !== step && isGone(deposit.path, change));
        if (!found) continue;
        deposits = deposits.filter((deposit) => !isGone(deposit.path, change));
        yield {
          at: change.span,
          message: `${textOf(change.span).endsWith("*") ? `what ${change.path} holds` : change.path} is deleted here, but its content stays in the layer of line ${lineOf(found.span)}`,
          related: [{ at: found.span, note: "the files come from here" }],
        };
      }
      deposits.push(...depositsOf(stage, step));
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY installer.bin /tmp/
        RUN /tmp/installer.bin
        RUN rm -rf /tmp/installer.bin
      `,
      good: dockerfile`
        FROM debian:12
        RUN --mount=type=bind,source=installer.bin,target=/tmp/installer.bin /tmp/installer.bin
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        WORKDIR /usr/src
        RUN curl -fsSL -o tool.tar.gz https://example.org/tool-1.2.tar.gz
        RUN tar -xzf tool.tar.gz -C /opt && rm tool.tar.gz
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /usr/src
        RUN curl -fsSL -o tool.tar.gz https://example.org/tool-1.2.tar.gz \
         && tar -xzf tool.tar.gz -C /opt \
         && rm tool.tar.gz
      `,
    },
    {
      about: "A stage from which only results are copied may hold anything",
      bad: dockerfile`
        FROM node:22
        WORKDIR /app
        COPY . /app
        RUN npm ci && npm run build
        RUN rm -rf node_modules
      `,
      good: dockerfile`
        FROM node:22 AS build
        WORKDIR /app
        COPY . /app
        RUN npm ci && npm run build
        RUN rm -rf node_modules

        FROM nginx:1.27
        COPY --from=build /app/dist /usr/share/nginx/html
      `,
    },
  ],
});

function isGone(path: string, { path: removed, recursive }: FileChange): boolean {
  return path === removed || (recursive && path.startsWith(removed === "/" ? removed : `${removed}/`));
}

/** What a step stores that is worth naming: copied files, downloads, unpacked and installed trees. */
function depositsOf(stage: Stage, step: Step): readonly Deposit[] {
  const { copy, instruction } = step;
  if (instruction.trigger) return [];
  if (copy) {
    const { destination } = copy;
    if (destination === undefined || destination === "/") return [];
    const folder = destination.replace(/(.)\/$/, "$1");
    const named = copy.sources.filter((source) => !source.heredoc && !source.whole && !/[*?[]/.test(source.raw));
    const files = destination.endsWith("/") ? named.map((source) => `${folder}/${source.raw.replace(/(?<!\/)\/+$/, "").split("/").at(-1) ?? ""}`) : [folder];
    return [...(copy.sources.some((source) => source.whole) ? [folder] : []), ...files].map((path) => ({ path, step, span: instruction.headSpan }));
  }
  const kept = step.changes.filter((change) => isWorthNaming(change) && !step.changes.some((later) => later.kind === "remove" && isGone(change.path, later)));
  return stage.steps.includes(step) ? kept.map((change) => ({ path: change.path, step, span: change.command.span })) : [];
}

function isWorthNaming({ kind, command }: FileChange): boolean {
  return kind === "fill" || kind === "copy" || (kind === "write" && ["curl", "wget", "tar", "gzip", "bzip2"].includes(command.name));
}

function lineOf(span: Span): number {
  return span.document.position(span.start).line;
}
