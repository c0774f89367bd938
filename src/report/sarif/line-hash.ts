import type { Document } from "#text";

/** Characters that one hash covers, counted from the start of its line; blanks and tabs do not count. */
const reach = 100;
const factor = 37;
const word = 2 ** 32;
/** Stands for the end of the file. */
const endOfFile = 0xffff;

/** A number modulo 2^64 in two halves, since plain numbers hold 53 bits and big integers are ten times slower here. */
interface Wide {
  high: number;
  low: number;
}

/**
 * GitHub code scanning's `primaryLocationLineHash` of every line of a document; the hash of line n stands at n - 1.
 *
 * It is a polynomial hash (base 37, modulo 2^64) of the 100 characters that follow the line's start, blanks and tabs
 * left out, every kind of line end taken as `\n`, the end of the file as 0xffff and what lies behind it as 0; written in hex, with
 * `:1`, `:2` ... for lines of equal hash. Source: `src/fingerprints.ts` of github/codeql-action.
 */
export function lineHashes(document: Document): readonly string[] {
  const { units, starts } = significantUnits(document.text);
  const seen = new Map<string, number>();
  const hashes: string[] = [];
  const value: Wide = { high: 0, low: 0 };
  let next = 0;
  for (let at = 0; next < starts.length; at++) {
    if (at - reach === starts[next]) {
      hashes.push(numbered(value, seen));
      next++;
    }
    shift(value, units[at] ?? 0, at >= reach ? units[at - reach] ?? 0 : 0);
  }
  return hashes;
}

/** What is hashed, with the index at which each line starts. */
function significantUnits(text: string): { readonly units: readonly number[]; readonly starts: readonly number[] } {
  const units: number[] = [];
  const starts: number[] = [];
  let lineStart = true;
  let afterReturn = false;
  const take = (unit: number): void => {
    if (lineStart) starts.push(units.length);
    lineStart = unit === 10;
    units.push(unit);
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const skipped = unit === 32 || unit === 9 || (afterReturn && unit === 10);
    afterReturn = unit === 13;
    if (!skipped) take(unit === 13 ? 10 : unit);
  }
  take(endOfFile);
  return { units, starts };
}

/** Takes one unit in at the end of the window and the oldest one out. */
function shift(value: Wide, added: number, dropped: number): void {
  const low = value.low * factor + added - dropped * outgoing.low;
  const carry = Math.floor(low / word);
  value.low = low - carry * word;
  const high = value.high * factor + carry - dropped * outgoing.high;
  value.high = high - Math.floor(high / word) * word;
}

/** 37^100 modulo 2^64: what a unit counts for when it leaves the window. */
const outgoing: Wide = { high: 0xe59cd09a, low: 0x331cdb71 };

function numbered(value: Wide, seen: Map<string, number>): string {
  const low = value.low.toString(16);
  const hex = value.high === 0 ? low : value.high.toString(16) + low.padStart(8, "0");
  const times = (seen.get(hex) ?? 0) + 1;
  seen.set(hex, times);
  return `${hex}:${times}`;
}
