import { dockerfile, effective, rule, textOf, type Command } from "#rule";

export default rule({
  id: "build-time-gpu-query",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The build asks for a GPU",
  why: "A build has no GPU. The query fails, or its answer, no device, is baked into the image.",
  remedy: "Ask when the container starts.",
  peers: { same: [{ id: "tally:tally/gpu/no-buildtime-gpu-queries" }] },
  on: "instruction",
  needs: { instructions: ["RUN"], words: ["nvidia-smi", "nvidia-debugdump", "nvidia-persistenced", "*torch*", "*tf.*", "*tensorflow*", "*device_lib*"] },

  *check(step) {
    const instruction = effective(step.instruction);
    if (instruction.keyword !== "RUN") return;
    const tool = step.commands.find((command) => queriesDirectly(command));
    if (tool) {
      yield { at: tool.span, message: `${tool.args.length > 0 ? "this" : tool.name} finds no GPU during a build` };
      return;
    }
    const call = callIn(textOf(instruction.span), step.commands.some(isPython) || instruction.heredocs.some(({ body }) => /^#!.*python/.test(body.text)));
    if (call) yield { at: instruction.span.document.span(instruction.span.start + call.start, instruction.span.start + call.end), message: `${call.text} finds no GPU during a build` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.2-runtime-ubuntu24.04
        RUN nvidia-smi
        RUN python3 -c "import torch; print(torch.cuda.device_count())"
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.2-runtime-ubuntu24.04
        RUN echo nvidia-smi "torch.cuda.is_available()"
        RUN python3 -c "import torch"
        CMD ["nvidia-smi"]
      `,
    },
  ],
});

const TOOLS = new Set(["nvidia-smi", "nvidia-debugdump", "nvidia-persistenced"]);

const CALL = /\btorch\.cuda\.(?:is_available|device_count|get_device_name|get_device_properties|get_device_capability|current_device|set_device|mem_get_info|init|synchronize|memory_allocated)\b|\b(?:tf|tensorflow)\.(?:config(?:\.experimental)?\.list_(?:physical|logical)_devices|test\.(?:is_gpu_available|gpu_device_name))\b|\bdevice_lib\.list_local_devices\b/g;

function queriesDirectly({ name, args }: Command): boolean {
  return TOOLS.has(name) || name === "uv" && args[0]?.value === "run" && args.some(({ value }) => TOOLS.has(value ?? ""));
}

function isPython({ name, args }: Command): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(name) || name === "uv" && args[0]?.value === "run";
}

/** The first call in the text that stands in no comment. */
function callIn(text: string, runsPython: boolean): { readonly start: number; readonly end: number; readonly text: string } | undefined {
  if (!runsPython) return undefined;
  for (const found of text.matchAll(CALL)) {
    const line = text.slice(text.lastIndexOf("\n", found.index) + 1, found.index);
    if (!/^\s*#/.test(line)) return { start: found.index, end: found.index + found[0].length, text: found[0] };
  }
  return undefined;
}
