import type { ComposeProblem } from "./problem.ts";

/** So many projects that lack one and the same name are no so many slips: something supplies it when they run. */
const MANY = 10;

/** A project with what it is refused for when it is seen alone. */
interface Refused {
  readonly ownProblems: readonly ComposeProblem[];
}

/**
 * Names that many projects use and none of those defines, as the network of an app store whose apps are all started together
 * with one more file. Compose refuses each alone, yet that is one thing to say and not hundreds.
 */
export class SharedLacks {
  readonly #projects: () => readonly Refused[];
  #users: ReadonlyMap<string, readonly Refused[]> | undefined;

  constructor(projects: () => readonly Refused[]) {
    this.#projects = projects;
  }

  /** The problems of a project, without those that the first of many tells for all. */
  settle(project: Refused): readonly ComposeProblem[] {
    const { ownProblems } = project;
    if (!ownProblems.some(({ lacks }) => lacks !== undefined) || this.#projects().length < MANY) return ownProblems;
    const told = new Set<string>();
    return ownProblems.flatMap((problem) => {
      const users = problem.lacks === undefined ? [] : this.#usersOf(problem.lacks);
      if (problem.lacks === undefined || users.length < MANY) return [problem];
      if (users[0] !== project || told.has(problem.lacks)) return [];
      told.add(problem.lacks);
      return [forAll(problem, problem.lacks, users)];
    });
  }

  #usersOf(name: string): readonly Refused[] {
    return (this.#users ??= this.#grouped()).get(name) ?? [];
  }

  #grouped(): ReadonlyMap<string, readonly Refused[]> {
    const found = new Map<string, Refused[]>();
    for (const project of this.#projects()) {
      for (const name of new Set(project.ownProblems.flatMap(({ lacks }) => lacks ?? []))) {
        const users = found.get(name);
        if (users) users.push(project);
        else found.set(name, [project]);
      }
    }
    return found;
  }
}

function forAll(problem: ComposeProblem, name: string, users: readonly Refused[]): ComposeProblem {
  const space = name.indexOf(" ");
  const others = users.slice(1, 4).flatMap(({ ownProblems }) => ownProblems.find(({ lacks }) => lacks === name) ?? []);
  return {
    ...problem,
    shared: true,
    message: `${String(users.length)} compose projects name the ${name.slice(0, space)} \`${name.slice(space + 1)}\` and none of them defines it: Compose takes each only together with a file that does.`,
    related: others.map(({ span }) => ({ at: span, note: "another one" })),
  };
}
