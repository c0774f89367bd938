import type { Document, Span, SyntaxFault } from "#text";
import { compileGlob, type PathTest } from "./glob.ts";

/** One line of a `.dockerignore`. */
export interface IgnorePattern {
  /** As the engine uses it: cleaned, without `!` and leading `/`. */
  readonly pattern: string;
  /** The line without the blanks around it. */
  readonly raw: string;
  /** `!`: takes back in what earlier lines left out. */
  readonly exception: boolean;
  readonly span: Span;
}

/** Whether a path is left out of the build context, and the line that decided it. */
export interface IgnoreVerdict {
  readonly excluded: boolean;
  /** The last line that changed the answer; none where no line did. */
  readonly by?: IgnorePattern;
}

export interface Dockerignore {
  readonly document: Document;
  readonly patterns: readonly IgnorePattern[];
  /** Lines that the engine refuses; it then builds nothing. */
  readonly faults: readonly SyntaxFault[];
  readonly comments: readonly { readonly text: string; readonly span: Span }[];
  /** The answer for a path relative to the context, with `/`. The context itself is never excluded. */
  excludes(path: string): IgnoreVerdict;
}

/** Reads a `.dockerignore` as the engine does. Never throws; a refused line becomes a fault and matches nothing. */
export function parseDockerignore(document: Document): Dockerignore {
  return new IgnoreFile(document);
}

interface Line extends IgnorePattern {
  readonly test: PathTest;
}

/** What is known of one path: the answer, and which patterns took it or a folder above it. */
interface Reached extends IgnoreVerdict {
  readonly matched: readonly boolean[];
}

class IgnoreFile implements Dockerignore {
  readonly document: Document;
  readonly faults: SyntaxFault[] = [];
  readonly comments: { readonly text: string; readonly span: Span }[] = [];
  readonly #lines: Line[] = [];
  readonly #folders = new Map<string, Reached>();

  constructor(document: Document) {
    this.document = document;
    for (let line = 1; line <= document.lineCount; line++) this.#read(document.lineSpan(line), line === 1);
  }

  get patterns(): readonly IgnorePattern[] {
    return this.#lines;
  }

  excludes(path: string): IgnoreVerdict {
    const cleaned = cleanPath(path).replace(/^\/+/, "");
    if (cleaned === "." || cleaned === "") return { excluded: false };
    const { excluded, by } = this.#reach(cleaned);
    return by ? { excluded, by } : { excluded };
  }

  /** The engine walks from the top: a pattern that took a folder takes all below it. */
  #reach(path: string): Reached {
    let above: Reached | undefined;
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      const folder = path.slice(0, slash);
      const known: Reached = this.#folders.get(folder) ?? this.#decide(folder, above);
      this.#folders.set(folder, known);
      above = known;
    }
    return this.#decide(path, above);
  }

  #decide(path: string, above: Reached | undefined): Reached {
    let excluded = false;
    let by: IgnorePattern | undefined;
    const matched = this.#lines.map((line, index) => {
      const inherited = above?.matched[index] === true;
      if (!inherited && line.exception !== excluded) return false;
      if (!inherited && !line.test(path)) return false;
      if (excluded === line.exception) by = line;
      excluded = !line.exception;
      return true;
    });
    return by ? { excluded, by, matched } : { excluded, matched };
  }

  #read(span: Span, first: boolean): void {
    const { text } = span.document;
    const start = first && text.startsWith("\uFEFF") ? span.start + 1 : span.start;
    const line = text.slice(start, span.end);
    if (line.startsWith("#")) {
      this.comments.push({ text: line.slice(1), span: span.document.span(start, span.end) });
      return;
    }
    const raw = line.trim();
    if (raw === "") return;
    const from = start + line.indexOf(raw);
    this.#add(raw, span.document.span(from, from + raw.length));
  }

  #add(raw: string, span: Span): void {
    const exception = raw.startsWith("!");
    const written = exception ? raw.slice(1).trim() : raw;
    if (written === "") {
      this.faults.push({ code: "empty-exception", span, message: "a \"!\" needs a pattern after it", fatal: true });
      return;
    }
    const cleaned = cleanPath(written);
    const pattern = cleaned.length > 1 && cleaned.startsWith("/") ? cleaned.slice(1) : cleaned;
    const test = compileGlob(pattern);
    if (test) this.#lines.push({ pattern, raw, exception, span, test });
    else this.faults.push({ code: "bad-pattern", span, message: `"${raw}" is no pattern: a "[" is not closed, a class is empty or turned round, or it ends in "\\"`, fatal: true });
  }
}

/** Takes out `.`, `..`, doubled and trailing slashes without looking at the disk, as Go's `filepath.Clean` does. */
function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (part !== ".." || !rooted) kept.push(part);
  }
  return (rooted ? "/" : "") + kept.join("/") || ".";
}
