import type { ComposeProblem } from "./problem.ts";

/** So many projects that lack one and the same name are no so many slips: something supplies it when they run. */
const MANY = 10;

/** So many of them are named in the one finding. */
const NAMED = 4;

/** A project with what it is refused for when it is seen alone. */
export interface Refused {
  /** Tells it from all others. */
  readonly key: string;
  readonly ownProblems: readonly ComposeProblem[];
}

interface Users {
  readonly first: string;
  count: number;
  /** What the first of them are refused for. */
  readonly problems: ComposeProblem[];
}

/**
 * Names that many projects use and none of those defines, as the network of an app store whose apps are all started together
 * with one more file. Compose refuses each alone, yet that is one thing to say and not hundreds.
 */
export class SharedLacks {
  readonly #projects: () => Iterable<Refused>;
  #users: ReadonlyMap<string, Users> | undefined;

  /** `projects` is asked once, when a project lacks something. */
  constructor(projects: () => Iterable<Refused>) {
    this.#projects = projects;
  }

  /** The problems of a project, without those that the first of many tells for all. */
  settle({ key, ownProblems }: Refused): readonly ComposeProblem[] {
    if (!ownProblems.some(({ lacks }) => lacks !== undefined)) return ownProblems;
    const told = new Set<string>();
    return ownProblems.flatMap((problem) => {
      const users = problem.lacks === undefined ? undefined : (this.#users ??= usersOf(this.#projects())).get(problem.lacks);
      if (problem.lacks === undefined || !users || users.count < MANY) return [problem];
      if (users.first !== key || told.has(problem.lacks)) return [];
      told.add(problem.lacks);
      return [forAll(problem, problem.lacks, users)];
    });
  }
}

function usersOf(projects: Iterable<Refused>): ReadonlyMap<string, Users> {
  const found = new Map<string, Users>();
  for (const { key, ownProblems } of projects) {
    const own = new Map<string, ComposeProblem>();
    for (const problem of ownProblems) if (problem.lacks !== undefined && !own.has(problem.lacks)) own.set(problem.lacks, problem);
    for (const [name, problem] of own) {
      const users = found.get(name) ?? { first: key, count: 0, problems: [] };
      users.count++;
      if (users.problems.length < NAMED) users.problems.push(problem);
      found.set(name, users);
    }
  }
  return found;
}

function forAll(problem: ComposeProblem, name: string, { count, problems }: Users): ComposeProblem {
  const space = name.indexOf(" ");
  return {
    ...problem,
    shared: true,
    message: `${String(count)} compose projects name the ${name.slice(0, space)} \`${name.slice(space + 1)}\` and none of them defines it: Compose takes each only together with a file that does.`,
    related: problems.slice(1).map(({ span }) => ({ at: span, note: "another one" })),
  };
}
