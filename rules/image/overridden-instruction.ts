import { dockerfile, removeInstruction, rule, type Instruction } from "#rule";

export default rule({
  id: "overridden-instruction",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "safe",
  title: "A second CMD, ENTRYPOINT or HEALTHCHECK replaces the first",
  why: "Only the last one of a stage has an effect. The earlier one looks alive and does nothing.",
  remedy: "Keep the last one and take the others out.",
  peers: {
    same: [
      { id: "buildkit:MultipleInstructionsDisallowed" },
      { id: "hadolint:DL4003", options: { instructions: ["CMD"], report: "later" } },
      { id: "trivy:DS-0016", options: { instructions: ["CMD"], report: "later" } },
      { id: "semgrep:multiple-cmd-instructions", options: { instructions: ["CMD"], report: "later" } },
      { id: "hadolint:DL4004", options: { instructions: ["ENTRYPOINT"], report: "later" } },
      { id: "trivy:DS-0007", options: { instructions: ["ENTRYPOINT"], report: "later" } },
      { id: "semgrep:multiple-entrypoint-instructions", options: { instructions: ["ENTRYPOINT"], report: "later" } },
      { id: "hadolint:DL3012", options: { instructions: ["HEALTHCHECK"], report: "later" } },
      { id: "trivy:DS-0023", options: { instructions: ["HEALTHCHECK"], report: "later" } },
      { id: "kics:Multiple HEALTHCHECK instructions", options: { instructions: ["HEALTHCHECK"], report: "later" } },
      { id: "kics:Multiple CMD Instructions Listed", options: { instructions: ["CMD"], scope: "final-stage", report: "first" } },
      { id: "kics:Multiple ENTRYPOINT Instructions Listed", options: { instructions: ["ENTRYPOINT"], scope: "final-stage", report: "first" } },
    ],
  },
  options: {
    instructions: {
      values: ["CMD", "ENTRYPOINT", "HEALTHCHECK"],
      default: ["CMD", "ENTRYPOINT", "HEALTHCHECK"],
      meaning: "Which instructions are looked at.",
    },
    scope: {
      values: ["every-stage", "final-stage"],
      default: "every-stage",
      meaning: "final-stage: earlier stages are not looked at.",
    },
    report: {
      values: ["dead", "first", "later"],
      default: "dead",
      meaning: "Which one gets the finding. dead: each that has no effect; later: each after the first; first: the first alone.",
    },
  },
  on: "stage",

  *check(stage, { options }) {
    if (options.scope === "final-stage" && !stage.isFinal) return;
    for (const keyword of options.instructions) {
      const all = stage.steps.map((step) => step.instruction).filter((instruction) => instruction.keyword === keyword);
      for (const instruction of pick(all, options.report)) {
        const dead = instruction !== all.at(-1);
        const other = dead ? all.at(-1) : all[0];
        yield {
          at: instruction.headSpan,
          message: dead ? `this ${keyword} has no effect, a later one replaces it` : `this ${keyword} replaces an earlier one`,
          ...(other ? { related: [{ at: other.keywordSpan, note: dead ? "this one counts" : "without effect" }] } : {}),
          ...(dead ? { fix: { title: `take the dead ${keyword} out`, safe: true, edits: [removeInstruction(instruction)] } } : {}),
        };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        CMD ["first"]
        HEALTHCHECK NONE
        HEALTHCHECK CMD ["check"]
        CMD ["second"]
      `,
      good: dockerfile`
        FROM debian:12
        HEALTHCHECK CMD ["check"]
        CMD ["second"]
      `,
    },
    {
      about: "Each stage counts for itself",
      bad: dockerfile`
        FROM debian:12
        ENTRYPOINT ["first"]
        # the one that runs
        ENTRYPOINT ["second"]
      `,
      good: dockerfile`
        FROM debian:12 AS tool
        ENTRYPOINT ["first"]

        FROM tool
        ENTRYPOINT ["second"]
      `,
      fixed: dockerfile`
        FROM debian:12
        # the one that runs
        ENTRYPOINT ["second"]
      `,
    },
    {
      options: { report: "later" },
      bad: dockerfile`
        FROM debian:12
        CMD ["first"]
        CMD ["second"]
      `,
      fixed: null,
    },
  ],
});


function pick(all: readonly Instruction[], report: "dead" | "first" | "later"): readonly Instruction[] {
  if (report === "dead") return all.slice(0, -1);
  return report === "later" ? all.slice(1) : all.length > 1 ? all.slice(0, 1) : [];
}
