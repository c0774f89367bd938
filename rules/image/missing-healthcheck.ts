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
    if (!stage || stage.lineage.some((one) => hasOwn(one, options.serversOnly)) || options.serversOnly && (!isServer(stage) || isServerless(dockerfile.stages))) return;
    yield { at: stage.from.headSpan, message: "the image has no HEALTHCHECK" };
  },

  examples: [
    {
      about: "A file that turns the check off, or is made for a platform with its own, is left alone.",
      options: { serversOnly: true },
      bad: dockerfile`
        FROM debian:12
        CMD ["bash", "-c", "serve"]
      `,
      good: dockerfile`
        FROM public.ecr.aws/lambda/python:3.12 AS local

        FROM debian:12
        CMD ["serve"]
      `,
    },
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
  const names = [...stage.reads.map(({ name }) => name ?? ""), ...started.map(({ name }) => name)];
  if (names.some((name) => SERVERLESS.test(name)) || started.some(({ args }) => args.some((one) => RUNTIME_CLIENT.test(one)))) return false;
  if (stage.image.entrypoint?.words.length === 1 && SHELL.test(stage.image.entrypoint.words[0] ?? "")) return false;
  return !started.every(({ name, args }) => SHELL.test(name) && args.every((one) => /^(?:-(?:l|i|-login|nologo|noprofile|noexit)|\/[kq])$/i.test(one)));
}

const SERVERLESS = /lambda|azure-functions|openfaas|watchdog|functions-framework/;
/** What talks to such a platform from inside the image. */
const RUNTIME_CLIENT = /^(?:awslambdaric|aws[-_]lambda[-_]ric|functions[-_]framework)$/;
const SHELL = /^(?:.*\/)?(?:(?:ba|da|a|z|k|c|tc|fi)?sh|(?:powershell|pwsh|cmd)(?:\.exe)?)$/;

/** A stage on the image of a platform that watches over its functions itself, or one that says NONE, speaks for the whole file. */
function isServerless(stages: readonly Stage[]): boolean {
  return stages.some(({ base, steps }) => "reference" in base && SERVERLESS.test(base.reference) || steps.some(({ instruction }) => instruction.keyword === "HEALTHCHECK" && /^none$/i.test(instruction.words[0]?.raw ?? "")));
}
