import type { Span, SyntaxFault } from "#text";

/**
 * What Compose refuses a project for. `yaml`: the text; `schema`: a key or value that the specification does not have;
 * `load`: interpolation, `extends`, `include` and merging; `consistency`: what is well-formed and cannot be run;
 * `missing-file`: a file that is not there, which an ignored or generated one never is in a repository.
 */
export type ProblemKind = "yaml" | "schema" | "load" | "consistency" | "missing-file";

/** One reason for which Compose would not load the project. */
export interface ComposeProblem extends SyntaxFault {
  readonly kind: ProblemKind;
  readonly related?: readonly { readonly at: Span; readonly note: string }[];
  /** The resource that the project names and does not define: `network front`. */
  readonly lacks?: string;
  /** True where it is told once for many projects that lack the same. */
  readonly shared?: boolean;
}

/** Gathers problems; the same words at the same place count once. */
export class Problems {
  readonly #all = new Map<string, ComposeProblem>();

  add(kind: ProblemKind, code: string, span: Span, message: string, related?: ComposeProblem["related"]): void {
    this.take({ kind, code, span, message, fatal: true, ...(related ? { related } : {}) });
  }

  take(problem: ComposeProblem): void {
    const { document, start, end } = problem.span;
    const key = `${document.path}\n${String(start)}\n${String(end)}\n${problem.message}`;
    if (!this.#all.has(key)) this.#all.set(key, problem);
  }

  get all(): readonly ComposeProblem[] {
    return [...this.#all.values()];
  }
}
