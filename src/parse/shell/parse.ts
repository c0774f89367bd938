import type { MappedText, Span, SyntaxFault } from "#text";
import { perScript } from "./per-script.ts";
import type { Placed, Script, ShellTree, SyntaxNode } from "./tree.ts";
import { unbash } from "./unbash.ts";
import { childrenOf, walk } from "./walk.ts";

/**
 * Reads a shell text (sh, bash and their relatives; see `isPosixShell`). Never throws: what cannot be read becomes a fault and
 * the rest of the text is still there. Linear in the text's length.
 */
export function parseShell(source: MappedText): ShellTree {
  return new ParsedShell(source, readScript(source.text));
}

type ReadScript = Script & { readonly errors?: readonly { message: string; pos: number }[] | undefined };

/** Repositories hold many files with the same lines: the trees of the texts that were read last are kept. Nobody changes a tree. */
const recent = new Map<string, ReadScript>();
const mostRecent = 300;
const longestKept = 4_000;

function readScript(text: string): ReadScript {
  if (text.length > longestKept) return readAnew(text);
  const read = recent.get(text) ?? readAnew(text);
  // the last one asked for stands last
  recent.delete(text);
  recent.set(text, read);
  if (recent.size > mostRecent) forgetOldest();
  return read;
}

function forgetOldest(): void {
  const [oldest] = recent.keys();
  if (oldest !== undefined) recent.delete(oldest);
}

/** The parser is tolerant by design; this holds the promise even where it has a defect. */
function readAnew(text: string): ReadScript {
  try {
    return unbash().parse(text);
  } catch {
    return {
      type: "Script", pos: 0, end: text.length, shebang: undefined, commands: [],
      errors: [{ message: "the script could not be read", pos: 0 }],
    };
  }
}

/** The scripts within a script, itself included, that cannot be read in full. */
const faultyScripts = perScript((script): readonly ReadScript[] => {
  const found: ReadScript[] = [];
  walk(script, (node) => {
    if (node.type === "Script" && node.errors !== undefined) found.push(node);
  });
  return found;
});

class ParsedShell implements ShellTree {
  readonly source: MappedText;
  readonly script: Script;
  #faults: readonly SyntaxFault[] | undefined;
  #detached: ReadonlyMap<object, Placed> | undefined;

  constructor(source: MappedText, script: Script) {
    this.source = source;
    this.script = script;
  }

  get faults(): readonly SyntaxFault[] {
    return (this.#faults ??= this.#collectFaults());
  }

  spanOf(node: Placed): Span {
    const placed = this.#detachedNodes().get(node) ?? node;
    return this.source.span(placed.pos, placed.end);
  }

  #collectFaults(): readonly SyntaxFault[] {
    const faults: SyntaxFault[] = [];
    for (const script of faultyScripts(this.script)) {
      const owner = this.#detachedNodes().get(script);
      for (const { message, pos } of script.errors ?? []) faults.push(this.#fault(message, owner ?? { pos, end: pos + 1 }));
    }
    return faults;
  }

  #fault(message: string, { pos, end }: Placed): SyntaxFault {
    const length = this.source.text.length;
    const start = Math.max(0, Math.min(pos, length - 1));
    const span = this.source.span(start, Math.max(start, Math.min(end, length)));
    return { code: "shell-syntax", span, message: `the shell cannot read this: ${message}`, fatal: false };
  }

  /**
   * Nodes inside backticks with escapes: their offsets are those of the unescaped text, so they are placed where the
   * backticks stand. Only a text that has both characters can have such nodes.
   */
  #detachedNodes(): ReadonlyMap<object, Placed> {
    if (this.#detached) return this.#detached;
    const found = new Map<object, Placed>();
    this.#detached = found;
    const { text } = this.source;
    if (!text.includes("`") || !text.includes("\\")) return found;
    const open: { node: SyntaxNode; owner: Placed | undefined; parent: Placed }[] = [{ node: this.script, owner: undefined, parent: this.script }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { node, parent } = next;
      const owner = next.owner ?? (node.type === "Script" && node.source !== undefined ? parent : undefined);
      if (owner) found.set(node, owner);
      for (const child of childrenOf(node)) open.push({ node: child, owner, parent: node });
    }
    return found;
  }
}
