import { compose, dockerfile, readReference, rule, type WrittenReference } from "#rule";

export default rule({
  id: "undigested-image",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The image's content can change under its tag",
  why: "A tag can be pushed again. The same build then starts from other files, and nobody sees when that happened.",
  remedy: "Add the digest, `name:tag@sha256:...`, and let a bot renew it.",
  peers: {
    same: [
      { id: "semgrep:dockerfile-source-not-pinned", options: { files: ["dockerfile"], includeUntagged: true } },
      { id: "compose-lint:CL-0019", options: { files: ["compose"], tags: ["latest", "stable", "edge", "test", "nightly", "dev"] } },
    ],
    near: ["hadolint:DL3006"],
  },
  on: "document",
  options: {
    files: { values: ["compose", "dockerfile"], default: ["compose", "dockerfile"], meaning: "FROM lines, compose services, or both." },
    tags: { type: "strings", default: ["latest", "stable", "edge", "test", "nightly", "dev", "beta", "canary"], meaning: "The moving tags that are left out." },
    includeUntagged: { values: [false, true], default: false, meaning: "true: images without tag or with a moving tag are reported here too." },
  },

  *check(document, { options }) {
    for (const stage of options.files.includes("dockerfile") ? document.dockerfile?.stages ?? [] : []) {
      const word = stage.from.words[0];
      if (!word || stage.base.kind === "stage" || word.value === "scratch") continue;
      const reference = readReference(word.value);
      if (isOpen(reference, options.tags, options.includeUntagged, /^sha256:[0-9a-f]{64}$/i)) yield { at: word.span, message: `${word.value} has no digest` };
    }
    for (const { image, build, address } of options.files.includes("compose") ? document.compose?.services ?? [] : []) {
      if (!image || build) continue;
      const reference = readReference(image.unresolved.length > 0 ? image.raw : image.value ?? image.raw);
      if (isOpen(reference, options.tags, options.includeUntagged, /^sha256:/)) yield { at: image.span, message: `${image.raw} has no digest`, address: `${address}.image` };
    }
  },

  examples: [
    {
      bad: {
        ...dockerfile`
          FROM debian:12.5
          FROM debian:12.5@sha256
        `,
        ...compose`
          services:
            db:
              image: postgres:17.2
        `,
      },
      good: {
        ...dockerfile`
          FROM debian:12.5@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS base
          FROM base
          FROM debian
          FROM debian:latest
          FROM $BASE
        `,
        ...compose`
          services:
            db:
              image: postgres@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        `,
      },
    },
    {
      options: { files: ["dockerfile"], includeUntagged: true },
      bad: dockerfile`
        FROM debian
      `,
      good: compose`
        services:
          db:
            image: postgres
      `,
    },
    {
      options: { files: ["compose"] },
      bad: compose`
        services:
          db:
            image: postgres:17.2
      `,
      good: dockerfile`
        FROM debian:12.5
      `,
    },
  ],
});

function isOpen({ tag, digest, startsWithVariable }: WrittenReference, moving: readonly string[], untagged: boolean, whole: RegExp): boolean {
  if (digest !== undefined && (whole.test(digest) || digest.includes("$"))) return false;
  if (startsWithVariable || tag?.includes("$") === true) return false;
  return untagged || tag !== undefined && !moving.includes(tag);
}
