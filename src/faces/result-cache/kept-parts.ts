import type { KeptPart, PartStore } from "../../engine/cache/parts.ts";
import { overlay } from "../../engine/overlay.ts";
import type { Host } from "../../model/index.ts";
import { textDigest, type FactKey, type Recorder } from "./recorder.ts";
import type { FactCheck } from "./stamps.ts";

/** The parts of a run as they are kept: each with the facts that it depends on, by their numbers in the list. */
export interface PartsRecord {
  readonly key: string;
  readonly configuration: string;
  readonly facts: readonly (readonly [key: FactKey, digest: string])[];
  readonly parts: readonly (readonly [key: string, facts: readonly number[], part: KeptPart])[];
}

interface Kept {
  readonly facts: readonly (readonly [key: FactKey, digest: string])[];
  readonly part: KeptPart;
}

/** The parts of the last run, and those that this run makes. */
export class KeptParts implements PartStore {
  readonly #earlier = new Map<string, Kept>();
  readonly #now = new Map<string, Kept>();
  readonly #recorder: Recorder;
  readonly #check: FactCheck;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #host: Host;
  readonly #configuration: string;

  constructor(record: PartsRecord | undefined, recorder: Recorder, check: FactCheck, texts: ReadonlyMap<string, string>, host: Host) {
    this.#recorder = recorder;
    this.#check = check;
    this.#texts = texts;
    this.#host = host;
    this.#configuration = recorder.configurationDigest();
    recorder.close();
    if (record?.configuration !== this.#configuration) return;
    for (const [key, indexes, part] of record.parts) this.#earlier.set(key, { part, facts: indexes.flatMap((index) => [record.facts[index] ?? (["s", "?"] as const)]) });
  }

  find(key: string): KeptPart | undefined {
    const kept = this.#earlier.get(key);
    if (!kept?.facts.every(([fact, digest]) => this.#digestOf(fact) === digest)) return undefined;
    this.#now.set(key, kept);
    return kept.part;
  }

  make(key: string, make: (host: Host, texts: ReadonlyMap<string, string>) => KeptPart): KeptPart {
    const { result, asked } = this.#recorder.trace(overlay(this.#recorder.host, this.#texts), this.#texts, make);
    if (!this.#recorder.isLate && result.part.faults.length === 0) this.#now.set(key, { part: result, facts: [...asked] });
    return result;
  }

  textOf(path: string): string | undefined {
    const result = this.#host.read(path);
    return result.ok ? result.text : undefined;
  }

  /** What is to be kept. */
  text(key: string): string {
    const numbers = new Map<string, number>();
    const facts: (readonly [FactKey, string])[] = [];
    const numberOf = (fact: readonly [FactKey, string]): number => {
      const name = fact.join("\0");
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, facts.length);
      return facts.push(fact) - 1;
    };
    const parts = [...this.#now].map(([name, kept]): PartsRecord["parts"][number] => [name, kept.facts.map(numberOf), kept.part]);
    return JSON.stringify({ key, configuration: this.#configuration, facts, parts } satisfies PartsRecord);
  }

  #digestOf(fact: FactKey): string {
    const path = fact.slice(1);
    const text = this.#texts.get(path);
    if (text !== undefined && fact.startsWith("r")) return textDigest(text);
    return text !== undefined && fact.startsWith("s") ? "file" : this.#onDisk(fact);
  }

  /** What this run knows already, else what a stamp vouches for, else what the disk says. */
  #onDisk(fact: FactKey): string {
    const { facts } = this.#recorder;
    const known = facts.get(fact) ?? this.#check.digestOf(fact) ?? this.#recorder.ask(fact);
    if (!facts.has(fact)) facts.set(fact, known);
    return known;
  }
}
