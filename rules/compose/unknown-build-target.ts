import { compose, dockerfile, rule } from "#rule";

export default rule({
  id: "unknown-build-target",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The build target is no stage of the Dockerfile",
  why: "The build stops before it begins.",
  remedy: "Name a stage that the Dockerfile has.",
  on: "service",

  *check(service, { project }) {
    const target = service.build?.target;
    const dockerfile = project.dockerfiles.find((one) => one.services.includes(service));
    if (!target?.value || !dockerfile || dockerfile.stages.length === 0) return;
    const wanted = target.value.toLowerCase();
    if (dockerfile.stages.some((stage) => stage.name === wanted || String(stage.index) === wanted)) return;
    const names = dockerfile.stages.flatMap((stage) => stage.name ?? []);
    yield { at: target.span, message: `${dockerfile.document.path} has no stage ${target.value}${names.length > 0 ? `, only ${names.join(", ")}` : ""}`, address: `${service.address}.build.target` };
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build:
                context: .
                target: prod
        `,
        ...dockerfile`
          FROM node:22 AS production
          CMD ["node"]
        `,
      },
      good: {
        ...compose`
          services:
            web:
              build:
                context: .
                target: Production
        `,
        ...dockerfile`
          FROM node:22 AS production
          CMD ["node"]
        `,
      },
    },
  ],
});
