import type { Edit, Span } from "#text";
import type { Confidence, Note } from "../model/index.ts";
import type { FixKind, Peers, Severity } from "../rule/index.ts";

/** A place as users see it: 1-based, columns in UTF-16 units, the end exclusive. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** For code frames; reports that only need numbers leave it alone. */
  readonly span: Span;
}

export interface SettledFinding extends Place {
  readonly rule: string;
  readonly family: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly address: string;
  readonly fingerprint: string;
  readonly peers: readonly string[];
  readonly related: readonly (Place & { readonly message: string })[];
  readonly trace: readonly (Place & { readonly message: string })[];
  readonly fix: { readonly title: string; readonly safe: boolean; readonly edits: readonly Edit[] } | undefined;
  readonly help: string;
}

/** What a report may say of a rule; the long texts may come from a chunk that is loaded only when asked for. */
export interface RuleFacts {
  readonly id: string;
  readonly family: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly recommended: boolean;
  readonly fix: FixKind;
  readonly securitySeverity: number | undefined;
  readonly peers: Peers;
  readonly help: string;
}

export interface Summary {
  readonly files: number;
  readonly findings: number;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly suppressed: number;
  readonly fixable: number;
}

/** Settled findings plus notes on what could not be analysed and why. */
export interface Report {
  readonly tool: { readonly name: "stowage"; readonly version: string };
  /** Sorted by path, line, column, rule. */
  readonly findings: readonly SettledFinding[];
  readonly notes: readonly Note[];
  readonly summary: Summary;
  /** Facts of the rules that are on, by id. */
  readonly rules: ReadonlyMap<string, RuleFacts>;
  /** Set where the report is one share of a whole: what it takes to join the shares. */
  readonly shard?: ShardSection;
}

/** What `stowage merge` needs to know of a share beside its findings. */
export interface ShardSection {
  readonly index: number;
  readonly of: number;
  /** Equal for shares of the same files. */
  readonly inputs: string;
  readonly files: number;
  readonly suppressed: number;
  /** Bugs of ours that the share met. */
  readonly faults: number;
  readonly notes: readonly Note[];
  /** One for each finding, in the report's order. */
  readonly findings: readonly ShardFinding[];
}

/** What a report does not show of a finding, yet decides on its order, its fingerprint and which ones are the same. */
export interface ShardFinding {
  readonly unit: number;
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly address: string;
  /** A hash of the text that the finding stands on. */
  readonly text: string;
  readonly severity: Severity;
  readonly fixable: boolean;
  readonly peers: readonly string[];
}
