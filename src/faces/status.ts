import type { InternalFault } from "../engine/check.ts";
import { visible } from "../report/index.ts";
import type { Streams } from "./streams.ts";

/** The exit statuses. */
export const status = { clean: 0, findings: 1, unusable: 2, internal: 3 } as const;

/** Names each bug of ours on the error stream: rule, place and what was thrown. */
export function statusOfFaults(faults: readonly InternalFault[], streams: Streams): void {
  const seen = new Set<string>();
  for (const { rule, path, line, error } of faults) {
    if (seen.has(rule)) continue;
    seen.add(rule);
    const place = line === undefined ? path : `${path}:${line}`;
    const frame = error.stack?.split("\n")[1]?.trim() ?? "";
    streams.error(`stowage: internal error: rule ${rule} failed at ${visible(place)}: ${visible(error.message)} ${frame}\nThis is a fault of stowage; \`--rule ${rule}=off\` leaves the rule out.\n`);
  }
}
