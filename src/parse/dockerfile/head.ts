import type { MappedText } from "#text";
import { isBlank, isSpace, skipSpace, trimEnd } from "./characters.ts";
import { readFlags } from "./flags.ts";
import { readJson } from "./json.ts";
import { factsOf, type KeywordFacts } from "./keywords.ts";
import type { Flag, JsonForm } from "./tree.ts";
import type { Range } from "./words.ts";

/** An instruction's own lines taken apart, before here-documents and arguments are read. */
export interface Head {
  /** In capitals. */
  readonly keyword: string;
  readonly facts: KeywordFacts | undefined;
  readonly source: MappedText;
  readonly keywordRange: Range;
  readonly flags: readonly Flag[];
  readonly restRange: Range;
  readonly rest: MappedText;
  /** The JSON form of the arguments; for HEALTHCHECK, of what follows its first word. */
  readonly json: JsonForm | "not-strings" | undefined;
  /** HEALTHCHECK: the first word, and where its command begins; offsets of `rest`. */
  readonly health: { readonly kind: Range; readonly command: number } | undefined;
  /** ONBUILD: the instruction that it holds; the inner one of `ONBUILD ONBUILD` holds none. */
  readonly trigger: Head | undefined;
}

/** Takes `source`, an instruction's joined lines, apart: keyword, flags, arguments. */
export function readHead(source: MappedText, from: number, escape: string, inside = false): Head {
  const text = source.text;
  const start = skipSpace(text, from, text.length);
  const stop = trimEnd(text, start, text.length);
  let keywordEnd = start;
  while (keywordEnd < stop && !isBlank(text.charCodeAt(keywordEnd))) keywordEnd++;
  const word = text.slice(start, keywordEnd).toUpperCase();
  const facts = factsOf(word);
  const keyword = facts?.keyword ?? word;
  let at = keywordEnd;
  while (at < stop && isBlank(text.charCodeAt(at))) at++;
  const read = readFlags(source, at, escape);
  const restStart = Math.min(skipSpace(text, Math.min(read.end, stop), stop), stop);
  const restRange = { start: restStart, end: stop };
  const rest = source.slice(restRange.start, restRange.end);
  const health = facts?.arguments === "health" ? healthOf(rest.text) : undefined;
  const body = health ? rest.slice(health.command, rest.text.length) : rest;
  const holds = facts?.arguments === "trigger" && !inside && rest.text !== "";
  return {
    keyword,
    facts,
    source,
    keywordRange: { start, end: keywordEnd },
    flags: read.flags,
    restRange,
    rest,
    json: facts?.json ? readJson(body) : undefined,
    health,
    trigger: holds ? readHead(source, restRange.start, escape, true) : undefined,
  };
}

function healthOf(text: string): { kind: Range; command: number } | undefined {
  let end = 0;
  while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
  return end === 0 ? undefined : { kind: { start: 0, end }, command: skipSpace(text, end, text.length) };
}
