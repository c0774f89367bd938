import { dockerfile, rule } from "#rule";

export default rule({
  id: "untrusted-registry",
  since: "0.1.0",
  severity: "error",
  recommended: false,
  title: "An image comes from a registry that is not trusted",
  why: "Whoever runs the registry decides what is built upon.",
  remedy: "Take the image from one of the trusted registries, or mirror it there.",
  peers: {
    same: [
      { id: "hadolint:DL3026" },
      { id: "kics:Use only allowed registry in FROM", options: { registries: ["docker.io"], instructions: ["FROM"], firstPart: "literal" } },
    ],
  },
  on: "dockerfile",
  options: {
    registries: { type: "strings", default: [], meaning: "The registries that are trusted; without any the rule is silent." },
    instructions: { values: ["COPY", "FROM", "RUN"], default: ["COPY", "FROM", "RUN"], meaning: "Where images are looked for." },
    firstPart: { values: ["literal", "registry"], default: "registry", meaning: "How a name is read. registry: as the engine does; literal: the part before the first slash is compared as it stands, so a Docker Hub namespace counts as foreign and a bare official name passes." },
  },

  *check(dockerfile, { options }) {
    if (options.registries.length === 0) return;
    for (const { by, name, span, stage, later } of dockerfile.stages.flatMap(({ reads }) => reads)) {
      if (!options.instructions.some((one) => one === by) || name === undefined || stage || later || name === "scratch" || by !== "FROM" && /^\d*$/.test(name)) continue;
      const registry = options.firstPart === "registry" ? registryOf(name) : name.includes("/") ? name.slice(0, name.indexOf("/")) : undefined;
      if (registry === undefined || options.registries.some((trusted) => matches(registry, trusted))) continue;
      yield { at: span, message: `${registry} is not among the trusted registries` };
    }
  },

  examples: [
    {
      options: { registries: ["docker.io", "*.example.org"] },
      bad: dockerfile`
        FROM registry.example.com:5000/team/base:1
      `,
      good: dockerfile`
        FROM debian:12 AS build
        FROM registry.example.org/team/base:1
        FROM index.docker.io/team/base:1
        FROM scratch
        COPY --from=build /app /app
      `,
    },
    {
      options: { registries: ["docker.io"], firstPart: "literal" },
      bad: dockerfile`
        FROM team/base:1
      `,
      good: dockerfile`
        FROM docker.io/team/base:1
        FROM debian:12
      `,
    },
    {
      options: { registries: ["docker.io"], instructions: ["COPY", "RUN"] },
      bad: dockerfile`
        FROM registry.example.com/team/base:1
        RUN --mount=type=bind,from=registry.example.com/team/tool:1,target=/t /t/run
      `,
      good: dockerfile`
        FROM registry.example.com/team/base:1
        COPY --from=team/tool:1 /t /t
      `,
    },
  ],
});

function registryOf(name: string): string {
  const first = name.includes("/") ? name.slice(0, name.indexOf("/")) : "";
  return /[.:]/.test(first) || first === "localhost" ? first : "docker.io";
}

function matches(registry: string, trusted: string): boolean {
  if (trusted === "*") return true;
  if (trusted.startsWith("*.")) return registry.endsWith(trusted.slice(1));
  return oneName(registry) === oneName(trusted);
}

/** Docker Hub goes by several names. */
function oneName(registry: string): string {
  return registry === "index.docker.io" || registry === "registry-1.docker.io" ? "docker.io" : registry;
}
