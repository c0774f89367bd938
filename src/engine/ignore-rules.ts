import { GitIgnore } from "../parse/gitignore/index.ts";

/** Patterns in `.gitignore` syntax that hold below one folder. */
export class PathPatterns {
  readonly #prefix: string;
  readonly #patterns: GitIgnore;

  /** `directory` is the folder the patterns are relative to, as the host names it. */
  constructor(directory: string, patterns: string | readonly string[]) {
    this.#prefix = directory === "." ? "" : `${directory}/`;
    this.#patterns = new GitIgnore(patterns);
  }

  /** True or false where a pattern decides about a path, undefined where none does. Folders end in `/`. */
  decides(path: string): boolean | undefined {
    const inside = this.#inside(path);
    const answer = inside === undefined ? undefined : this.#patterns.test(inside);
    return answer && answer === "ignored";
  }

  #inside(path: string): string | undefined {
    if (this.#prefix === "") return path.startsWith("../") || path.startsWith("/") ? undefined : path;
    return path.startsWith(this.#prefix) && path.length > this.#prefix.length ? path.slice(this.#prefix.length) : undefined;
  }
}

/** The last of several pattern lists, outermost first, that decides about a path. */
export function isIgnored(patterns: readonly PathPatterns[], path: string): boolean {
  for (let at = patterns.length - 1; at >= 0; at--) {
    const decision = patterns[at]?.decides(path);
    if (decision !== undefined) return decision;
  }
  return false;
}
