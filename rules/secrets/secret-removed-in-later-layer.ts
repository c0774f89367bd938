import { dockerfile, isSecretFile, rule, type Span, type Step } from "#rule";

export default rule({
  id: "secret-removed-in-later-layer",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A removed secret stays in an earlier layer",
  why: "Each instruction is a layer of its own. Removing the file later only hides it: whoever has the image can take it out of the layer below.",
  remedy: "Give it to the one RUN that needs it with `RUN --mount=type=secret`, and replace the key that was shipped.",
  securitySeverity: 8.0,
  on: "stage",
  needs: { instructions: ["RUN"] },

  *check(stage) {
    const deposits: { readonly path: string; readonly step: Step; readonly span: Span }[] = [];
    for (const step of stage.steps) {
      const told = new Set<string>();
      for (const change of step.changes) {
        if (change.kind !== "remove" || change.command.name === "rmdir") continue;
        for (const { path, span, step: from } of deposits) {
          const gone = path === change.path || (change.recursive && path.startsWith(change.path.replace(/(?<!\/)\/*$/, "/")));
          if (!gone || from === step || told.has(path)) continue;
          told.add(path);
          yield { at: change.span, message: `${path} is removed here, but stays in an earlier layer`, related: [{ at: span, note: "the layer that keeps it" }] };
        }
      }
      deposits.push(...depositsOf(step));
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY id_ed25519 /root/.ssh/id_ed25519
        RUN git clone git@example.com:acme/tool.git
        RUN rm -rf /root/.ssh
      `,
      good: dockerfile`
        FROM debian:12
        RUN --mount=type=ssh git clone git@example.com:acme/tool.git
      `,
    },
    {
      about: "What one RUN writes and removes again never reaches a layer",
      bad: dockerfile`
        FROM node:22
        COPY .npmrc /root/
        RUN npm ci && rm /root/.npmrc
      `,
      good: dockerfile`
        FROM node:22
        RUN echo "registry=https://example.com" > /root/.npmrc && npm ci && rm /root/.npmrc
      `,
    },
  ],
});

/** Keys and credentials that a step puts into the image. */
function depositsOf(step: Step): readonly { readonly path: string; readonly step: Step; readonly span: Span }[] {
  const written = step.changes.filter(({ kind, path }) => ["write", "copy", "move"].includes(kind) && isSecretFile(path)).map(({ path, span }) => ({ path, step, span }));
  const destination = step.copy?.destination;
  if (!step.copy || destination === undefined) return written;
  const copied = step.copy.sources.flatMap(({ raw, span, remote, whole }) => {
    if (remote || whole) return [];
    const name = raw.replace(/(?<!\/)\/+$/, "").replace(/^.*\//, "");
    return [...new Set([destination.endsWith("/") ? destination + name : destination])].filter(isSecretFile).map((path) => ({ path, step, span }));
  });
  return [...copied, ...written];
}
