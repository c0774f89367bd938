import type { Severity } from "../../rule/index.ts";
import type { OptionValues } from "../catalogue.ts";

/** What a peer's own configuration file says, in terms of our rules and of the peer's full ids (`hadolint:DL3006`). */
export interface PeerSettings {
  readonly peer: string;
  readonly path: string;
  /** True for a peer's rule that is switched off. */
  ignores(peerId: string): boolean;
  readonly severities: ReadonlyMap<string, Severity>;
  /** Option values by our rule's id; the rule is switched on by them. */
  readonly options: ReadonlyMap<string, OptionValues>;
  /** False where the peer's comments in files are to be left alone. */
  readonly comments: boolean;
  /** What in it was not understood. */
  readonly problems: readonly string[];
}

export type PlainMap = Readonly<Record<string, unknown>>;

export function isPlainMap(value: unknown): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The texts of a list, or of a single text; empty for anything else. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

const severityNames: ReadonlyMap<string, Severity> = new Map([
  ["error", "error"], ["fatal", "error"], ["critical", "error"], ["warning", "warning"], ["warn", "warning"], ["major", "warning"], ["info", "info"], ["style", "info"], ["minor", "info"],
]);

/** A peer's word for a severity in ours. */
export function severityOf(word: unknown): Severity | undefined {
  return typeof word === "string" ? severityNames.get(word.toLowerCase()) : undefined;
}
