import { Document, type Span } from "#text";
import type { Note, Project } from "../model/index.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Checker, InternalFault, RawFinding } from "./check.ts";
import type { Place, SettledFinding } from "./report.ts";
import { Settling } from "./settle.ts";
import type { SettingsOf } from "./settings.ts";
import type { Walked } from "./subjects.ts";

/** What was found in one part of a project. Nothing of its model is held on to. */
export interface CheckedPart {
  /** Settled, without fingerprints. */
  readonly findings: readonly SettledFinding[];
  readonly suppressed: number;
  /** The paths whose settings are in force. */
  readonly documents: readonly string[];
  /** The rules that found something, silenced or not. */
  readonly reporting: readonly string[];
  readonly notes: readonly Note[];
  readonly faults: readonly InternalFault[];
}

export interface PartTools {
  readonly checker: Checker;
  readonly settings: SettingsOf;
  readonly catalogue: Catalogue;
  readonly outside?: (project: Project, settings: SettingsOf) => readonly RawFinding[];
}

/** Asks the rules about one part of a project. */
export function checkPart(project: Project, tools: PartTools): CheckedPart {
  const { findings, faults } = tools.checker.check(project);
  return settlePart(project, [...findings, ...(tools.outside?.(project, tools.settings) ?? [])], tools, { notes: () => project.notes, faults });
}

/** What is left of findings in a part of a project after suppressions; notes are asked for last, since they grow on the way. */
export function settlePart(project: Walked, raw: readonly RawFinding[], { settings, catalogue }: Pick<PartTools, "settings" | "catalogue">, told: { readonly notes: () => readonly Note[]; readonly faults: readonly InternalFault[] }): CheckedPart {
  const settling = new Settling({ settings, catalogue });
  settling.add(project, raw);
  const { faults, notes } = told;
  return { ...settling.found(), documents: project.documents.map(({ document }) => document.path), notes: notes(), faults };
}

type PackedSpan = readonly [path: number, start: number, end: number];
type PackedPlace = Omit<Place, "path" | "span"> & { readonly span: PackedSpan; readonly message: string };

interface PackedFinding extends Omit<SettledFinding, "path" | "span" | "related" | "trace" | "fix"> {
  readonly span: PackedSpan;
  readonly related: readonly PackedPlace[];
  readonly trace: readonly PackedPlace[];
  readonly fix: { readonly title: string; readonly safe: boolean; readonly edits: readonly { readonly span: PackedSpan; readonly text: string }[] } | null;
}

/** A checked part as plain data, for another thread or a file. Documents stand for their paths. */
export interface PackedPart extends Omit<CheckedPart, "findings" | "faults"> {
  /** The documents that findings point into. */
  readonly paths: readonly string[];
  readonly findings: readonly PackedFinding[];
  readonly faults: readonly { readonly rule: string; readonly path: string; readonly line: number | null; readonly message: string; readonly stack: string }[];
}

export function packPart(part: CheckedPart): PackedPart {
  const indexes = new Map<string, number>();
  const packSpan = ({ document: { path }, start, end }: Span): PackedSpan => {
    const known = indexes.get(path) ?? indexes.size;
    indexes.set(path, known);
    return [known, start, end];
  };
  const packPlace = ({ line, column, endLine, endColumn, span, message }: Place & { readonly message: string }): PackedPlace => ({ line, column, endLine, endColumn, message, span: packSpan(span) });
  const findings = part.findings.map(({ path: _, span, related, trace, fix, ...rest }): PackedFinding => ({
    ...rest, span: packSpan(span), related: related.map(packPlace), trace: trace.map(packPlace),
    fix: fix ? { title: fix.title, safe: fix.safe, edits: fix.edits.map((edit) => ({ span: packSpan(edit.span), text: edit.text })) } : null,
  }));
  const faults = part.faults.map(({ rule, path, line, error }) => ({ rule, path, line: line ?? null, message: error.message, stack: error.stack ?? "" }));
  const { suppressed, documents, reporting, notes } = part;
  return { findings, faults, suppressed, documents, reporting, notes, paths: [...indexes.keys()] };
}

/** The documents of a packed part by path, each once for a whole run; undefined where a text is gone. */
export class PartDocuments {
  readonly #textOf: (path: string) => string | undefined;
  readonly #known = new Map<string, Document>();

  constructor(textOf: (path: string) => string | undefined) {
    this.#textOf = textOf;
  }

  at(path: string): Document | undefined {
    const known = this.#known.get(path);
    if (known) return known;
    const text = this.#textOf(path);
    if (text === undefined) return undefined;
    const made = new Document(path, text, "other");
    this.#known.set(path, made);
    return made;
  }
}

/** The part again; undefined where a document is gone. */
export function unpackPart(packed: PackedPart, documents: PartDocuments): CheckedPart | undefined {
  const found = packed.paths.flatMap((path) => documents.at(path) ?? []);
  if (found.length < packed.paths.length) return undefined;
  const span = ([index, start, end]: PackedSpan): Span => (found[index] ?? new Document("", "", "other")).span(start, end);
  const place = ({ span: packedSpan, ...rest }: PackedPlace): Place & { readonly message: string } => ({ ...rest, path: packed.paths[packedSpan[0]] ?? "", span: span(packedSpan) });
  return {
    suppressed: packed.suppressed, documents: packed.documents, reporting: packed.reporting, notes: packed.notes,
    findings: packed.findings.map((one): SettledFinding => ({
      ...one, path: packed.paths[one.span[0]] ?? "", span: span(one.span), related: one.related.map(place), trace: one.trace.map(place),
      fix: one.fix ? { ...one.fix, edits: one.fix.edits.map((edit) => ({ span: span(edit.span), text: edit.text })) } : undefined,
    })),
    faults: packed.faults.map(({ rule, path, line, message, stack }) => ({ rule, path, line: line ?? undefined, error: Object.assign(new Error(message), { stack }) })),
  };
}
