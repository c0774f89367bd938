import type { Dockerfile, Step } from "../model/index.ts";
import type { AnyRule, Needs } from "../rule/index.ts";

/** What a file holds of the things that rules name in `needs`. Files with equal keys meet the needs of the same rules. */
export interface FileContent {
  readonly key: string;
  has(thing: string): boolean;
}

/** All things that some rules name in `needs`, so that each is looked up once in a file. */
export class Vocabulary {
  /** Keywords of instructions in upper case, words in lower case; each with its place. */
  readonly #places = new Map<string, number>();
  /** What may stand anywhere, as it is named and as it is looked for. */
  readonly #signs: ReadonlyMap<string, string>;

  constructor(rules: Iterable<AnyRule>) {
    const signs = new Map<string, string>();
    for (const { needs } of rules) {
      for (const keyword of needs?.instructions ?? []) this.#number(keyword);
      for (const word of needs?.words ?? []) {
        this.#number(word);
        if (!plainWord.test(word)) signs.set(word, /^\*.+\*$/.test(word) ? word.slice(1, -1) : word);
      }
    }
    this.#signs = signs;
  }

  /** Looks through a file's text and, where it is a Dockerfile, its instructions. */
  contentOf(text: string, dockerfile: Dockerfile | undefined): FileContent {
    const found = new Set<string>();
    for (const { keyword, trigger } of dockerfile?.tree.instructions ?? []) {
      found.add(keyword);
      if (trigger) found.add(trigger.keyword);
    }
    const lower = text.toLowerCase();
    for (const [named, sign] of this.#signs) if (lower.includes(sign)) found.add(named);
    // A word may go on after an escaped line end.
    for (const word of lower.replace(continuation, "").match(words) ?? []) found.add(word);
    return { key: this.#keyOf(found), has: (thing) => found.has(thing) };
  }

  #keyOf(found: ReadonlySet<string>): string {
    const places: number[] = [];
    for (const thing of found) {
      const place = this.#places.get(thing);
      if (place !== undefined) places.push(place);
    }
    return places.sort((a, b) => a - b).join();
  }

  #number(thing: string): void {
    if (!this.#places.has(thing)) this.#places.set(thing, this.#places.size);
  }
}

const plainWord = /^[\w.-]+$/;
const words = /[\w.-]+/g;
const continuation = /[\\`][ \t]*\r?\n/g;

/** Whether a rule may have something to say of a file with this content. */
export function meets(needs: Needs | undefined, content: FileContent): boolean {
  if (!needs) return true;
  if (needs.instructions && !needs.instructions.some((keyword) => content.has(keyword))) return false;
  return !needs.words || needs.words.some((word) => content.has(word));
}

/** Whether a rule whose needs a file meets may have something to say of an instruction: ONBUILD counts with what it triggers. */
export function concerns(needs: Needs | undefined, { instruction }: Step): boolean {
  const wanted = needs?.instructions;
  if (!wanted) return true;
  return wanted.includes(instruction.keyword) || (instruction.trigger !== undefined && wanted.includes(instruction.trigger.keyword));
}
