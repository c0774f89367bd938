/** A file as a commit has it: its mode and the name of its content, such as `100644 5716ca59...`; equal for equal files. */
export type FileState = string;

/** One file that a commit adds, changes or deletes. A renamed file is one that is deleted and one that is added. */
export interface TreeChange {
  /** From the repository's top, with `/`. */
  readonly path: string;
  readonly before: FileState | undefined;
  readonly after: FileState | undefined;
}

/** A commit as what it changes against its first parent. */
export interface Commit {
  readonly id: string;
  readonly changes: readonly TreeChange[];
}

/** A stretch of a repository's history along the first parents. */
export interface History {
  /** The files that were there before the first of `commits`. */
  readonly start: ReadonlyMap<string, FileState>;
  /** Oldest first. */
  readonly commits: readonly Commit[];
}

/** How one instruction fared when every commit was built in turn. */
export interface InstructionHistory {
  /** Counted commits in which the instruction was there, perhaps with another text. */
  readonly commits: number;
  /** In how many of them its layer had to be built again. */
  readonly invalidated: number;
  /** In how many more it depends on whether an earlier stage, built again, gave other files. */
  readonly uncertain: number;
  /** In how many its own text, or the files that it reads, changed. */
  readonly changed: number;
  /** What cannot be seen of it in the history. */
  readonly unknown: string | undefined;
}

/** What copying the manifests alone before an install would have saved. */
export interface Saving {
  /** Places in the Dockerfile's list of instructions. */
  readonly copy: number;
  readonly install: number;
  /** `npm ci`. */
  readonly name: string;
  /** The files that the install reads, from the context, and how many commits changed each. */
  readonly manifests: readonly { readonly path: string; readonly changed: number }[];
  /** Counted commits in which both were there. */
  readonly commits: number;
  /** In how many of them the install ran again. */
  readonly reruns: number;
  /** In how many it would have, at most, had the manifests been copied alone. */
  readonly rerunsAfter: number;
}
