import { dockerfile, rule } from "#rule";

export default rule({
  id: "conda-for-gpu-packages",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "conda installs GPU packages over a CUDA image",
  why: "conda brings its own CUDA libraries besides those of the image, gigabytes twice, and resolves slowly.",
  remedy: "Install wheels with `uv pip install`, or build from a plain image where conda is needed.",
  peers: { same: [{ id: "tally:tally/gpu/prefer-uv-over-conda" }] },
  on: "stage",
  needs: { instructions: ["RUN"] },

  *check(stage) {
    if (!["nvidia/cuda", "pytorch/pytorch"].includes(stage.origin?.repository ?? "")) return;
    const conda = stage.commands.filter(({ package: asked }) => asked?.manager === "conda");
    const usesUv = stage.commands.some(({ name, package: asked }) => name === "uv" || asked?.manager === "uv" || asked?.packages.some((one) => one.name === "uv"));
    if (usesUv || conda.some(({ package: asked, args }) => asked && asked.requirementFiles.length > 0 || args.some(({ raw }) => /^(?:-f|--file)(?:=|$)/.test(raw)))) return;
    for (const { name, package: asked, span } of conda) {
      const found = asked?.action === "install" ? asked.packages.find((one) => PYTHON.test(one.name ?? "")) : undefined;
      if (!found) continue;
      yield { at: found.span.start >= span.start ? found.span : span, message: `${name} installs ${found.name ?? found.raw} and its own CUDA libraries` };
      return;
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04
        RUN micromamba install -y cmake pytorch
        RUN conda install -y numpy
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04 AS system
        RUN conda install -y cmake gcc

        FROM debian:12
        RUN conda install -y pytorch

        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04
        RUN pip install uv && uv pip install torch && conda install -y numpy
      `,
    },
  ],
});

const PYTHON = /^(?:(?:py)?torch(?:vision|audio|text)?|pytorch-(?:cuda|lightning|gpu)|lightning|tensorflow(?:-gpu)?|keras|jax(?:lib)?|numpy|scipy|pandas|numba|cupy|scikit-(?:learn|image)|matplotlib|transformers|datasets|tokenizers|accelerate|diffusers|xformers|triton|deepspeed|flash-attn|bitsandbytes|vllm|sentencepiece|onnx(?:runtime(?:-gpu)?)?|faiss(?:-gpu)?|cud[ft]|cuml|cugraph|rapids|dgl|pyg|mxnet|opencv|py-opencv|xgboost|lightgbm|cudatoolkit|cudnn|cuda-toolkit)$/;
