import { composedPart, lonePart, startedPart, type Note, type Project } from "../model/index.ts";
import type { Work } from "./analyse.ts";
import { settlePart, type CheckedPart } from "./part.ts";
import { eachSubjectIn, visitWhole, type Walked } from "./subjects.ts";

/** What can be checked by itself: compose files that have files in common with what they build, a Dockerfile that stands alone. */
export interface Unit {
  /** The first of its paths; for what belongs to no file, a word. */
  readonly id: string;
  /** The found files that are checked with it. */
  readonly paths: readonly string[];
  /** Characters of text. */
  readonly size: number;
  /** Set for a Dockerfile that no service and no script builds: several of these can be checked together. */
  readonly lone?: string;
}

/** So many Dockerfiles that stand alone are looked at together. */
const loneAtOnce = 4;

/**
 * The units of a project, in an order that the found files decide: the same on every machine and thread. The compose files are
 * all loaded, since what rules ask about may lie in any of them; each is only asked about once.
 */
export class Units {
  readonly all: readonly Unit[];
  readonly #work: Work;
  readonly #checks = new Map<Unit, () => CheckedPart>();
  readonly #contexts: ReadonlyMap<string, string>;

  constructor(work: Work) {
    this.#work = work;
    const { dockerfiles, composeFiles, scripts } = work.discovery;
    const lone = new Set(dockerfiles);
    const [composed] = composedPart(work.made, lone);
    const started = scripts.length > 0 ? startedOf(work, lone) : { project: undefined, contexts: new Map<string, string>() };
    this.#contexts = started.contexts;
    const placed = new Set<string>();
    const composedUnits = composed ? this.#composed(composed, placed) : [];
    const scriptUnits = scripts.length > 0 ? [this.#scripts(started.project, dockerfiles.filter((path) => !lone.has(path) && !placed.has(path)))] : [];
    for (const unit of scriptUnits) for (const path of unit.paths) placed.add(path);
    const rest = composeFiles.filter((path) => !placed.has(path));
    const wholes = composed ? [this.#whole(composed, [...rest, ...dockerfiles.filter((path) => !lone.has(path) && !placed.has(path))])] : [];
    const lones = [...lone].map((path): Unit => ({ id: path, paths: [path], size: this.#sizeOf([path]), lone: path }));
    this.all = [...wholes, ...composedUnits, ...scriptUnits, ...lones];
  }

  /** The given units in groups that are checked together. */
  groups(units: readonly Unit[]): readonly (readonly Unit[])[] {
    const groups: Unit[][] = [];
    for (const unit of units) {
      const last = groups.at(-1);
      if (unit.lone !== undefined && last?.[0]?.lone !== undefined && last.length < loneAtOnce) last.push(unit);
      else groups.push([unit]);
    }
    return groups;
  }

  /** Checks a group of `groups`. */
  check(group: readonly Unit[]): CheckedPart {
    const [first] = group;
    const own = first && this.#checks.get(first);
    if (own) return own();
    const project = lonePart(this.#work.made, group.flatMap(({ lone }) => lone ?? []), this.#contexts);
    return this.#checked(project, membersOf(project), true, () => project.notes);
  }

  /** Questions about the project as a whole, and what there is to note of it before any is asked. */
  #whole(project: Project, paths: readonly string[]): Unit {
    const notes = project.notes;
    return this.#unit({ id: "compose", paths, size: 0 }, () => this.#checked(project, nothing, true, () => notes));
  }

  #composed(project: Project, placed: Set<string>): readonly Unit[] {
    const known = new Set(project.notes);
    const found = new Set([...this.#work.discovery.dockerfiles, ...this.#work.discovery.composeFiles]);
    return componentsOf(project).map((members) => {
      const all = [...new Set([...members.composeFiles.flatMap((file) => file.trees.map(({ document }) => document.path)), ...members.dockerfiles.map(({ document }) => document.path)])];
      const paths = all.filter((path) => found.has(path));
      for (const path of paths) placed.add(path);
      const unit = { id: paths[0] ?? all[0] ?? "", paths, size: this.#sizeOf(paths) };
      return this.#unit(unit, () => this.#checked(project, members, false, () => newNotes(project, known)));
    });
  }

  #scripts(project: Project | undefined, dockerfiles: readonly string[]): Unit {
    const paths = [...this.#work.discovery.scripts, ...dockerfiles];
    const check = project ? (): CheckedPart => this.#checked(project, membersOf(project), true, () => project.notes) : (): CheckedPart => none;
    return this.#unit({ id: "scripts", paths, size: project ? this.#sizeOf(paths) : 0 }, check);
  }

  #unit(unit: Unit, check: () => CheckedPart): Unit {
    this.#checks.set(unit, check);
    return unit;
  }

  #checked(project: Project, members: Walked, isWhole: boolean, notes: () => readonly Note[]): CheckedPart {
    const { checker, settings, outside } = this.#work;
    const { findings, faults } = checker.check(project, (visitor) => {
      if (isWhole) visitWhole(project, visitor);
      eachSubjectIn(members, visitor);
    });
    const more = outside?.({ ...members, stateCommands: [], notes: [] }, settings) ?? [];
    return settlePart(members, [...findings, ...more], this.#work, { notes, faults });
  }

  #sizeOf(paths: readonly string[]): number {
    return paths.reduce((sum, path) => sum + (this.#work.discovery.texts.get(path)?.length ?? 0), 0);
  }
}

const nothing: Walked = { documents: [], dockerfiles: [], composeFiles: [], containers: [] };
const none: CheckedPart = { findings: [], suppressed: 0, documents: [], reporting: [], notes: [], faults: [] };

function membersOf({ documents, dockerfiles, composeFiles, containers }: Project): Walked {
  return { documents, dockerfiles, composeFiles, containers };
}

function startedOf({ made }: Work, lone: Set<string>): { readonly project: Project | undefined; readonly contexts: ReadonlyMap<string, string> } {
  const steps = startedPart(made, lone);
  const first = steps.next();
  if (first.done === true) return { project: undefined, contexts: first.value };
  const last = steps.next();
  return { project: first.value, contexts: last.done === true ? last.value : new Map() };
}

function newNotes(project: Project, known: Set<Note>): readonly Note[] {
  const found = project.notes.filter((note) => !known.has(note));
  for (const note of found) known.add(note);
  return found;
}

type Members = { [Name in keyof Walked]: Walked[Name][number][] };

/** A project's files in groups that have a file in common, in the order of their first files. */
function componentsOf(project: Project): readonly Walked[] {
  const groups = new Groups();
  for (const file of project.composeFiles) for (const { document } of [...file.trees, file]) groups.join(file.document.path, document.path);
  for (const { document, services } of project.dockerfiles) for (const { compose } of services) groups.join(compose.document.path, document.path);
  const found = new Map<string, Members>();
  const of = (path: string): Members => {
    const group = groups.of(path);
    const known = found.get(group) ?? { documents: [], dockerfiles: [], composeFiles: [], containers: [] };
    found.set(group, known);
    return known;
  };
  for (const one of project.composeFiles) of(one.document.path).composeFiles.push(one);
  for (const one of project.dockerfiles) of(one.document.path).dockerfiles.push(one);
  for (const one of project.documents) of(one.document.path).documents.push(one);
  for (const one of project.containers) of(one.origin.document.path).containers.push(one);
  return [...found.values()];
}

/** Paths in groups. */
class Groups {
  readonly #parents = new Map<string, string>();

  of(path: string): string {
    let at = path;
    for (let parent = this.#parents.get(at); parent !== undefined; parent = this.#parents.get(at)) at = parent;
    if (at !== path) this.#parents.set(path, at);
    return at;
  }

  join(a: string, b: string): void {
    const first = this.of(a);
    const second = this.of(b);
    if (first !== second) this.#parents.set(second, first);
  }
}
