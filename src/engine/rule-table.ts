import type { RuleFacts } from "./report.ts";

/**
 * Facts of rules by id. Those of rules that found something are there; the others are asked for when somebody wants all of
 * them, since most reports never do.
 */
export class RuleTable extends Map<string, RuleFacts> {
  #others: (() => Iterable<RuleFacts>) | undefined;

  constructor(found: Iterable<RuleFacts>, others: () => Iterable<RuleFacts>) {
    super();
    for (const facts of found) this.set(facts.id, facts);
    this.#others = others;
  }

  override get(id: string): RuleFacts | undefined {
    return super.get(id) ?? this.#all().#own(id);
  }

  override has(id: string): boolean {
    return super.has(id) || this.#all().#own(id) !== undefined;
  }

  override get size(): number {
    this.#all();
    return super.size;
  }

  override keys(): MapIterator<string> {
    this.#all();
    return super.keys();
  }

  override values(): MapIterator<RuleFacts> {
    this.#all();
    return super.values();
  }

  override entries(): MapIterator<[string, RuleFacts]> {
    this.#all();
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, RuleFacts]> {
    return this.entries();
  }

  override forEach(take: (facts: RuleFacts, id: string, table: Map<string, RuleFacts>) => void): void {
    this.#all();
    super.forEach(take);
  }

  #own(id: string): RuleFacts | undefined {
    return super.get(id);
  }

  #all(): this {
    const others = this.#others;
    this.#others = undefined;
    for (const facts of others?.() ?? []) if (!super.has(facts.id)) this.set(facts.id, facts);
    return this;
  }
}
