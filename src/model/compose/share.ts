import { Document } from "#text";
import { dockerfilePath } from "../build-path.ts";
import type { ProjectInput } from "../project.ts";
import type { NamedSection, StateCommand } from "../types.ts";
import { ComposeProject } from "./file.ts";
import { ProjectFiles } from "./load/files.ts";
import { loadCompose } from "./load.ts";
import { mayBeFor } from "./meant.ts";
import { NAMED_SECTIONS, NamesInUse, type NameUser } from "./names-in-use.ts";
import type { ComposeProblem } from "./problem.ts";
import { composeProjects, standingAlone, type ComposeFileGroup, type Place, type Standing } from "./projects.ts";
import { SharedLacks, type Refused } from "./shared-lacks.ts";

/** So many projects are looked at together, where they have nothing to do with each other. */
const TOGETHER = 8;

/** Compose projects that can be checked without the others, with what leads to these. */
export interface Share {
  readonly groups: readonly ComposeFileGroup[];
  /** The found Dockerfiles that their services build. */
  readonly dockerfiles: readonly string[];
  readonly stateCommands: readonly StateCommand[];
  readonly lacks: SharedLacks;
  readonly names: NamesInUse;
}

/**
 * The compose projects in shares between which no question leads: those with a file in common, those that build the same
 * Dockerfile and those that one command of a script may be for stay together. Each is read here, and once more for its share.
 */
export function* shareOut(input: ProjectInput, stateCommands: readonly StateCommand[]): Iterable<Share> {
  const files = new ProjectFiles(input.host, input.texts);
  const groups = composeProjects(input.composeFiles, files, input.composeLists);
  const known = groups.map((group) => knownOf(group, input));
  const alone = standingAlone(known.filter((one) => one !== undefined));
  const lacks = new SharedLacks(() => alone);
  const names = new NamesInUse(() => alone);
  const found = new Set(input.dockerfiles);
  const builders = new Map(alone.map((one) => [one.group, one.dockerfiles]));
  let left = stateCommands;
  for (const members of together(groups, known, stateCommands)) {
    const dockerfiles = [...new Set(members.flatMap((group) => builders.get(group) ?? []))].filter((path) => found.has(path));
    const own = left.filter((command) => members.some(([main]) => mayBeFor(command, main)));
    left = left.filter((command) => !own.includes(command));
    yield { groups: members, dockerfiles, stateCommands: own, lacks, names };
  }
  if (left.length > 0) yield { groups: [], dockerfiles: [], stateCommands: left, lacks, names };
}

function knownOf(group: ComposeFileGroup, input: ProjectInput): Known | undefined {
  const project = projectOf(group, input);
  return project && new Known(group, project, () => projectOf(group, input)?.services ?? NOTHING);
}

/** A project as it is read, without what it builds and runs. */
function projectOf(group: ComposeFileGroup, { host, texts }: ProjectInput): ComposeProject | undefined {
  const files = new ProjectFiles(host, texts);
  const [document, ...overrides] = group.flatMap((path) => {
    const text = files.text(path);
    return text === undefined ? [] : [new Document(path, text, "compose")];
  });
  if (document?.path !== group[0]) return undefined;
  const loaded = loadCompose(document, host, texts, overrides);
  return new ComposeProject({
    document, ...loaded, loaded, host, purpose: "unknown", lacks: new SharedLacks(() => NOTHING), names: new NamesInUse(() => NOTHING), stageOf: () => undefined,
    containerOf: () => { throw new Error("no container is asked for"); },
  });
}

/** What is remembered of a project that was read and forgotten again; little, since there are many. */
class Known implements Standing, Refused, NameUser {
  readonly group: ComposeFileGroup;
  readonly key: string;
  readonly document: FilePath;
  readonly documents: readonly FilePath[];
  readonly ownProblems: readonly ComposeProblem[];
  readonly dockerfiles: readonly string[];
  /** The names of each section, one after the other. */
  readonly #names: readonly (readonly string[])[];
  readonly #readAgain: () => Standing["services"];
  #services: Standing["services"] | undefined;

  constructor(group: ComposeFileGroup, project: ComposeProject, readAgain: () => Standing["services"]) {
    const files = project.documents.map(({ path }): FilePath => ({ path }));
    this.#readAgain = readAgain;
    this.group = group;
    this.key = project.key;
    this.document = files[0] ?? { path: project.document.path };
    this.documents = files;
    this.ownProblems = orNothing(project.ownProblems.filter(({ lacks }) => lacks !== undefined));
    this.dockerfiles = orNothing(project.services.flatMap((service) => dockerfilePath(service) ?? []));
    this.#names = NAMED_SECTIONS.map((section) => orNothing([...project.namesIn(section)].filter((name) => CAN_BE_DECLARED.test(name))));
  }

  /** Asked for only where a file is part of several projects. */
  get services(): Standing["services"] {
    return (this.#services ??= this.#readAgain().map(({ keySpan, origins }) => ({ keySpan: placeOf(keySpan), origins: origins.map(placeOf) })));
  }

  namesIn(section: NamedSection): readonly string[] {
    return this.#names[NAMED_SECTIONS.indexOf(section)] ?? NOTHING;
  }
}

function placeOf({ document: { path }, start }: Place): Place {
  return { document: { path }, start };
}

interface FilePath {
  readonly path: string;
}

/** What the keys of the top-level sections are made of. */
const CAN_BE_DECLARED = /^[\w.-]+$/;

const NOTHING: readonly never[] = [];

/** Empty lists are all the same one. */
function orNothing<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? NOTHING : items;
}

/** The groups that belong together, several such sets in one while they are small; all in the order of the groups. */
function* together(groups: readonly ComposeFileGroup[], known: readonly (Known | undefined)[], commands: readonly StateCommand[]): Iterable<readonly ComposeFileGroup[]> {
  const sets = new Sets();
  for (const [at, one] of known.entries()) {
    const places = [...groups[at] ?? [], ...(one?.documents ?? []).map(({ path }) => path), ...(one?.dockerfiles ?? [])];
    for (const place of places) sets.join(at, place);
  }
  for (const command of commands) {
    for (const [at, [main]] of groups.entries()) if (mayBeFor(command, main)) sets.join(at, `${command.span.document.path}:${String(command.span.start)}`);
  }
  let batch: ComposeFileGroup[] = [];
  for (const members of sets.all(groups.length)) {
    if (batch.length > 0 && batch.length + members.length > TOGETHER) {
      yield batch;
      batch = [];
    }
    for (const at of members) batch.push(groups[at] ?? [""]);
  }
  if (batch.length > 0) yield batch;
}

/** Numbers in sets: those that have a place in common. */
class Sets {
  readonly #parents: number[] = [];
  readonly #places = new Map<string, number>();

  join(member: number, place: string): void {
    const other = this.#places.get(place);
    if (other === undefined) this.#places.set(place, member);
    else {
      const [first, second] = [this.#first(other), this.#first(member)];
      this.#parents[Math.max(first, second)] = Math.min(first, second);
    }
  }

  /** The sets of the numbers below `count`, by their smallest ones. */
  all(count: number): Iterable<readonly number[]> {
    const found = new Map<number, number[]>();
    for (let at = 0; at < count; at++) {
      const first = this.#first(at);
      const members = found.get(first);
      if (members) members.push(at);
      else found.set(first, [at]);
    }
    return found.values();
  }

  #first(member: number): number {
    let at = member;
    for (let parent = this.#parents[at]; parent !== undefined && parent !== at; parent = this.#parents[at]) at = parent;
    if (at !== member) this.#parents[member] = at;
    return at;
  }
}
