/** A stretch of a settings file's text, decoded. */
export interface SettingText {
  readonly text: string;
  /** Offsets in the file's text, `end` exclusive; quotes stand outside. */
  readonly start: number;
  readonly end: number;
}

/** One `key = value` of a settings file. */
export interface Setting {
  /** The heading above it, without brackets; empty where there is none. */
  readonly section: string;
  /** As written, blanks around it cut off. */
  readonly key: string;
  readonly value: SettingText;
}

/** One directive: a word, its arguments, and the blocks it stands in. */
export interface Directive {
  readonly name: string;
  readonly args: readonly SettingText[];
  /** The names of the blocks around it, the outermost first. */
  readonly blocks: readonly string[];
}

/** A settings file longer than this is no settings file; what follows is not read. */
export const LONGEST = 1_000_000;
