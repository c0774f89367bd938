/** So many ways are followed; more tell nothing new. */
const MOST_WAYS = 60;

/** Longer lists are not gone through. */
export const MOST_ROUNDS = 30;

/** What an evaluation gives on each way that it can take, the first ones where there are many. */
export function onEachWay<T>(evaluate: (choices: Choices) => T): readonly T[] {
  const choices = new Choices();
  const found: T[] = [];
  do found.push(evaluate(choices));
  while (found.length < MOST_WAYS && choices.advance());
  return found;
}

/**
 * Goes through the ways in which names of a program may be bound: each call of a function, each round of a loop. One evaluation
 * follows one way; `advance` turns to the next, like the wheels of a counter.
 */
export class Choices {
  readonly #wheels: { readonly key: unknown; index: number; readonly count: number }[] = [];

  /** Which of `count` ways this evaluation follows at a place that `key` stands for; the same one wherever it comes by again. */
  pick(key: unknown, count: number): number {
    const known = this.#wheels.find((wheel) => wheel.key === key);
    if (known) return known.index;
    this.#wheels.push({ key, index: 0, count });
    return 0;
  }

  /** Turns to the next way; false when all have been followed. */
  advance(): boolean {
    for (let last = this.#wheels.at(-1); last; last = this.#wheels.at(-1)) {
      if (last.index + 1 < last.count) {
        last.index++;
        return true;
      }
      this.#wheels.pop();
    }
    return false;
  }
}
