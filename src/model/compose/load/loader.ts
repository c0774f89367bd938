import type { Span, SyntaxFault } from "#text";
import { interpolationFault, resolveScalar } from "../../../parse/compose/index.ts";
import type { ComposeTree, YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import type { Note } from "../../host.ts";
import { mergeMaps, withoutResets, type MergeContext } from "../merge/merge.ts";
import { mergeRules } from "../merge/rules.ts";
import { Problems } from "../problem.ts";
import type { Lookup } from "../values.ts";
import { applyExtends } from "./extends.ts";
import type { ProjectFiles } from "./files.ts";
import { applyIncludes } from "./include.ts";
import type { Scope, Scopes } from "./scopes.ts";

/** Joins a project's files into one mapping and notes on the way what Compose would refuse and what cannot be read. */
export class Loader {
  readonly files: ProjectFiles;
  readonly scopes: Scopes;
  readonly problems = new Problems();
  readonly notes: Note[] = [];
  readonly trees: ComposeTree[] = [];
  /** Services whose base could not be read: what they lack may stand there. */
  readonly open = new Set<string>();
  /** True where a part of the project could not be read: what it names may be defined there. */
  partial = false;
  readonly merging: MergeContext;

  constructor(files: ProjectFiles, scopes: Scopes) {
    this.files = files;
    this.scopes = scopes;
    const refuse: MergeContext["refuse"] = (at, message, other) => {
      this.problems.add("load", "cannot-merge", at, message, [{ at: other, note: "the value that it is merged into" }]);
    };
    this.merging = { lookup: scopes.lookup, refuse };
  }

  /**
   * The files merged in order, their `extends` and `include` filled in.
   * @param chain the paths of the files that led here by `include`
   */
  load(trees: readonly ComposeTree[], scope: Scope, chain: readonly string[]): YamlMap | undefined {
    let merged: YamlMap | undefined;
    for (const tree of trees) {
      this.take(tree, scope);
      // What a template holds says little of what it becomes.
      for (const root of isTemplate(tree) ? [] : tree.roots) {
        if (root.kind !== "map") {
          // the main file's only part is looked at later
          const isText = root.kind === "list" || root.value !== null;
          if (tree.roots.length > 1 || chain.length > 0 || (isText && tree !== trees[0])) this.problems.add("load", "not-a-map", root.span, "Compose wants a map in each file and in each part of a file that `---` begins.");
          continue;
        }
        const extended = applyExtends(root, tree.document, scope, this);
        const whole = applyIncludes(extended, tree.document, scope, this, chain);
        merged = merged ? mergeMaps(merged, whole, mergeRules, this.merging) : whole;
      }
    }
    const resets = this.trees.some(({ document }) => document.text.includes("!reset"));
    const clean: YamlNode | undefined = merged && resets ? withoutResets(merged) : merged;
    return clean?.kind === "map" ? clean : undefined;
  }

  /** Makes a file part of the project. */
  take(tree: ComposeTree, scope: Scope): void {
    this.scopes.set(tree.document, scope);
    this.trees.push(tree);
    const template = templateFault(tree);
    if (template) this.skip(template.span, "this is a template; it can be checked once its placeholders are filled in");
    this.#checkInterpolation(tree);
  }

  /** Notes that a part of the project cannot be read. */
  skip(at: Span, message: string): void {
    this.partial = true;
    this.notes.push({ path: at.document.path, line: at.document.position(at.start).line, message, incomplete: false });
  }

  /** The same, said at the first place only. */
  skipOnce(at: Span, message: string): void {
    if (!this.notes.some((note) => note.message === message)) this.skip(at, message);
  }

  missing(at: Span, message: string): void {
    this.skip(at, message);
    this.problems.add("missing-file", "missing-file", at, message);
  }

  /** A scalar's text, or undefined with a note where a variable decides it. */
  textOf(node: YamlNode | undefined, what: string): string | undefined {
    if (node?.kind !== "scalar" || node.value === null) return undefined;
    const text = resolveScalar(node, this.scopes.lookup);
    if (text.value === undefined) this.skip(node.span, `${what}: the variable ${text.unresolved.join(", ")} decides it, and nothing in the project sets it`);
    return text.value;
  }

  #checkInterpolation(tree: ComposeTree): void {
    if (!tree.document.text.includes("$")) return;
    for (const root of tree.roots) this.#checkTexts(root, new Set());
  }

  #checkTexts(node: YamlNode, seen: Set<number>): void {
    if (seen.has(node.span.start) && node.aliasSpan) return;
    if (node.kind === "list") for (const item of node.items) this.#checkTexts(item, seen);
    if (node.kind === "map") for (const entry of node.entries) if (!entry.mergedFrom) this.#checkTexts(entry.value, seen);
    if (node.anchor !== undefined) seen.add(node.span.start);
    if (node.kind !== "scalar" || !node.text.includes("$")) return;
    const fault = interpolationFault(node.text);
    if (!fault) return;
    const text = resolveScalar(node, everythingSet);
    this.problems.add("load", "interpolation", node.style === "plain" ? text.spanOf(0, text.partial.length) : node.span, fault.message);
  }
}

/** True for a file that is YAML only once its placeholders are filled in. */
export function isTemplate(tree: ComposeTree): boolean {
  return templateFault(tree) !== undefined;
}

function templateFault({ faults }: ComposeTree): SyntaxFault | undefined {
  return faults.find(({ code }) => code === "yaml-template");
}

const everythingSet: Lookup = () => "x";
