import type { MappedText, Span } from "#text";
import { isWithin } from "../paths.ts";
import type { Confidence, DataClass, Removal, StartCommand } from "../types.ts";
import { classOf } from "./class.ts";
import type { Shell } from "./shell.ts";
import type { Argument, RunWrite } from "./types.ts";

interface Entry {
  readonly write: RunWrite;
  readonly assumed: boolean;
  readonly branch: number;
}

/** What can be said of a write beyond its path. */
export interface WriteFacts {
  readonly class?: DataClass | undefined;
  readonly confidence?: Confidence;
  /** Not seen to be written: it gives way to a write of the same path that is. */
  readonly assumed?: boolean;
}

/** What the reading of a start has found so far. */
export class Journal {
  #writes = new Map<string, Entry>();
  readonly removals: Removal[] = [];
  readonly #denied = new Map<string, RunWrite>();
  readonly commands: StartCommand[] = [];
  readonly #unknowns = new Set<string>();
  /** What runs is to be found in a folder of the host, and the project does not have it there. */
  missing = false;
  /** Something runs of which not even the program is known. */
  unknownProgram = false;
  /** The places that start programs of which nothing is known but their command lines. */
  readonly programs: Span[] = [];
  /** Grows with everything new: a loop round that adds nothing is the last one worth reading. */
  changes = 0;

  get writes(): readonly RunWrite[] {
    return [...this.#writes.values()].map(({ write }) => write);
  }

  /** Those that were seen, without what is only assumed of a program that follows. */
  get seen(): readonly RunWrite[] {
    return [...this.#writes.values()].filter(({ assumed }) => !assumed).map(({ write }) => write);
  }

  get denied(): readonly RunWrite[] {
    return [...this.#denied.values()];
  }

  get unknowns(): readonly string[] {
    return [...this.#unknowns];
  }

  write(shell: Shell, path: string, type: RunWrite["type"], span: Span, facts: WriteFacts = {}): void {
    const { conditional } = shell;
    const key = `${type} ${path}`;
    const before = this.#writes.get(key);
    if (before && (facts.assumed || !before.assumed) && (!before.write.conditional || conditional)) return;
    this.changes++;
    this.#writes.set(key, { write: this.#made(shell, path, type, span, facts), branch: shell.branch, assumed: facts.assumed === true });
  }

  /** A write that fails for want of rights. */
  deny(shell: Shell, path: string, type: RunWrite["type"], span: Span): void {
    if (!this.#denied.has(path)) this.#denied.set(path, this.#made(shell, path, type, span, {}));
  }

  #made(shell: Shell, path: string, type: RunWrite["type"], span: Span, facts: WriteFacts): RunWrite {
    const { conditional } = shell;
    const kind = facts.class ?? classOf(path);
    const verb = type === "directory" ? "makes" : "writes";
    return {
      path, type, class: kind, span, conditional, scratch: kind === "scratch",
      confidence: conditional ? "likely" : facts.confidence ?? "certain",
      trace: [...shell.trace, { span, message: `${verb} ${path}${type === "tree" ? " and below" : ""}` }],
    };
  }

  /** Takes back the writes at or below a path that is deleted again. */
  takeBack(shell: Shell, path: string): void {
    for (const [key, { write, branch }] of this.#writes) {
      if (isWithin(write.path, path) && (!shell.conditional || branch === shell.branch)) this.#writes.delete(key);
    }
  }

  removal(shell: Shell, path: string, span: Span): void {
    this.changes++;
    if (this.removals.length >= LIST_LIMIT) return;
    this.removals.push({ path, span, conditional: shell.conditional, trace: [...shell.trace, { span, message: `deletes ${path}` }] });
  }

  command(shell: Shell, name: string, args: readonly Argument[], span: Span, text?: MappedText): void {
    if (this.commands.length >= LIST_LIMIT) return;
    this.commands.push({
      name, args: args.map(({ value }) => value), span, cwd: shell.cwd, conditional: shell.conditional, text,
      trace: [...shell.trace, { span, message: `runs ${name}` }],
    });
  }

  unknown(message: string, span?: Span): void {
    if (this.#unknowns.size >= LIST_LIMIT) return;
    this.#unknowns.add(span ? `${span.document.path}:${span.document.position(span.start).line}: ${message}` : message);
  }

  /** The state before courses that may or may not be taken; `writesSince` tells what one of them added. */
  mark(): ReadonlyMap<string, Entry> {
    return new Map(this.#writes);
  }

  rewind(mark: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
    const now = this.#writes;
    this.#writes = new Map(mark);
    return now;
  }

  /**
   * Puts together what several courses wrote: what all of them write is no longer under their condition. Courses that end the
   * start in failure do not count.
   */
  join(before: ReadonlyMap<string, Entry>, courses: readonly ReadonlyMap<string, Entry>[], outer: Shell): void {
    const merged = new Map<string, Entry>();
    for (const course of [before, ...courses]) {
      for (const [key, entry] of course) {
        if (merged.has(key) && merged.get(key)?.write.conditional === false) continue;
        if (course === before && courses.every((other) => !other.has(key))) continue;
        const everywhere = !outer.conditional && courses.length > 1 && courses.every((other) => other.has(key));
        merged.set(key, everywhere && entry.write.conditional && !before.has(key) ? { ...entry, write: { ...entry.write, conditional: false, confidence: "certain" } } : entry);
      }
    }
    this.#writes = merged;
  }
}

const LIST_LIMIT = 2000;
