import type { TextPart } from "./volume.ts";

/** An entry of `tmpfs:`, `PATH[:OPTIONS]`. Offsets are offsets of the text that was given. */
export interface ShortTmpfs {
  readonly target: TextPart;
  /** `size=64m`, `mode=1777`, `noexec` and so on, in order. */
  readonly options: readonly TextPart[];
}

/**
 * Reads an entry of a service's `tmpfs:` (specification: `<path>` or `<path>:<options>`, options parted by commas).
 * @param text the entry, after interpolation as far as that is known
 */
export function parseTmpfs(text: string): ShortTmpfs {
  const colon = colonOutsideVariables(text);
  const targetEnd = colon < 0 ? text.length : colon;
  const options: TextPart[] = [];
  if (colon >= 0) {
    let start = colon + 1;
    for (const option of text.slice(start).split(",")) {
      if (option !== "") options.push({ text: option, start, end: start + option.length });
      start += option.length + 1;
    }
  }
  return { target: { text: text.slice(0, targetEnd), start: 0, end: targetEnd }, options };
}

function colonOutsideVariables(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    else if (text[at] === "}" && depth > 0) depth--;
    else if (text[at] === ":" && depth === 0) return at;
  }
  return -1;
}
