import type { Document } from "#text";
import type { Lookup } from "../values.ts";

/** What holds for the values of one of a project's files. */
export interface Scope {
  /** What its relative paths hang on: the main file's folder, that of a file named in `extends`, an include's project directory. */
  readonly folder: string;
  readonly lookup: Lookup;
}

/** The scope of each file of a project. */
export class Scopes {
  readonly #own = new Map<Document, Scope>();
  readonly #main: Scope;
  /** The project's variables, those of included files for values from there. */
  readonly lookup: Lookup;

  constructor(main: Scope) {
    this.#main = main;
    const within = (document: Document): Lookup => this.of(document).lookup;
    this.lookup = Object.assign((name: string) => main.lookup(name), { within });
  }

  set(document: Document, scope: Scope): void {
    this.#own.set(document, scope);
  }

  of(document: Document): Scope {
    return this.#own.get(document) ?? this.#main;
  }
}
