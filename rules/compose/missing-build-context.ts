import { compose, file, rule, type Surroundings } from "#rule";

export default rule({
  id: "missing-build-context",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "What the service is built from is not there",
  why: "The build stops before it begins.",
  remedy: "Correct the path; it is relative to the compose file, and that of the Dockerfile to the context.",
  confidence: "likely",
  on: "service",

  *check(service) {
    const { surroundings, document } = service.compose;
    const { build } = service;
    if (!build || build.span.document !== document || !surroundings.real) return;
    const context = build.context?.value ?? ".";
    if (!/^\.{0,2}(\/|$)|^[\w-]/.test(context) || /^[a-z+]+:\/\/|^git@|^github\.com\/|^\/|:|\.git(#|$)/.test(context) || isElsewhere(surroundings, context)) return;
    if (surroundings.at(context) === "missing") {
      yield { at: build.context?.span ?? build.span, message: `the build context ${context} of ${service.name} is not there`, address: `${service.address}.build.context` };
      return;
    }
    const { dockerfile } = build;
    if (!dockerfile?.value || build.inline || /^\/|:/.test(dockerfile.value) || surroundings.at(context) !== "directory") return;
    const path = `${context}/${dockerfile.value}`;
    if (surroundings.at(path) === "missing" && !isElsewhere(surroundings, path)) yield { at: dockerfile.span, message: `the Dockerfile ${dockerfile.value} of ${service.name} is not in ${context}`, address: `${service.address}.build.dockerfile` };
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build:
                context: ./web
                dockerfile: Dockerfile.prod
            api:
              build: ./apy
        `,
        ...file("README.md")`
          how to start it
        `,
        ...file("web/Dockerfile")`
          FROM nginx:1.27
        `,
        ...file("api/Dockerfile")`
          FROM node:22
        `,
      },
      good: {
        ...compose`
          services:
            web:
              build:
                context: ./web
                dockerfile: Dockerfile
            api:
              build: ./api
        `,
        ...file("README.md")`
          how to start it
        `,
        ...file("web/Dockerfile")`
          FROM nginx:1.27
        `,
        ...file("api/Dockerfile")`
          FROM node:22
        `,
      },
    },
  ],
});

/** True for what comes from another repository or is made before the build. */
function isElsewhere(surroundings: Surroundings, path: string): boolean {
  const plain = path.replace(/^(\.\.?\/)+/, "").replace(/(?<!\/)\/+$/, "");
  const modules = [surroundings.read(".gitmodules"), surroundings.read("../.gitmodules")].join("\n");
  const first = plain.split("/")[0] ?? plain;
  return surroundings.gitignored(path) || surroundings.existsFromAbove(path) || (first !== "" && modules.includes(first));
}
