import { dockerfile, replace, rule } from "#rule";

export default rule({
  id: "broad-driver-capabilities",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The image asks for every capability of the GPU driver",
  why: "With `all` the driver's graphics, video and display libraries are mounted as well, which most programs do not need.",
  remedy: "Name what is needed, such as `compute,utility`.",
  peers: { same: [{ id: "tally:tally/gpu/prefer-minimal-driver-capabilities" }] },
  on: "stage",
  fix: "unsafe",

  *check(stage) {
    const settings = stage.steps.flatMap(({ instruction }) => (instruction.keyword === "ENV" ? instruction.assignments : []));
    const last = settings.findLast(({ name }) => name.value === "NVIDIA_DRIVER_CAPABILITIES");
    if (!last?.value || last.value.value.toLowerCase() !== "all") return;
    yield {
      at: last.span, message: "NVIDIA_DRIVER_CAPABILITIES is all",
      fix: { title: "ask for compute and utility only", safe: false, edits: [replace(last.value.span, "compute,utility")] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ENV THEME=dark NVIDIA_DRIVER_CAPABILITIES="All"
      `,
      good: dockerfile`
        FROM debian:12
        ENV THEME=dark NVIDIA_DRIVER_CAPABILITIES=compute,utility
      `,
    },
  ],
});
