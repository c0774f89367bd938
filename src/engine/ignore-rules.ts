type IgnorePackage = typeof import("ignore");
type Matcher = ReturnType<IgnorePackage>;

let loaded: IgnorePackage | undefined;

function ignorePackage(): IgnorePackage {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return (loaded ??= require("ignore") as IgnorePackage);
}

/** Patterns in `.gitignore` syntax that hold below one folder. */
export class PathPatterns {
  readonly #prefix: string;
  readonly #matcher: Matcher;

  /** `directory` is the folder the patterns are relative to, as the host names it. */
  constructor(directory: string, patterns: string | readonly string[]) {
    this.#prefix = directory === "." ? "" : `${directory}/`;
    this.#matcher = ignorePackage()({ allowRelativePaths: true }).add(typeof patterns === "string" ? patterns : [...patterns]);
  }

  /** True or false where a pattern decides about a path, undefined where none does. Folders end in `/`. */
  decides(path: string): boolean | undefined {
    const inside = this.#inside(path);
    if (inside === undefined) return undefined;
    const { ignored, unignored } = this.#matcher.test(inside);
    return ignored ? true : unignored ? false : undefined;
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
