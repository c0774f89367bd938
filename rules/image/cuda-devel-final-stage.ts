import { dockerfile, rule } from "#rule";

export default rule({
  id: "cuda-devel-final-stage",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "The image ships the CUDA compiler",
  why: "The devel flavour is several gigabytes larger than runtime, for compilers and headers that a running program does not use.",
  remedy: "Compile in a stage on devel and start the final stage from runtime or base.",
  peers: { same: [{ id: "tally:tally/gpu/prefer-runtime-final-stage" }] },
  on: "stage",
  needs: { words: ["cuda"] },

  *check(stage) {
    if (!stage.isFinal || stage.base.kind !== "image" || stage.origin?.repository !== "nvidia/cuda" || !/(?:^|-)devel(?:-|$)/.test(stage.origin.tag ?? "")) return;
    const compiles = stage.commands.some(({ name, package: asked }) => COMPILERS.has(name) || asked?.action === "install" && asked.packages.some((one) => TOOLS.has(one.name ?? "")));
    if (!compiles) yield { at: stage.base.span, message: "this stage compiles nothing and needs only the runtime flavour" };
  },

  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04
        RUN pip install --no-cache-dir torch
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04 AS build
        RUN pip wheel .

        FROM nvidia/cuda:12.6.2-runtime-ubuntu24.04
        COPY --from=build /wheels /wheels
      `,
    },
  ],
});

const COMPILERS = new Set(["nvcc", "gcc", "g++", "make", "cmake", "ninja"]);
const TOOLS = new Set(["build-essential", "ninja-build", ...COMPILERS]);
