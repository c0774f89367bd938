import { dockerfile, rule, type Stage } from "#rule";

export default rule({
  id: "missing-healthcheck",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The image says nothing about its health",
  why: "Without HEALTHCHECK a container that hangs counts as running, and `depends_on` cannot wait until it is ready.",
  remedy: "Add a HEALTHCHECK with a cheap request, or `HEALTHCHECK NONE` where it makes no sense.",
  peers: {
    same: [
      { id: "kics:Healthcheck Instruction Missing" },
      { id: "trivy:DS-0026" },
      { id: "checkov:CKV_DOCKER_2" },
      { id: "hadolint:DL3057", options: { scope: "every-stage" } },
      { id: "tally:hadolint/DL3057", options: { serversOnly: true } },
    ],
  },
  on: "dockerfile",
  options: {
    scope: { values: ["every-stage", "final-stage"], default: "final-stage", meaning: "every-stage: each stage is asked, unless it inherits one from an earlier stage or is the base of a stage that has one." },
    serversOnly: { values: [false, true], default: false, meaning: "true: only a stage that starts a server of its own: silent when neither it nor its parents set CMD or ENTRYPOINT (unless the base is scratch), when the entry point is a plain shell, and for serverless bases or entry points (Lambda, Azure Functions, OpenFaaS, functions-framework); HEALTHCHECK inside ONBUILD does not count." },
  },

  *check(dockerfile, { options }) {
    if (options.scope === "every-stage") {
      const bases = new Set(dockerfile.stages.filter((stage) => hasOwn(stage, false)).flatMap(({ lineage }) => lineage));
      for (const stage of dockerfile.stages) {
        if (!bases.has(stage) && !stage.lineage.some((one) => hasOwn(one, false))) yield { at: stage.from.headSpan, message: `${stage.name ?? "this stage"} has no HEALTHCHECK` };
      }
      return;
    }
    const stage = dockerfile.finalStage;
    if (!stage || stage.lineage.some((one) => hasOwn(one, options.serversOnly)) || options.serversOnly && !isServer(stage)) return;
    yield { at: stage.from.headSpan, message: "the image has no HEALTHCHECK" };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS build
        HEALTHCHECK CMD check

        FROM debian:12
        CMD ["server"]
      `,
      good: dockerfile`
        FROM debian:12 AS base
        HEALTHCHECK CMD check

        FROM base
        CMD ["server"]
      `,
    },
    {
      options: { scope: "every-stage" },
      bad: dockerfile`
        FROM debian:12
        FROM debian:12
        HEALTHCHECK NONE
      `,
      good: dockerfile`
        FROM debian:12 AS base
        FROM base
        HEALTHCHECK NONE
      `,
    },
    {
      options: { serversOnly: true },
      bad: dockerfile`
        FROM debian:12
        ONBUILD HEALTHCHECK CMD check
        ENTRYPOINT ["server"]
      `,
      good: dockerfile`
        FROM debian:12
        CMD ["/bin/bash"]
      `,
    },
  ],
});

function hasOwn({ steps }: Stage, directly: boolean): boolean {
  return steps.some(({ instruction }) => (directly ? instruction : instruction.trigger ?? instruction).keyword === "HEALTHCHECK");
}

/** It starts something of its own that is neither a plain shell nor a function that its platform watches over. */
function isServer(stage: Stage): boolean {
  const started = stage.startLines;
  if (started.length === 0) return stage.lineage.at(-1)?.base.kind === "scratch";
  const names = [...stage.lineage.map(({ base }) => ("reference" in base ? base.reference : "")), ...stage.reads.map(({ name }) => name ?? ""), ...started.map(({ name }) => name)];
  if (names.some((name) => /lambda|azure-functions|openfaas|watchdog|functions-framework/.test(name))) return false;
  return !started.every(({ name, args }) => /^(?:ba|da|a|z|k|c|tc|fi)?sh$|^(?:powershell|pwsh|cmd)(?:\.exe)?$/.test(name) && args.every((one) => /^-(?:l|i|-login)$/.test(one)));
}
