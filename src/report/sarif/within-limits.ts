import { gunzipSync, gzipSync } from "node:zlib";
import type { Severity } from "../../rule/index.ts";

/** Limits of a SARIF file: results, and bytes after gzip. */
export interface SarifLimits {
  readonly results: number;
  readonly bytes: number;
}

/** What `write` gives for as many of the findings as the limits allow, the severest ones. */
export function withinLimits<T extends { readonly severity: Severity }>(all: readonly T[], limits: SarifLimits, write: (kept: readonly T[]) => Iterable<string>): Iterable<string> {
  for (let keep = Math.min(all.length, limits.results); ; ) {
    const text = write(mostSevere(all, keep));
    if (limits.bytes === Infinity) return text;
    const measured = new MeasuredText(text, limits.bytes);
    if (keep === 0 || measured.size <= limits.bytes) return measured.blocks();
    keep = Math.floor(keep * Math.min(0.9, (limits.bytes / measured.size) * 0.95));
  }
}

/** UTF-16 units of a text that are packed together. */
const blockLength = 1_000_000;

/** A text with its size. Where it takes more bytes than a limit it is packed with gzip, stretch by stretch, and kept so. */
class MeasuredText {
  /** Bytes; after gzip where the plain text takes more than the limit. */
  readonly size: number;
  readonly #plain: string[] = [];
  readonly #packed: Buffer[] = [];

  constructor(blocks: Iterable<string>, limit: number) {
    let bytes = 0;
    let length = 0;
    const open: string[] = [];
    const close = (): void => {
      const text = open.splice(0).join("");
      bytes += Buffer.byteLength(text);
      length = 0;
      this.#plain.push(text);
      if (bytes > limit) this.#pack();
    };
    for (const block of blocks) {
      open.push(block);
      length += block.length;
      if (length >= blockLength) close();
    }
    close();
    this.size = bytes <= limit ? bytes : this.#packed.reduce((sum, part) => sum + part.length, 0);
  }

  *blocks(): Iterable<string> {
    for (const part of this.#packed) yield gunzipSync(part).toString();
    yield* this.#plain;
  }

  #pack(): void {
    for (const text of this.#plain.splice(0)) this.#packed.push(gzipSync(text));
  }
}

/** So many findings, the severest ones, in the report's order. */
function mostSevere<T extends { readonly severity: Severity }>(findings: readonly T[], keep: number): readonly T[] {
  if (findings.length <= keep) return findings;
  const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
  const order = findings.map((finding, at) => ({ at, rank: rank[finding.severity] })).sort((a, b) => a.rank - b.rank || a.at - b.at);
  const kept = new Set(order.slice(0, keep).map((one) => one.at));
  return findings.filter((_, at) => kept.has(at));
}
