import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Dockerfile, Note } from "../model/index.ts";
import type { Replay } from "../model/history/index.ts";
import { readHistory, readTexts, type GitHistory, type HistoryProblem } from "./git-history.ts";

/** The replay of one Dockerfile with one of its contexts. */
export interface FoundReplay {
  readonly file: Dockerfile;
  readonly path: string;
  readonly context: string;
  readonly replay: Replay;
}

export interface Replays {
  readonly found: readonly FoundReplay[];
  readonly notes: readonly Note[];
}

type HistoryModule = typeof import("../model/history/index.ts");

/** Replays the last commits of every Dockerfile whose context lies in a git repository. Paths are relative to `cwd`. */
export function replaysOf(files: readonly Dockerfile[], cwd: string, commits: number, model: HistoryModule): Replays {
  const reader = new Reader(cwd, commits, model);
  const found = files.flatMap((file) => [...new Set(file.contexts.map(({ root }) => root))].flatMap((root) => reader.replay(file, root) ?? []));
  return { found, notes: [...reader.notes.values()] };
}

class Reader {
  readonly notes = new Map<string, Note>();
  readonly #cwd: string;
  readonly #commits: number;
  readonly #model: HistoryModule;
  readonly #histories = new Map<string, GitHistory | HistoryProblem>();
  /** By the repository's top: all contexts in it share one reading. */
  readonly #tops = new Map<string, GitHistory>();

  constructor(cwd: string, commits: number, model: HistoryModule) {
    this.#cwd = cwd;
    this.#commits = commits;
    this.#model = model;
  }

  /** Undefined where there is nothing to replay; a note then says why. */
  replay(file: Dockerfile, root: string | undefined): FoundReplay | undefined {
    const { path } = file.document;
    const found = root === undefined ? "its build context is not on this machine: its history is not looked at" : this.#replay(file, root);
    if (typeof found !== "string") return found;
    this.#note(path, found, false);
    return undefined;
  }

  #replay(file: Dockerfile, root: string): FoundReplay | string | undefined {
    const { path } = file.document;
    const history = this.#history(root);
    if ("kind" in history) {
      this.#problem(path, history);
      return undefined;
    }
    const dockerfile = this.#below(history.top, path);
    const context = this.#below(history.top, root);
    if (dockerfile === undefined || context === undefined) return "lies in another repository than its build context: its history is not looked at";
    const texts = readTexts(history.top, this.#model.statesToRead(history, dockerfile, context));
    const replay = this.#model.replay({
      history, dockerfile, context, text: (state) => texts.get(state),
      contexts: file.contexts.filter((one) => one.root === root), services: file.services,
    });
    if (!replay) return "is not in the newest commit: commit it, then its history can be counted";
    this.#aboutNewest(file, history, replay);
    return { file, path, context: root, replay };
  }

  #aboutNewest(file: Dockerfile, history: GitHistory, replay: Replay): void {
    const { path } = file.document;
    if (history.cutOff) {
      this.#note(path, `this is a shallow clone with only ${history.commits.length + 1} of the last ${this.#commits + 1} commits: fetch the others with \`git fetch --unshallow\``, true);
    } else if (replay.dockerfile.document.text.replaceAll("\r\n", "\n") !== file.document.text.replaceAll("\r\n", "\n")) {
      this.#note(path, "has changes that are not committed: lines and counts are those of the newest commit", false);
    }
  }

  #history(root: string): GitHistory | HistoryProblem {
    const known = this.#histories.get(root) ?? readHistory(resolve(this.#cwd, root), this.#commits, this.#tops);
    this.#histories.set(root, known);
    return known;
  }

  /** From the repository's top, with links resolved as git does; undefined outside it. */
  #below(top: string, path: string): string | undefined {
    const found = relative(realpathSync.native(top), realpathSync.native(resolve(this.#cwd, path))).split(sep).join("/");
    return found === ".." || found.startsWith("../") ? undefined : found;
  }

  #problem(path: string, { kind, message }: HistoryProblem): void {
    if (kind === "no-git") this.#note(".", message, true);
    else this.#note(path, message, kind === "unreadable");
  }

  #note(path: string, message: string, incomplete: boolean): void {
    this.notes.set(`${path}\n${message}`, { path, message, incomplete });
  }
}
