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
}
