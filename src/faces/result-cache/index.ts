import { resolve } from "node:path";
import { hashOf } from "../../engine/hash.ts";
import type { Work } from "../../engine/analyse.ts";
import type { PartStore } from "../../engine/cache/parts.ts";
import type { Host } from "../../model/index.ts";
import { isInside } from "../start/cache-folder.ts";
import { KeptParts, type PartsRecord } from "./kept-parts.ts";
import type { Place } from "./place.ts";
import { Recorder, type FactKey } from "./recorder.ts";
import { FactCheck, allHold, linkedFolders, stampFacts, type StampedFacts } from "./stamps.ts";

export { Place } from "./place.ts";

/** What a run gave: the texts of both streams and the exit status. */
export interface Outcome {
  readonly out: string;
  readonly error: string;
  readonly status: number;
}

/** A run as it is kept: everything that it asked of the disk, and what it gave in one or more formats. */
interface RunRecord {
  readonly key: string;
  readonly facts: StampedFacts;
  readonly outcomes: readonly (readonly [output: string, outcome: Outcome])[];
}

/** Formats of one run that are kept side by side. */
const mostOutcomes = 4;

export interface ResultCacheInput {
  readonly host: Host;
  readonly cwd: string;
  /** The folders that the host reads in. */
  readonly roots: readonly string[];
  readonly place: Place;
  /** The file of `--config`. */
  readonly configured: string | undefined;
  /** Everything besides files on which findings depend. */
  readonly key: string;
  /** Everything else on which the output depends. */
  readonly output: string;
}

/**
 * Results of earlier runs. A run is a function of its command line, of the tool and of what it asks of the disk; where all of
 * that is as it was, so is what it gives.
 */
export class ResultCache {
  /** The host through which the run has to go. */
  readonly host: Host;
  readonly #input: ResultCacheInput;
  readonly #name: string;
  readonly #started = Date.now();
  readonly #recorder: Recorder;
  #record: RunRecord | undefined;
  #parts: KeptParts | undefined;
  #isOff = false;

  constructor(input: ResultCacheInput) {
    this.#input = input;
    this.#name = `result-${hashOf(input.key)}`;
    this.#recorder = new Recorder(input.host, input.configured, (path) => !input.roots.some((root) => isInside(resolve(input.cwd, path), root)));
    this.host = this.#recorder.host;
  }

  /** What the same run gave before, where nothing changed. */
  recall(): Outcome | undefined {
    const record = this.#read(this.#name) as RunRecord | undefined;
    if (!record) return undefined;
    this.#record = record;
    const outcome = record.outcomes.find(([output]) => output === this.#input.output)?.[1];
    if (!outcome) return undefined;
    const { hold, stale } = allHold(this.#input.host, this.#input.cwd, record.facts);
    if (!hold) return undefined;
    if (stale) this.#refresh(record);
    return outcome;
  }

  /** The parts of earlier runs, and a place for those of this one. Asked once all files are found and all settings known. */
  open({ discovery }: Work): PartStore {
    const { host, cwd } = this.#input;
    const check = new FactCheck(cwd, this.#record?.facts);
    this.#parts = new KeptParts(this.#read(`${this.#name}-parts`) as PartsRecord | undefined, this.#recorder, check, discovery.texts, host);
    return this.#parts;
  }

  /** Nothing of this run is kept: it depends on more than files. */
  turnOff(): void {
    this.#isOff = true;
  }

  /** Keeps what the run gave. */
  keep(outcome: Outcome): void {
    if (this.#isOff || this.#recorder.isUnsteady) return;
    const { place, key, output } = this.#input;
    const facts = this.#stamped();
    const others = this.#isSame(facts) ? (this.#record?.outcomes ?? []).filter(([known]) => known !== output) : [];
    const record: RunRecord = { key, facts, outcomes: [[output, outcome] as const, ...others].slice(0, mostOutcomes) };
    place.write(this.#name, JSON.stringify(record));
    const parts = this.#parts?.text(key);
    if (parts !== undefined) place.write(`${this.#name}-parts`, parts);
  }

  /** The facts again with the stamps of now: those of them that were too new before may be old enough. */
  #refresh(record: RunRecord): void {
    const facts = new Map<FactKey, string>();
    for (const [key, digest] of record.facts.content) facts.set(key, digest);
    for (const [, , list] of record.facts.places) for (const [key, digest] of list) facts.set(key, digest);
    const stamped = stampFacts(facts, this.#input.cwd, this.#started, linkedFolders(record.facts));
    if (JSON.stringify(stamped) !== JSON.stringify(record.facts)) this.#input.place.write(this.#name, JSON.stringify({ ...record, facts: stamped }));
  }

  #stamped(): StampedFacts {
    return stampFacts(this.#recorder.facts, this.#input.cwd, this.#started, this.#recorder.linked);
  }

  /** Whether the earlier record tells of the same state of the disk, so that its other outcomes hold too. */
  #isSame(facts: StampedFacts): boolean {
    return this.#record !== undefined && digestsOf(this.#record.facts) === digestsOf(facts);
  }

  /** What was written under a name for this very run; `Place` vouches for its being whole. */
  #read(name: string): object | undefined {
    const text = this.#input.place.read(name);
    if (text === undefined) return undefined;
    const content = JSON.parse(text) as { readonly key: string };
    return content.key === this.#input.key ? content : undefined;
  }
}

function digestsOf({ content, places }: StampedFacts): string {
  const all = [...content.map(([key, digest]) => [key, digest]), ...places.flatMap(([, , facts]) => facts)];
  return JSON.stringify(all.map(([key, digest]) => `${key}\0${digest}`).sort());
}
