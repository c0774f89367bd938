import { dockerfile, rule } from "#rule";

export default rule({
  id: "redundant-cuda-install",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "CUDA is installed a second time",
  why: "The nvidia/cuda image has these libraries already. Installing them again adds gigabytes and may bring another version than the image was tested with.",
  remedy: "Leave the package out, or choose the flavour of the image that has it (base, runtime, devel, cudnn).",
  peers: { same: [{ id: "tally:tally/gpu/no-redundant-cuda-install" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["cuda"] },

  *check(stage) {
    if (stage.base.kind !== "image" || stage.origin?.repository !== "nvidia/cuda") return;
    const tag = stage.origin.tag ?? "";
    for (const command of stage.commands) {
      if (command.package?.action !== "install" || !SYSTEM.has(command.package.manager) || command.package.hasFlag("--allow-downgrades")) continue;
      const [first, ...more] = command.package.packages.filter(({ name }) => name !== undefined && isIncluded(name, tag));
      if (first) yield { at: first.span, message: `nvidia/cuda${tag === "" ? "" : `:${tag}`} has ${[first, ...more].map(({ name }) => name).join(", ")} already` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM nvidia/cuda:12.6.2-devel-ubuntu24.04
        RUN apt-get update && apt-get install -y cmake cuda-toolkit-12-6
      `,
      good: dockerfile`
        FROM nvidia/cuda:12.6.2-runtime-ubuntu24.04
        RUN apt-get update && apt-get install -y cuda-toolkit-12-6 libcudnn9-cuda-12

        FROM debian:12
        RUN apt-get install -y nvidia-cuda-toolkit
      `,
    },
  ],
});

const SYSTEM = new Set(["apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper"]);

const BASE = /^cuda-(?:cudart|compat)$/;
const RUNTIME = /^(?:cuda-(?:runtime|libraries|nvtx|nvrtc)|lib(?:cublas|cufft|curand|cusolver|cusparse|npp|nvjpeg|nccl2?)|libnccl)$/;
const DEVEL = /^(?:cuda|nvidia-cuda-(?:toolkit|dev)|cuda-(?:toolkit|nvcc|compiler|minimal-build|command-line-tools|nvprof|nvml-dev|driver-dev|cccl|(?:cudart|libraries|nvrtc|runtime)-dev(?:el)?)|lib(?:cublas|cufft|curand|cusolver|cusparse|npp|nvjpeg|nccl)-dev(?:el)?)$/;
const CUDNN = /^(?:lib)?cudnn\d*$/;
const CUDNN_DEVEL = /^(?:lib)?cudnn\d*-dev(?:el)?$/;

/** Whether the flavour that the tag names holds a package; a tag that names none counts as devel. */
function isIncluded(name: string, tag: string): boolean {
  const plain = name.replace(/-cuda-\d{1,9}(?:[.-]\d{1,9}){0,9}$/, "").replace(/-\d{1,9}(?:[.-]\d{1,9}){0,9}$/, "");
  const flavour = /(?:^|-)(base|runtime|devel)(?:-|$)/.exec(tag)?.[1] ?? "devel";
  if (/(?:^|-)cudnn\d*(?:-|$)/.test(tag) && (CUDNN.test(plain) || (flavour === "devel" && CUDNN_DEVEL.test(plain)))) return true;
  if (BASE.test(plain)) return true;
  return (flavour !== "base" && RUNTIME.test(plain)) || (flavour === "devel" && DEVEL.test(plain));
}
