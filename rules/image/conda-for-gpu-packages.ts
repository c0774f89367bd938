import { dockerfile, rule, type Dockerfile } from "#rule";

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
    if (!/^(?:nvidia\/cuda(?:gl)?|pytorch\/pytorch|nvcr\.io\/nvidia\/.+)$/.test(stage.origin?.repository ?? "") || keepsEnvironments(stage.dockerfile)) return;
    const conda = stage.commands.filter(({ package: asked }) => asked?.manager === "conda");
    const usesUv = stage.commands.some(({ name, package: asked }) => name === "uv" || asked?.manager === "uv" || asked?.packages.some((one) => one.name === "uv"));
    if (usesUv || conda.some(({ package: asked, args }) => asked && asked.requirementFiles.length > 0 || args.some(({ raw }) => /^(?:-f|--file)(?:=|$)/.test(raw)))) return;
    for (const { name, package: asked, span } of conda) {
      const found = asked?.action === "install" ? asked.packages.find((one) => PYTHON.test(one.name?.replace(/^.*::/, "") ?? "")) : undefined;
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
    {
      about: "A file that builds whole environments from a list stays with conda.",
      bad: dockerfile`
        FROM nvcr.io/nvidia/pytorch:24.10-py3
        RUN conda install -y conda-forge::transformers
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04 AS tools
        COPY environment.yml /tmp/
        RUN mamba env create -f /tmp/environment.yml

        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04
        RUN conda install -y pytorch
      `,
    },
  ],
});

const PYTHON = /^(?:(?:py)?torch(?:vision|audio|text)?|pytorch-(?:cuda|lightning|gpu)|lightning|tensorflow(?:-gpu)?|keras|jax(?:lib)?|numpy|scipy|pandas|numba|cupy|scikit-(?:learn|image)|matplotlib|transformers|datasets|tokenizers|accelerate|diffusers|xformers|triton|deepspeed|flash-attn|bitsandbytes|vllm|sentencepiece|onnx(?:runtime(?:-gpu)?)?|faiss(?:-gpu)?|cud[ft]|cuml|cugraph|rapids|dgl|pyg|mxnet|opencv|py-opencv|xgboost|lightgbm|cudatoolkit|cudnn|cuda-toolkit)$/;

/** The file keeps whole environments with conda, from a list that pip and uv do not read. */
function keepsEnvironments({ stages, context }: Dockerfile): boolean {
  if (LISTS.some((name) => context.textOf(name) !== undefined)) return true;
  return stages.some(({ steps, commands }) => steps.some(({ copy }) => copy?.sources.some(({ raw }) => LISTS.some((name) => raw === name || raw.endsWith(`/${name}`))))
    || commands.some(({ name, args }) => /^(?:conda|mamba|micromamba)$/.test(name) && args[0]?.value === "env" && args[1]?.value === "create"));
}

const LISTS = ["environment.yml", "environment.yaml", "conda-lock.yml", "conda-lock.yaml"];
