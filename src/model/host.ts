/** What reading a path gave. */
export type ReadResult =
  | { readonly ok: true; readonly text: string; /** True where bytes were no valid UTF-8 and were replaced. */ readonly replaced: boolean }
  | { readonly ok: false; readonly reason: ReadFailure; readonly message: string };

export type ReadFailure = "missing" | "outside-root" | "not-a-file" | "too-large" | "binary" | "unreadable";

export type EntryKind = "file" | "directory" | "link-outside" | "other";

export interface HostEntry {
  readonly name: string;
  readonly kind: EntryKind;
  /** For a symbolic link to something inside the roots: the path it leads to. `kind` is that of the target. */
  readonly link?: string;
}

/**
 * The only way to the disk. Paths are relative to the working directory, with `/`, already normalised.
 * It refuses what lies outside the given roots, follows no link out of them and reads regular files only.
 * Tests, editors and browsers bring their own.
 */
export interface Host {
  read(path: string): ReadResult;
  /** Entries of a directory sorted by name, or undefined where it is no readable directory inside the roots. */
  list(directory: string): readonly HostEntry[] | undefined;
  stat(path: string): EntryKind | undefined;
}

/** Something that could not be analysed, and why. */
export interface Note {
  readonly path: string;
  readonly line?: number;
  readonly message: string;
  /** True where part of what was asked for could not be read or parsed: the exit status is then 2. */
  readonly incomplete: boolean;
}
