/** Stretches of a text of which each lies within another one or beside it: functions, loops, classes. */
export class Nesting<T extends { readonly start: number; readonly end: number }> {
  readonly #items: readonly T[];
  /** For each of them, the place of the one that it lies in; -1 for none. */
  readonly #outer: readonly number[];

  constructor(items: readonly T[]) {
    this.#items = [...items].sort((a, b) => a.start - b.start || b.end - a.end);
    const outer: number[] = [];
    const open: number[] = [];
    for (const [at, { start }] of this.#items.entries()) {
      while (open.length > 0 && (this.#items[open.at(-1) ?? 0]?.end ?? 0) <= start) open.pop();
      outer.push(open.at(-1) ?? -1);
      open.push(at);
    }
    this.#outer = outer;
  }

  /** Those that hold an offset, the innermost first. */
  *around(offset: number): Iterable<T> {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#items[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= 0; at = this.#outer[at] ?? -1) {
      const item = this.#items[at];
      if (item && offset < item.end) yield item;
    }
  }

  /** The innermost one that holds an offset and is accepted. */
  innermost(offset: number, accepts: (item: T) => boolean = () => true): T | undefined {
    for (const item of this.around(offset)) if (accepts(item)) return item;
    return undefined;
  }
}
