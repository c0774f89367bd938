import type { Purpose } from "../model/index.ts";
import type { Severity } from "../rule/index.ts";
import type { RawFinding } from "./check.ts";
import type { Subject } from "./subjects.ts";

/** What goes lost in a test or on a developer's machine is no drama: only these families speak of that. */
const FAMILIES = new Set(["state", "mounts"]);

const ONE_LOWER: Readonly<Record<Severity, Severity>> = { error: "warning", warning: "info", info: "info" };

/**
 * The severity of a finding: the user's or a preset's where one is set, else the finding's own or the rule's. Findings about data
 * and mounts are one step lower in files for tests, CI and development, and never more than a hint in a text for people.
 */
export function severityOf({ finding, run, subject }: RawFinding): Severity {
  if (run.severityFixed) return run.severity;
  const severity = finding.severity ?? run.severity;
  if (run.ofPeer || !FAMILIES.has(run.entry.family)) return severity;
  if (/\.(md|markdown)$/i.test(subject.document?.path ?? "")) return "info";
  const purpose = purposeIn(subject);
  return purpose === "test" || purpose === "development" ? ONE_LOWER[severity] : severity;
}

function purposeIn(subject: Subject): Purpose {
  switch (subject.on) {
    case "container": return subject.value.purpose;
    case "mount": case "path": return subject.value.container.purpose;
    case "service": return subject.value.container.purpose;
    case "compose": return subject.value.purpose;
    default: return "unknown";
  }
}
