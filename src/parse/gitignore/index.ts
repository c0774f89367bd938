/** What a list of patterns says of a path: left out, taken back in by `!`, or nothing. */
export type IgnoreAnswer = "ignored" | "unignored" | undefined;

/** A list of patterns in the syntax of `.gitignore` (git's documentation of gitignore), for paths relative to its folder. */
export class GitIgnore {
  readonly #rules: readonly Rule[];
  readonly #folders = new Map<string, IgnoreAnswer>();

  /** Lines that are no pattern are left out. Letters of both cases are taken as one, as on most disks. */
  constructor(lines: string | readonly string[]) {
    const list = typeof lines === "string" ? lines.replace(/^\uFEFF/, "").split(/\r?\n/) : lines;
    this.#rules = list.flatMap((line) => ruleOf(line.toLowerCase()) ?? []);
  }

  /**
   * The last pattern that fits a path decides, unless a folder above it is left out: nothing below that comes back. Folders end
   * in `/`. Takes time in proportion to the path times the patterns, whatever stands in them.
   */
  test(path: string): IgnoreAnswer {
    if (this.#rules.length === 0) return undefined;
    const isFolder = path.endsWith("/");
    const parts = path.toLowerCase().split("/").filter((part) => part !== "");
    for (let depth = 1; depth < parts.length; depth++) {
      if (this.#folder(parts.slice(0, depth)) === "ignored") return "ignored";
    }
    return parts.length === 0 ? undefined : this.#decide(parts, isFolder);
  }

  #folder(parts: readonly string[]): IgnoreAnswer {
    const key = parts.join("/");
    if (this.#folders.has(key)) return this.#folders.get(key);
    const answer = this.#decide(parts, true);
    this.#folders.set(key, answer);
    return answer;
  }

  #decide(parts: readonly string[], isFolder: boolean): IgnoreAnswer {
    const rule = this.#rules.findLast((one) => (isFolder || !one.foldersOnly) && fits(one.segments, parts));
    return rule && (rule.negated ? "unignored" : "ignored");
  }
}

interface Rule {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  readonly segments: readonly Segment[];
}

/** One part of a pattern between slashes: `**`, a plain name, or what each of its characters may be. */
type Segment = "folders" | { readonly name: string } | { readonly tokens: readonly Token[] };
type Token = "run" | { accepts(character: string): boolean };

function ruleOf(line: string): Rule | undefined {
  if (line.startsWith("#")) return undefined;
  const trimmed = withoutTrailingBlanks(line);
  const negated = trimmed.startsWith("!");
  const written = negated ? trimmed.slice(1) : trimmed;
  const foldersOnly = written.endsWith("/");
  const names = (foldersOnly ? written.slice(0, -1) : written).split("/");
  if (names.every((name) => name === "")) return undefined;
  // A slash at the start or in the middle ties the pattern to the folder; else it fits at any depth.
  const rooted = names.length > 1 ? names.slice(names[0] === "" ? 1 : 0) : ["**", ...names];
  const segments = rooted.map(segmentOf);
  if (segments.at(-1) === "folders") segments.push({ tokens: ["run"] });
  return segments.includes(undefined) ? undefined : { negated, foldersOnly, segments: segments.filter((one) => one !== undefined) };
}

/** Blanks at the end do not count unless a backslash stands before them. */
function withoutTrailingBlanks(line: string): string {
  const kept = line.trimEnd();
  return kept.endsWith("\\") && kept.length < line.length ? `${kept} ` : kept;
}

function segmentOf(text: string): Segment | undefined {
  if (text === "**") return "folders";
  if (!/[*?[\\]/.test(text)) return { name: text };
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "*") {
      if (tokens.at(-1) !== "run") tokens.push("run");
    } else if (character === "?") tokens.push({ accepts: () => true });
    else if (character === "[") {
      const read = classAt(text, at + 1);
      if (!read) return undefined;
      tokens.push(read);
      at = read.last;
    } else {
      if (character === "\\") at++;
      const wanted = text.charAt(at);
      if (wanted === "") return undefined;
      tokens.push({ accepts: (found) => found === wanted });
    }
  }
  return { tokens };
}

/** The class that begins after a `[`; `last` is the index of its `]`. */
function classAt(text: string, start: number): { accepts(character: string): boolean; readonly last: number } | undefined {
  const negated = text.charAt(start) === "!" || text.charAt(start) === "^";
  const first = start + (negated ? 1 : 0);
  const ranges: (readonly [string, string])[] = [];
  for (let at = first; at < text.length; at++) {
    if (text.charAt(at) === "]" && at > first) return { last: at, accepts: (found) => ranges.some(([from, to]) => from <= found && found <= to) !== negated };
    if (text.charAt(at) === "\\") at++;
    const from = text.charAt(at);
    const isRange = text.charAt(at + 1) === "-" && !["]", ""].includes(text.charAt(at + 2));
    if (isRange) at += text.charAt(at + 2) === "\\" ? 3 : 2;
    ranges.push([from, isRange ? text.charAt(at) : from]);
  }
  return undefined;
}

/** Whether all parts fit. Only the last `**` is tried again further on: what it leaves to its right covers the earlier ones. */
function fits(segments: readonly Segment[], parts: readonly string[]): boolean {
  let [at, part] = [0, 0];
  let retry: { readonly at: number; readonly part: number } | undefined;
  while (part < parts.length) {
    const segment = segments[at];
    if (segment === "folders") retry = { at: ++at, part };
    else if (segment !== undefined && fitsName(segment, parts[part] ?? "")) [at, part] = [at + 1, part + 1];
    else if (retry) {
      retry = { at: retry.at, part: retry.part + 1 };
      [at, part] = [retry.at, retry.part];
    } else return false;
  }
  return at === segments.length;
}

function fitsName(segment: Exclude<Segment, "folders">, name: string): boolean {
  if ("name" in segment) return segment.name === name;
  const { tokens } = segment;
  let [at, next] = [0, 0];
  let retry: { readonly at: number; readonly next: number } | undefined;
  while (next < name.length) {
    const token = tokens[at];
    if (token === "run") retry = { at: ++at, next };
    else if (token?.accepts(name.charAt(next)) === true) [at, next] = [at + 1, next + 1];
    else if (retry) {
      retry = { at: retry.at, next: retry.next + 1 };
      [at, next] = [retry.at, retry.next];
    } else return false;
  }
  while (tokens[at] === "run") at++;
  return at === tokens.length;
}
