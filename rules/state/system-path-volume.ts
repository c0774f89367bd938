import { dockerfile, rule } from "#rule";

export default rule({
  id: "system-path-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "VOLUME covers a system directory",
  why: "Every container gets its own copy of that directory in a volume, which hides what a newer image brings there.",
  remedy: "Declare only the folder in which the program keeps its data.",
  on: "instruction",
  needs: { instructions: ["VOLUME"] },

  *check(step) {
    if (step.instruction.keyword !== "VOLUME") return;
    for (const word of step.instruction.json?.items ?? step.instruction.words) {
      const path = word.value.replace(/(?<=^\/|[^/])\/+$/, "");
      if (SYSTEM.has(path)) yield { at: word.span, message: `VOLUME ${path} covers a system directory` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.20
        VOLUME /var
      `,
      good: dockerfile`
        FROM alpine:3.20
        VOLUME /var/lib/ledger
      `,
    },
  ],
});

const SYSTEM = new Set(["/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/lib", "/usr/local", "/usr/share", "/var", "/var/lib", "/var/run", "/var/tmp"]);
