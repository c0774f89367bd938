import { dockerfile, rule } from "#rule";

export default rule({
  id: "docker-socket-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "VOLUME does not mount the engine's socket",
  why: "VOLUME only makes an empty anonymous volume at that path in each container; the socket of the host is not there.",
  remedy: "Drop the line. Whoever runs the container and wants the socket mounts it at run time.",
  peers: { same: [{ id: "semgrep:dockerfile-dockerd-socket-mount" }] },
  on: "instruction",
  needs: { instructions: ["VOLUME"] },

  *check(step) {
    if (step.instruction.keyword !== "VOLUME") return;
    for (const word of step.instruction.json?.items ?? step.instruction.words) {
      if (/(^|\/)(docker|podman|containerd|crio)\.sock$/.test(word.value)) yield { at: word.span, message: `VOLUME ${word.value} makes an empty volume, not a way to the engine` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.20
        VOLUME /var/run/docker.sock
      `,
      good: dockerfile`
        FROM alpine:3.20
        VOLUME /var/lib/agent
      `,
    },
  ],
});
