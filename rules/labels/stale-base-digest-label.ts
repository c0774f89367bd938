import { dockerfile, labelsOf, removeAssignment, replace, rule, type Fix, type StageLabel } from "#rule";

export default rule({
  id: "stale-base-digest-label",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The label of the base's digest is not true",
  why: "Scanners find out by this label whether the base image is old. A value that is not the base's digest makes them report the wrong thing, or nothing.",
  remedy: "Pin the base by the same digest, or let the build set the label.",
  peers: { same: [{ id: "tally:tally/labels/no-stale-base-digest" }] },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  fix: "unsafe",

  *check(stage) {
    if (!stage.isFinal) return;
    const label = labelsOf(stage).get("org.opencontainers.image.base.digest");
    const base = stage.lineage.at(-1)?.base;
    if (!label || !base || base.kind === "unknown") return;
    const digest = base.kind === "image" ? /@([\w+.-]+:[0-9a-fA-F]+)/.exec(base.reference)?.[1] : undefined;
    const isPinned = digest !== undefined || (base.kind === "image" && base.reference.includes("@"));
    if (isPinned && (label.value === undefined || digest === undefined || label.value === digest)) return;
    const fix = mend(label, digest);
    const fault = base.kind === "scratch" ? "the image has no base" : digest === undefined ? "the base is not pinned by digest" : "the base is pinned by another digest";
    yield { at: label.pair.span, message: `the label names a base digest, but ${fault}`, related: [{ at: base.span, note: "the base" }], ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.title="shop" \
              org.opencontainers.image.base.digest="sha256:0123"
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.title="shop"
      `,
    },
    {
      about: "Where the base is pinned, the label gets its digest",
      bad: dockerfile`
        FROM debian:12@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        LABEL org.opencontainers.image.base.digest="sha256:4567"
      `,
      good: dockerfile`
        FROM debian:12@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        LABEL org.opencontainers.image.base.digest="sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      `,
    },
  ],
});

function mend({ pair, instruction }: StageLabel, digest: string | undefined): Fix | undefined {
  if (digest !== undefined && pair.value) return { title: "write the digest of FROM", safe: false, edits: [replace(pair.value.span, `"${digest}"`)] };
  const edit = removeAssignment(instruction, pair);
  return edit && { title: "take the label out", safe: false, edits: [edit] };
}
