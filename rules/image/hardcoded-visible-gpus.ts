import { dockerfile, removeInstruction, removeWord, rule } from "#rule";

export default rule({
  id: "hardcoded-visible-gpus",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The image fixes which GPUs it sees",
  why: "Which GPUs a container gets is decided where it runs. A fixed list in the image hides the GPUs that were given to it, or names ones that the machine does not have.",
  remedy: "Leave the variable out and use `--gpus` or the compose reservation.",
  peers: { same: [{ id: "tally:tally/gpu/no-hardcoded-visible-devices" }] },
  on: "instruction",
  needs: { instructions: ["ENV"], words: ["nvidia_visible_devices", "cuda_visible_devices"] },
  fix: "unsafe",

  *check({ instruction, stage }) {
    if (instruction.keyword !== "ENV") return;
    for (const one of instruction.assignments) {
      const name = one.name.value;
      const value = one.value?.value.trim().toLowerCase() ?? "";
      if (name !== "NVIDIA_VISIBLE_DEVICES" && name !== "CUDA_VISIBLE_DEVICES" || ["", "none", "void", "nodevfiles"].includes(value) || (one.value?.variables.length ?? 0) > 0) continue;
      const isDefault = name === "NVIDIA_VISIBLE_DEVICES" && value === "all";
      if (isDefault && (stage?.base.kind !== "image" || stage.origin?.repository !== "nvidia/cuda")) continue;
      yield {
        at: one.span,
        message: isDefault ? `${name} is all in this base image anyway` : `${name} is fixed at ${one.value?.value ?? ""}`,
        fix: { title: `take ${name} out`, safe: false, edits: [instruction.assignments.length === 1 ? removeInstruction(instruction) : removeWord(one.span)] },
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.2-runtime-ubuntu24.04
        ENV NVIDIA_VISIBLE_DEVICES=all
        ENV THEME=dark CUDA_VISIBLE_DEVICES=0,1
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.2-runtime-ubuntu24.04
        ENV THEME=dark
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        ARG GPUS=0
        ENV NVIDIA_VISIBLE_DEVICES=all
        ENV CUDA_VISIBLE_DEVICES="GPU-8a56a4bc"
      `,
      good: dockerfile`
        FROM debian:12
        ARG GPUS=0
        ENV NVIDIA_VISIBLE_DEVICES=all
      `,
    },
  ],
});
