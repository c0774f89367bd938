import { composedPart, lonePart, startedPart, type Host, type Project, type ProjectInput } from "../../model/index.ts";
import type { Division, Work } from "../analyse.ts";
import { checkPart, packPart, PartDocuments, unpackPart, type CheckedPart, type PackedPart } from "../part.ts";

/** A checked part, with what the parts after it need to know. */
export interface KeptPart {
  readonly part: PackedPart;
  /** The Dockerfiles that no later part looks at. */
  readonly taken: readonly string[];
  /** The build contexts that scripts name. */
  readonly contexts: readonly (readonly [string, string])[];
}

/** Where checked parts are kept between runs. */
export interface PartStore {
  /** The part of an earlier run, where everything that it read or looked for is as it was. */
  find(key: string): KeptPart | undefined;
  /** Calls `make` and keeps what it gives, with everything that is read and looked for meanwhile. */
  make(key: string, make: (host: Host, texts: ReadonlyMap<string, string>) => KeptPart): KeptPart;
  textOf(path: string): string | undefined;
}

/**
 * Checks a project part by part, each Dockerfile that nothing else builds alone, and takes from the store what did not change.
 * `open` gets the store once the settings of all files are known.
 */
export function cachedDivision(work: Work, open: () => PartStore): Division {
  const { dockerfiles, composeFiles, scripts } = work.discovery;
  // Configuration is looked for now, so that no part has to.
  for (const path of ["stowage", ...dockerfiles, ...composeFiles, ...scripts]) work.settings.forFile(path);
  return { parts: new CachedParts(work, open()).all() };
}

class CachedParts {
  readonly #work: Work;
  readonly #store: PartStore;
  readonly #documents: PartDocuments;
  readonly #lone: Set<string>;

  constructor(work: Work, store: PartStore) {
    this.#work = work;
    this.#store = store;
    this.#documents = new PartDocuments((path) => work.discovery.texts.get(path) ?? store.textOf(path));
    this.#lone = new Set(work.discovery.dockerfiles);
  }

  *all(): Iterable<CheckedPart> {
    const { dockerfiles, composeFiles, scripts } = this.#work.discovery;
    if (composeFiles.length > 0) {
      yield this.#one(["compose", composeFiles, scripts, dockerfiles], (input) => this.#taking((lone) => ({ project: composedPart(input, lone)[0], contexts: [] }))).part;
    }
    let contexts: ReadonlyMap<string, string> = new Map();
    if (scripts.length > 0) {
      const started = this.#one(["scripts", scripts, composeFiles.length > 0, [...this.#lone]], (input) => this.#taking((lone) => startedOf(input, lone)));
      yield started.part;
      contexts = new Map(started.contexts);
    }
    for (const path of this.#lone) {
      const context = contexts.get(path);
      yield this.#one(["lone", path, context ?? ""], (input) => ({ project: lonePart(input, [path], new Map(context === undefined ? [] : [[path, context]])), taken: [], contexts: [] })).part;
    }
  }

  #one(key: readonly unknown[], build: (input: ProjectInput) => BuiltPart): { readonly part: CheckedPart; readonly contexts: KeptPart["contexts"] } {
    const text = JSON.stringify(key);
    const found = this.#store.find(text);
    const known = found && unpackPart(found.part, this.#documents);
    if (found && known) {
      for (const path of found.taken) this.#lone.delete(path);
      return { part: known, contexts: found.contexts };
    }
    let part = nothing;
    const made = this.#store.make(text, (host, texts) => {
      const { project, taken, contexts } = build({ ...this.#work.made, host, texts });
      if (project) part = checkPart(project, this.#work);
      return { part: packPart(part), taken, contexts };
    });
    return { part, contexts: made.contexts };
  }

  #taking(build: (lone: Set<string>) => Omit<BuiltPart, "taken">): BuiltPart {
    const before = [...this.#lone];
    return { ...build(this.#lone), taken: before.filter((path) => !this.#lone.has(path)) };
  }
}

interface BuiltPart extends Pick<KeptPart, "taken" | "contexts"> {
  readonly project: Project | undefined;
}

const nothing: CheckedPart = { findings: [], suppressed: 0, documents: [], reporting: [], notes: [], faults: [] };

function startedOf(input: ProjectInput, lone: Set<string>): Omit<BuiltPart, "taken"> {
  const steps = startedPart(input, lone);
  const first = steps.next();
  if (first.done === true) return { project: undefined, contexts: [...first.value] };
  const last = steps.next();
  return { project: first.value, contexts: last.done === true ? [...last.value] : [] };
}
