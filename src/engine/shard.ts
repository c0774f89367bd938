import { textOf } from "#text";
import type { Note } from "../model/index.ts";
import type { Division, Work } from "./analyse.ts";
import { hashOf } from "./hash.ts";
import type { CheckedPart } from "./part.ts";
import { findingKey } from "./settle.ts";
import type { Report, SettledFinding, ShardFinding } from "./report.ts";
import { Units, type Unit } from "./units.ts";

/** One of `of` shares of a project, counted from 1. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** `2/3`; undefined where a text is no share. */
export function readShare(text: string): Share | undefined {
  const [, index = 0, of = 0] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text)?.map(Number) ?? [];
  return index >= 1 && index <= of ? { index, of } : undefined;
}

/** How much more than its part of the whole a share may hold, so that most units stay where they are when others come or go. */
const slack = 1.1;

/** A share of a project, checked; it knows in which unit each finding was made first. */
export class Shard implements Division {
  readonly share: Share;
  readonly files: number;
  readonly parts: Iterable<CheckedPart>;
  /** Equal for shares of the same files with the same options. */
  readonly inputs: string;
  readonly #units: Units;
  readonly #own: ReadonlyMap<Unit, number>;
  readonly #firstUnit = new Map<string, number>();

  /** `options` is what else findings depend on: shares of one whole have the same. */
  constructor(work: Work, share: Share, options: string) {
    this.share = share;
    this.#units = new Units(work);
    const shares = shareOut(this.#units.all, share.of);
    this.#own = new Map([...this.#units.all.entries()].filter(([, unit]) => shares.get(unit) === share.index).map(([at, unit]) => [unit, at]));
    this.files = [...this.#own.keys()].reduce((sum, { paths }) => sum + paths.length, 0);
    this.inputs = hashOf(options + JSON.stringify(this.#units.all.map(({ paths, size }) => [paths, size])));
    this.parts = this.#check();
  }

  /** Notes on the whole are told by one share each. */
  tells(note: Note): boolean {
    return preferred(note.path, this.share.of)[0] === this.share.index;
  }

  /** The report of this share with what it takes to join it with the others. */
  report(report: Report, faults: number): Report {
    const findings = report.findings.map((finding) => this.#facts(finding));
    const { files, suppressed } = report.summary;
    return { ...report, shard: { ...this.share, inputs: this.inputs, files, suppressed, faults, notes: report.notes, findings } };
  }

  #facts(finding: SettledFinding): ShardFinding {
    const { rule, path, line, column, span, message, address, severity, peers } = finding;
    return {
      unit: this.#firstUnit.get(findingKey(finding)) ?? 0,
      rule, path, line, column, start: span.start, end: span.end, message, address, text: hashOf(textOf(span)), severity, fixable: finding.fix !== undefined, peers,
    };
  }

  *#check(): Iterable<CheckedPart> {
    for (const [unit, at] of this.#own) {
      const part = this.#units.check([unit]);
      for (const finding of part.findings) {
        const key = findingKey(finding);
        if (!this.#firstUnit.has(key)) this.#firstUnit.set(key, at);
      }
      yield part;
    }
  }
}

/**
 * Which share each unit belongs to. A unit goes to the share that its name prefers, unless that one is full, so that files
 * that come or go elsewhere move few units; the biggest are placed first.
 */
export function shareOut(units: readonly Unit[], of: number): ReadonlyMap<Unit, number> {
  const total = units.reduce((sum, { size }) => sum + size, 0);
  const limit = (total / of) * slack;
  const loads = new Array<number>(of + 1).fill(0);
  const load = (share: number): number => loads[share] ?? 0;
  const found = new Map<Unit, number>();
  for (const unit of [...units].sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1))) {
    const order = preferred(unit.id, of);
    const lightest = order.reduce((least, share) => (load(share) < load(least) ? share : least));
    const share = order.find((one) => load(one) + unit.size <= limit) ?? lightest;
    loads[share] = load(share) + unit.size;
    found.set(unit, share);
  }
  return found;
}

/** The shares from the one that a name likes best. */
function preferred(name: string, of: number): readonly number[] {
  const shares = Array.from({ length: of }, (_, at) => ({ share: at + 1, weight: hashOf(`${name}\0${at + 1}`) }));
  return shares.sort((a, b) => (a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : a.share - b.share)).map(({ share }) => share);
}
