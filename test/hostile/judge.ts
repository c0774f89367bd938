import { catalogue } from "../../rules/index.ts";
import { analyse } from "../../src/engine/analyse.ts";
import { render, renderMap } from "../../src/report/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";

export type Files = Readonly<Record<string, string>>;

const options = { color: false, quiet: false, catalogue: () => catalogue } as const;

/** Milliseconds that one project of small files may take, on a slow and busy machine. */
export const bound = 5000;

/**
 * Runs every rule, the map and the formats that machines read over files, and says what is wrong: something thrown, a rule
 * that failed, a place outside the text, output that is no JSON, too long a time. Undefined where all is well.
 */
export function faultWith(files: Files): string | undefined {
  const start = performance.now();
  try {
    return reportFault(files) ?? (performance.now() - start > bound ? `took ${Math.round(performance.now() - start)} ms` : undefined);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function reportFault(files: Files): string | undefined {
  const analysis = analyse({ host: new MemoryHost(files), paths: ["."], catalogue, preset: "all", config: false });
  const [fault] = analysis.faults;
  if (fault) return `rule ${fault.rule}: ${fault.error.stack ?? fault.error.message}`;
  for (const { rule, span, related, trace, fix } of analysis.report.findings) {
    for (const at of [span, ...related.map((one) => one.span), ...trace.map((one) => one.span), ...(fix?.edits ?? []).map((one) => one.span)]) {
      if (!(at.start >= 0 && at.start <= at.end && at.end <= at.document.text.length)) return `rule ${rule}: a place outside the text: ${at.document.path} ${at.start}-${at.end}`;
    }
  }
  for (const format of ["json", "sarif", "gitlab"] as const) JSON.parse(render(format, analysis.report, options));
  JSON.parse(renderMap("json", analysis.project, { color: false }));
  const plain = render("pretty", analysis.report, options);
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(plain) ? "a control character in the printed report" : undefined;
}
