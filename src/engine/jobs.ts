import type { Host } from "../model/index.ts";
import type { CatalogueEntry } from "../rule/index.ts";
import { projectInput, type AnalyseInput, type Division, type Work } from "./analyse.ts";
import { Catalogue } from "./catalogue.ts";
import { Checker } from "./check.ts";
import { ConfigFinder } from "./config/finder.ts";
import type { Discovery } from "./discover.ts";
import { packPart, PartDocuments, unpackPart, type CheckedPart, type PackedPart } from "./part.ts";
import { SettingsOf } from "./settings.ts";
import { Units } from "./units.ts";

/** What another thread needs to check its share, as plain data. */
export interface Job extends Pick<AnalyseInput, "paths" | "config" | "preset" | "rules" | "directoryName"> {
  readonly discovery: Discovery;
}

/** A group of units that another thread checked. */
export interface Answer {
  /** The number of the group. */
  readonly group: number;
  readonly part: PackedPart;
  /** The texts of files that findings point into and discovery did not read. */
  readonly texts: readonly (readonly [path: string, text: string])[];
}

/** The threads of a run. */
export interface Team {
  /** Sets the other threads to work. */
  start(job: Job): void;
  /** The number of the next group that nobody has taken. */
  next(): number;
  /** The answers of the other threads to the groups before `end` that they took; without those that did not come in time. */
  answers(end: number): ReadonlyMap<number, Answer>;
}

/** Checks a project on several threads: each takes the next group until none is left. The parts come in the order of one thread. */
export function jobsDivision(work: Work, job: Omit<Job, "discovery">, team: Team): Division {
  const { texts, dockerfiles } = work.discovery;
  // Another program's findings come from one thread.
  const isOutside = dockerfiles.some((path) => work.settings.forFile(path).shellcheck === true);
  if (!isOutside) team.start({ ...job, discovery: work.discovery });
  const units = new Units(work);
  const groups = units.groups(units.all);
  const own = new Map<number, CheckedPart>();
  for (let at = team.next(); at < groups.length; at = team.next()) own.set(at, units.check(groups[at] ?? []));
  const answers = own.size < groups.length ? team.answers(groups.length) : new Map<number, Answer>();
  const sent = new Map([...answers.values()].flatMap((answer) => answer.texts));
  const documents = new PartDocuments((path) => texts.get(path) ?? sent.get(path));
  const parts = groups.map((group, at) => own.get(at) ?? unpacked(answers.get(at), documents) ?? units.check(group));
  return { parts };
}

function unpacked(answer: Answer | undefined, documents: PartDocuments): CheckedPart | undefined {
  return answer && unpackPart(answer.part, documents);
}

/** What another thread does: it checks the groups whose numbers `next` gives, and sends an answer to each. */
export function doJob(job: Job, host: Host, entries: readonly CatalogueEntry[], next: () => number, send: (answer: Answer) => void): void {
  const work = workOf(job, host, entries);
  const units = new Units(work);
  const groups = units.groups(units.all);
  for (let at = next(); at < groups.length; at = next()) {
    const part = units.check(groups[at] ?? []);
    send({ group: at, part: packPart(part), texts: textsOf(part, job.discovery.texts) });
  }
}

function workOf({ discovery, ...job }: Job, host: Host, entries: readonly CatalogueEntry[]): Work {
  const catalogue = new Catalogue(entries);
  const settings = new SettingsOf(catalogue, new ConfigFinder(host, catalogue, job.config), job);
  const made = projectInput({ ...job, host }, discovery, settings);
  return { made, discovery, settings, catalogue, checker: new Checker(settings) };
}

function textsOf(part: CheckedPart, known: ReadonlyMap<string, string>): Answer["texts"] {
  const found = new Map<string, string>();
  for (const { span, related, trace, fix } of part.findings) {
    for (const { document } of [span, ...[...related, ...trace, ...(fix?.edits ?? [])].map((place) => place.span)]) {
      if (!known.has(document.path)) found.set(document.path, document.text);
    }
  }
  return [...found];
}
