import { compose, dockerfile, rule } from "#rule";

export default rule({
  id: "undeclared-build-arg",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A build argument is one the Dockerfile does not know",
  why: "The builder ignores an argument that no ARG declares, so what was to be set keeps its old value.",
  remedy: "Declare it with ARG in the stage that reads it, or correct the name.",
  peers: { near: ["buildkit:UndefinedVar"] },
  on: "service",

  *check(service) {
    const { build } = service;
    const dockerfile = build?.stage?.dockerfile;
    if (!build || !dockerfile) return;
    const declared = new Set(dockerfile.steps.flatMap((step) => (step.instruction.keyword === "ARG" ? step.instruction.assignments.map((one) => one.name.value) : [])));
    for (const [name, value] of build.args) {
      if (declared.has(name) || PREDEFINED.test(name) || name === "" || name.includes("$")) continue;
      yield { at: value.span, message: `no ARG of ${dockerfile.document.path} declares ${name}`, address: `${service.address}.build.args.${name}` };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build:
                context: .
                args:
                  NODE_VERSON: "22"
        `,
        ...dockerfile`
          ARG NODE_VERSION=20
          FROM node:\${NODE_VERSION}
        `,
      },
      good: {
        ...compose`
          services:
            web:
              build:
                context: .
                args:
                  NODE_VERSION: "22"
                  HTTP_PROXY: http://proxy:3128
        `,
        ...dockerfile`
          ARG NODE_VERSION=20
          FROM node:\${NODE_VERSION}
        `,
      },
    },
  ],
});

const PREDEFINED = /^(https?_proxy|ftp_proxy|no_proxy|all_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(TARGET|BUILD)(PLATFORM|OS|ARCH|VARIANT)|TARGETSTAGE)$/i;
