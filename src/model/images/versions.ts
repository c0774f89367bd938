import type { StoredEntry } from "./data.ts";

/** Whether an entry's versions hold for a tag; `maybe` where the tag tells no version. */
export type Holds = "yes" | "no" | "maybe";

/** Asks each form of `versions` in turn: `*`, `<18`, `>=18`, `*-pg<18`, `8.*`, a glob over the tag; `|` separates several. */
export function holdsFor(versions: string, tag: string): Holds {
  const answers = versions.split("|").map((form) => formHolds(form, tag));
  return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
}

function formHolds(form: string, tag: string): Holds {
  if (form === "*") return "yes";
  const range = rangeOf(form);
  if (range) {
    const version = range.marker ? markedVersion(tag, range.marker) : leadingVersion(tag);
    if (!version) return "maybe";
    return (compare(version, range.bound) < 0) === (range.operator === "<") ? "yes" : "no";
  }
  const series = seriesOf(form);
  if (!series) return globHolds(form, tag) ? "yes" : "no";
  const version = leadingVersion(tag);
  if (!version) return "maybe";
  return series.every((part, index) => version[index] === undefined || version[index] === part) ? "yes" : "no";
}

/** `-pg<18` counts in the number behind the marker. */
function rangeOf(form: string): { readonly marker: string; readonly operator: string; readonly bound: readonly number[] } | undefined {
  const read = /^(?:\*(-[a-z]+))?(<|>=)(\d+(?:\.\d+)*)$/.exec(form);
  return read ? { marker: read[1] ?? "", operator: read[2] ?? "", bound: numbers(read[3] ?? "") } : undefined;
}

/** The numbers before `.*`. */
function seriesOf(form: string): readonly number[] | undefined {
  const read = /^(\d+(?:\.\d+)*)\.\*$/.exec(form);
  return read ? numbers(read[1] ?? "") : undefined;
}

/** The version at the beginning of a tag: `16.4-bookworm` is 16.4, `v3.11` is 3.11; undefined for `alpine`, `latest` and commit names. */
export function leadingVersion(tag: string): readonly number[] | undefined {
  const read = /^v?(\d{1,8}(?:\.\d{1,8})*)(?=$|[-_+.]|(?:alpha|beta|rc|ga|m|cu)\d*)/i.exec(tag);
  return read ? numbers(read[1] ?? "") : undefined;
}

function markedVersion(tag: string, marker: string): readonly number[] | undefined {
  const read = new RegExp(`(?:^|-)${marker.slice(1)}(\\d{1,8}(?:\\.\\d{1,8})*)`).exec(tag);
  return read ? numbers(read[1] ?? "") : undefined;
}

/** The number that stands for `{major}` in a path of an entry. */
export function majorOf(versions: string, tag: string): number | undefined {
  const marker = rangeOf(versions)?.marker;
  return (marker ? markedVersion(tag, marker) : leadingVersion(tag))?.[0];
}

function numbers(text: string): readonly number[] {
  return text.split(".").map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function globHolds(form: string, tag: string): boolean {
  const [first = "", ...rest] = form.split("*");
  if (rest.length === 0) return tag === form;
  const last = rest.pop() ?? "";
  if (!tag.startsWith(first) || !tag.endsWith(last) || tag.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = tag.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= tag.length - last.length;
}

/** True where the versions are a range with a bound: beyond it the image is known to differ. */
export function isBounded(entry: StoredEntry): boolean {
  return rangeOf(entry.versions) !== undefined;
}

/** True where the versions are one series that was looked at, such as `8.*`. */
export function isSeries(entry: StoredEntry): boolean {
  return seriesOf(entry.versions) !== undefined;
}

/** Orders entries by the newest version that they hold for, newest first. */
export function newestFirst(entries: readonly StoredEntry[]): readonly StoredEntry[] {
  return [...entries].sort((a, b) => compare(newestOf(b), newestOf(a)));
}

function newestOf({ versions }: StoredEntry): readonly number[] {
  const range = rangeOf(versions);
  if (range) return range.operator === "<" ? range.bound : [Infinity];
  return seriesOf(versions) ?? [Infinity];
}

/** How closely the versions describe a tag: the longest form without its stars. */
export function closeness({ versions }: StoredEntry): number {
  return Math.max(...versions.split("|").map((form) => form.replaceAll("*", "").length));
}
