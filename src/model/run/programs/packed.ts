/** One member of an archive that the start itself has made; a directory's name ends with a slash and it has no text. */
export interface Member {
  readonly name: string;
  /** Null for a file whose text is not known. */
  readonly text?: string | null;
}

/** The archives that the start has made, each by a text that stands for its bytes and goes with its file. */
export class Archives {
  readonly #members = new Map<string, readonly Member[]>();

  add(members: readonly Member[]): string {
    const text = `\0archive ${String(this.#members.size)}`;
    this.#members.set(text, members);
    return text;
  }

  /** The members of an archive; undefined for a text that stands for none. */
  members(text: string | undefined): readonly Member[] | undefined {
    return text === undefined ? undefined : this.#members.get(text);
  }
}
