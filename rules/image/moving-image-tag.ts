import { compose, dockerfile, maskVariables, readReference, rule, type Dockerfile, type Service, type Stage, type WrittenReference } from "#rule";

export default rule({
  id: "moving-image-tag",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The image's tag moves",
  why: "`latest`, or no tag at all, means whatever was published last. The next build or pull may bring another major version, and nobody can tell which one runs.",
  remedy: "Name a version, such as `postgres:17.2`, or a digest.",
  peers: {
    same: [
      { id: "hadolint:DL3006", options: { files: ["dockerfile"], tags: [] } },
      { id: "kics:Image Version Not Explicit", options: { files: ["dockerfile"], tags: [] } },
      { id: "semgrep:missing-image-version", options: { files: ["dockerfile"], tags: [] } },
      { id: "dockerfilelint:missing_tag", options: { files: ["dockerfile"], tags: [] } },
      { id: "hadolint:DL3007", options: { files: ["dockerfile"], includeUntagged: false } },
      { id: "kics:Image Version Using 'latest'", options: { files: ["dockerfile"], includeUntagged: false } },
      { id: "semgrep:avoid-latest-version", options: { files: ["dockerfile"], includeUntagged: false } },
      { id: "dockerfilelint:latest_tag", options: { files: ["dockerfile"], includeUntagged: false } },
      { id: "trivy:DS-0001", options: { files: ["dockerfile"], resolveArgs: true } },
      { id: "checkov:CKV_DOCKER_7", options: { files: ["dockerfile"], resolveArgs: true } },
      { id: "dclint:service-image-require-explicit-tag", options: { files: ["compose"], tags: ["latest", "stable", "edge", "test", "nightly", "dev", "beta", "canary"] } },
      { id: "compose-lint:CL-0004", options: { files: ["compose"], tags: ["latest", "stable", "edge", "test", "nightly", "dev"] } },
    ],
  },
  options: {
    files: {
      values: ["compose", "dockerfile"],
      default: ["compose", "dockerfile"],
      meaning: "FROM lines, compose services, or both.",
    },
    tags: {
      type: "strings",
      default: ["latest"],
      meaning: "The tags that move.",
    },
    includeUntagged: {
      values: [false, true],
      default: true,
      meaning: "false: an image without tag and digest passes.",
    },
    resolveArgs: {
      values: [false, true],
      default: false,
      meaning: "true: the ARG defaults are substituted first (the last default wins), so that `$REG/name` and `name$TAG` with an empty or undeclared variable count as untagged; a tag whose ARG has no default (`foo:${TAG}`) and a reference that is one variable without default pass.",
    },
  },
  on: "document",

  *check(document, { options }) {
    const says = (reference: WrittenReference): string | undefined => fault(reference, options.tags, options.includeUntagged);
    for (const stage of options.files.includes("dockerfile") ? document.dockerfile?.stages ?? [] : []) {
      const word = stage.from.words[0];
      const reference = options.resolveArgs ? resolved(stage) : word?.raw.replace(/^["']|["']$/g, "");
      if (!word || reference === undefined || stage.base.kind === "stage" || reference === "scratch") continue;
      const message = says(readReference(reference));
      if (message !== undefined) yield { at: word.span, message };
    }
    for (const service of options.files.includes("compose") ? document.compose?.services ?? [] : []) {
      const reference = imageOf(service);
      const message = reference === undefined ? undefined : says(readReference(reference));
      if (message !== undefined && service.image) yield { at: service.image.span, message, address: `${service.address}.image` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM node
        FROM registry.example.org:5000/team/base:latest
      `,
      good: dockerfile`
        FROM node:22.11 AS build
        FROM registry.example.org:5000/team/base:1.4
        FROM debian:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        FROM build
        FROM scratch
        FROM $BASE
        FROM debian:\${RELEASE}
      `,
    },
    {
      bad: compose`
        services:
          db:
            image: postgres
          cache:
            image: redis:latest
      `,
      good: compose`
        services:
          db:
            image: postgres:17.2
          cache:
            image: redis:\${REDIS_VERSION}
          web:
            build: .
      `,
    },
    {
      options: { resolveArgs: true },
      bad: dockerfile`
        ARG BASE=debian
        FROM $BASE
      `,
      good: dockerfile`
        ARG BASE=debian:12
        ARG RELEASE
        FROM $BASE
        FROM debian:\${RELEASE}
      `,
    },
  ],
});


function fault({ name, tag, digest, startsWithVariable }: WrittenReference, tags: readonly string[], includeUntagged: boolean): string | undefined {
  if (digest !== undefined || startsWithVariable || !/^[\w./:$-]+$/.test(name)) return undefined;
  if (tag === undefined) return includeUntagged ? `${name} has no tag, so it means whatever is latest` : undefined;
  return tags.includes(tag) ? `${name}:${tag} is whatever was published last` : undefined;
}

/** What a service pulls; undefined where it builds its image, or where a variable that nothing sets decides the name. */
function imageOf(service: Service): string | undefined {
  if (!service.image || service.build) return undefined;
  return service.image.unresolved.length > 0 ? service.image.raw : service.image.value;
}

/** The reference with the defaults of ARG put in; undefined where a variable without default decides image or tag. */
function resolved(stage: Stage): string | undefined {
  const raw = stage.from.words[0]?.value ?? "";
  const defaults = argDefaults(stage.dockerfile);
  if (maskVariables(raw) === "$" && expand(raw, defaults) === "") return undefined;
  const tag = /:([^/:]*)$/.exec(maskVariables(raw))?.[1];
  if (tag?.includes("$") === true && expand(raw, defaults).endsWith(":")) return undefined;
  return expand(raw, defaults);
}

function expand(raw: string, defaults: ReadonlyMap<string, string>): string {
  return raw.replace(/\$(\w+)|\$\{(\w+)(?!\w)(?::?-([^}]{0,120})|[^}]{0,120})\}/g, (_, plain: string | undefined, braced: string | undefined, other: string | undefined) =>
    defaults.get(plain ?? braced ?? "") ?? other ?? "");
}

/** The defaults that ARG gives before the first FROM; of two for one name the last counts. */
function argDefaults({ preamble }: Dockerfile): ReadonlyMap<string, string> {
  const pairs = preamble.filter((instruction) => instruction.keyword === "ARG").flatMap((instruction) => instruction.assignments);
  return new Map(pairs.flatMap(({ name, value }) => (value ? [[name.value, value.value] as const] : [])));
}
