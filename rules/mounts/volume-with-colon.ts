import { dockerfile, rule } from "#rule";

export default rule({
  id: "volume-with-colon",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "VOLUME is not a mapping",
  why: "VOLUME takes paths inside the container only. A colon becomes part of an odd path, and nothing of the host is mounted.",
  remedy: "Name only the path in the container; the host's side belongs into `docker run -v` or a compose file.",
  peers: { near: ["semgrep:dockerfile-dockerd-socket-mount"] },
  on: "instruction",
  needs: { instructions: ["VOLUME"] },

  *check(step) {
    if (step.instruction.keyword !== "VOLUME") return;
    for (const word of step.instruction.json?.items ?? step.instruction.words) {
      if (/^[^$]*[^$:]:[^\\:]/.test(word.value) && !/^[A-Za-z]:[\\/]/.test(word.value)) yield { at: word.span, message: `${word.value} is one path with a colon in it, not a mapping` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.20
        VOLUME ./data:/var/lib/app
      `,
      good: dockerfile`
        FROM alpine:3.20
        VOLUME /var/lib/app
      `,
    },
  ],
});
