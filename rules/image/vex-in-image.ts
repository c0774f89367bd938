import { dockerfile, rule } from "#rule";

export default rule({
  id: "vex-in-image",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A VEX document is copied into the image",
  why: "What is said about vulnerabilities changes after the image is built. In the image it cannot be mended, and scanners look for it as an attestation beside the image.",
  remedy: "Attach it to the image as an attestation.",
  peers: { same: [{ id: "tally:tally/prefer-vex-attestation" }] },
  on: "instruction",
  needs: { instructions: ["COPY"] },

  *check({ instruction, copy }) {
    if (instruction.keyword !== "COPY") return;
    for (const { raw, span } of copy?.sources ?? []) {
      if (/\.vex\.json["']?$/i.test(raw)) yield { at: span, message: `${raw} belongs beside the image, not in it` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY docs/app.VEX.json /usr/share/
      `,
      good: dockerfile`
        FROM debian:12
        COPY docs/app.json vex.json /usr/share/
      `,
    },
  ],
});
