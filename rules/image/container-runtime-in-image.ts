import { dockerfile, isBuildCommand, rule } from "#rule";

export default rule({
  id: "container-runtime-in-image",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The host's GPU runtime is installed in the image",
  why: "NVIDIA's container runtime belongs on the machine that starts containers. Inside one it does nothing.",
  remedy: "Leave the package out and install it on the host.",
  peers: { same: [{ id: "tally:tally/gpu/no-container-runtime-in-image" }] },
  on: "command",
  needs: { instructions: ["RUN"], words: ["*nvidia*"] },

  *check(command) {
    if (!isBuildCommand(command) || command.package?.action !== "install" || !["apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper"].includes(command.package.manager)) return;
    const found = command.package.packages.find(({ name }) => /^(?:nvidia-container-toolkit|nvidia-docker2|libnvidia-container.*)$/.test(name ?? ""));
    if (found) yield { at: found.span, message: `${found.name ?? found.raw} works on the host, not in the image` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y curl nvidia-container-toolkit
      `,
      good: dockerfile`
        FROM ubuntu:24.04
        RUN apt-get update && apt-get install -y curl my-nvidia-docker2-notes
        CMD ["apt-get", "install", "nvidia-docker2"]
      `,
    },
  ],
});
