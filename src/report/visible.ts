/**
 * Characters that may change what a reader sees: control characters, line and paragraph separators, direction controls,
 * characters of no width that hide text, tags, and halves of surrogate pairs.
 */
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Words by which a build log is given orders in the middle of a line (GitHub, Azure Pipelines, TeamCity). */
const logOrder =
  /##(?=\[(?:set-env|set-output|save-state|add-path|add-mask|add-matcher|remove-matcher|internal-set-repo-path|debug|warning|error|notice|group|endgroup|command|section|echo|stop-commands)\b|vso\[|teamcity\[)/gi;

/** Most texts: plain characters, and at most one `#` at a time. */
const harmless = /^(?:[ -"$-~]|#(?!#))*$/;

/**
 * A text from a file, a file name or a message, fit for any output: one line, nothing hidden. What could act on a
 * terminal or a build log stands as an escape (`\x1b`, `\u{202e}`) that a reader can see.
 */
export function visible(text: string): string {
  if (harmless.test(text)) return text;
  return text.replace(hidden, escapeCharacter).replace(logOrder, "#\\x23");
}

/** The visible escape of one character, such as `\n`, `\x1b` or `\u{202e}`. */
export function escapeCharacter(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** True for a character that `visible` would escape. */
export function isHidden(character: string): boolean {
  hidden.lastIndex = 0;
  return hidden.test(character);
}

/** A line of plain output; `::` at its start, an order to GitHub's build log, is made visible too. */
export function plainLine(line: string): string {
  return line.replace(/^((?:\s|\x1b\[\d+m)*):(?=:)/, "$1\\x3a");
}

/**
 * JSON of a value with two blanks of indentation and a final line end. Hidden characters stand as JSON escapes: a reader
 * of the JSON gets the exact text, a terminal never does.
 */
export function visibleJson(value: unknown): string {
  return `${visibleText(JSON.stringify(value, undefined, 2))}\n`;
}

/** A part of a JSON text with its hidden characters as JSON escapes; line ends stay. */
export function visibleText(json: string): string {
  return /^[\n -~]*$/.test(json) ? json : json.replace(hidden, jsonEscape);
}

function jsonEscape(character: string): string {
  if (character === "\n") return character;
  return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}
