import { dockerfile, effective, rule } from "#rule";

export default rule({
  id: "exposed-ssh-port",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The image opens a way in by SSH",
  why: "A remote shell inside a container is one more service to patch and one more key to keep, and `docker exec` gives the same without a port.",
  remedy: "Drop the port and the SSH server; use `docker exec`, or a container made for it.",
  securitySeverity: 5.3,
  peers: { same: [{ id: "kics:Exposing Port 22 (SSH)" }, { id: "trivy:DS-0004" }, { id: "checkov:CKV_DOCKER_1" }] },
  on: "instruction",
  needs: { instructions: ["EXPOSE"] },

  *check(step) {
    const expose = effective(step.instruction);
    if (expose.keyword !== "EXPOSE") return;
    for (const word of expose.words) {
      if (/^22(\/tcp)?$/i.test(word.value)) yield { at: word.span, message: `EXPOSE ${word.value} is the port of SSH` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12.5
        EXPOSE 8080 22/tcp
      `,
      good: dockerfile`
        FROM debian:12.5
        EXPOSE 8080 2200 22/udp
      `,
    },
  ],
});
