import { composeModel, ModelProject, stateCommandsOf, type ProjectInput } from "./project.ts";
import type { Project } from "./types.ts";

/** So many Dockerfiles that no service builds are looked at together. */
const loneAtOnce = 4;

/**
 * The same project in parts between which no question of ours leads: the compose files with the Dockerfiles they build, then
 * the other Dockerfiles, some at a time. Each part is made when it is asked for, so that the one before can be forgotten.
 */
export function* projectParts(input: ProjectInput): Iterable<Project> {
  const lone = new Set(input.dockerfiles);
  yield* composedParts(input, lone);
  const contexts = yield* startedPart(input, lone);
  const paths = [...lone];
  for (let from = 0; from < paths.length; from += loneAtOnce) {
    yield lonePart(input, paths.slice(from, from + loneAtOnce), contexts);
  }
}

/** Some Dockerfiles that no service and no script builds; `contexts` are those that scripts name. */
export function lonePart(input: ProjectInput, dockerfiles: readonly string[], contexts: ReadonlyMap<string, string>): Project {
  return new ModelProject({ ...input, composeFiles: [], scripts: [], dockerfiles }, false, contexts);
}

/** The compose files with the Dockerfiles that their services build, which it takes out of `lone`; nothing where there is no compose file. */
export function composedPart(input: ProjectInput, lone: Set<string>): readonly Project[] {
  if (input.composeFiles.length === 0) return [];
  const part = new ModelProject({ ...input, scripts: [], commandScripts: input.scripts ?? [] }, true);
  for (const path of lone) if (part.builds(path)) lone.delete(path);
  return [part];
}

/** The containers that scripts start, with the Dockerfiles that they build for it, which it takes out of `lone`. Gives back the contexts that scripts name. */
export function* startedPart(input: ProjectInput, lone: Set<string>): Generator<Project, ReadonlyMap<string, string>> {
  if ((input.scripts ?? []).length === 0) return new Map();
  const part = new ModelProject({ ...input, composeFiles: [], dockerfiles: [...lone], ...(input.composeFiles.length > 0 ? { commandScripts: [] } : {}) }, "started");
  for (const path of lone) if (part.starts(path)) lone.delete(path);
  const { contexts } = part;
  if (part.containers.length > 0) yield part;
  return contexts;
}

/** So many compose files are looked at in one piece: to know before what leads from one to another means to read them twice. */
const MANY_COMPOSE_FILES = 1_000;

/** What `composedPart` gives, of many compose files in parts between which no question leads. */
function* composedParts(input: ProjectInput, lone: Set<string>): Iterable<Project> {
  if (input.composeFiles.length <= MANY_COMPOSE_FILES) return yield* composedPart(input, lone);
  const whole = { ...input, commandScripts: input.scripts ?? [] };
  let { composeLists } = input;
  for (const { dockerfiles, ...share } of composeModel().shareOut(whole, stateCommandsOf(whole))) {
    for (const path of dockerfiles) lone.delete(path);
    yield new ModelProject({ ...whole, composeFiles: share.groups.flat(), ...(composeLists ? { composeLists } : {}), scripts: [], dockerfiles }, true, undefined, share);
    // what is to be said of the lists is said once
    composeLists = [];
  }
}
