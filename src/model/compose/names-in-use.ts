import { parentOf } from "../paths.ts";
import type { ComposeFile, NamedSection } from "../types.ts";

/** The top-level sections whose entries services name. */
export const NAMED_SECTIONS: readonly NamedSection[] = ["volumes", "networks", "configs", "secrets"];

/** A project with the names that its services use. */
export interface NameUser {
  /** Tells it from all others. */
  readonly key: string;
  readonly document: { readonly path: string };
  namesIn(section: NamedSection): Iterable<string>;
}

/** Which of many projects name what. */
export class NamesInUse {
  readonly #projects: () => Iterable<NameUser>;
  readonly #users = new Map<NamedSection, ReadonlyMap<string, readonly NameUser[]>>();

  /** `projects` is asked once for each section in which something is looked for. */
  constructor(projects: () => Iterable<NameUser>) {
    this.#projects = projects;
  }

  /** Whether another project, with its main file in or below the folder of this one's, names something. */
  isUsedBelow({ key, document }: Pick<NameUser, "key" | "document">, section: NamedSection, name: string): boolean {
    const folder = parentOf(document.path);
    const inside = folder === "." ? "" : `${folder}/`;
    const users = this.#users.get(section) ?? usersOf(this.#projects(), section);
    this.#users.set(section, users);
    return users.get(name)?.some((other) => other.document.path.startsWith(inside) && other.key !== key) === true;
  }
}

function usersOf(projects: Iterable<NameUser>, section: NamedSection): ReadonlyMap<string, readonly NameUser[]> {
  const found = new Map<string, NameUser[]>();
  for (const project of projects) {
    for (const name of project.namesIn(section)) {
      const users = found.get(name);
      if (users) users.push(project);
      else found.set(name, [project]);
    }
  }
  return found;
}

/** What a project's services name in a section; the names of networks count in each, since `network_mode` and the like do not say what they name. */
export function namesUsedIn(file: ComposeFile, section: NamedSection): ReadonlySet<string> {
  const found = new Set<string>();
  for (const service of file.services) {
    if (section === "volumes") for (const entry of service.volumes) if (entry.source !== undefined) found.add(entry.source);
    for (const node of [service.get(section), service.at("build", section)]) {
      if (node?.kind === "map") for (const entry of node.entries) found.add(entry.key);
      for (const item of node?.kind === "list" ? node.items : []) {
        const name = item.kind === "map" ? item.get("source")?.value : item;
        const text = name?.kind === "scalar" ? file.resolve(name).value : undefined;
        if (text !== undefined) found.add(text);
      }
    }
    for (const node of [service.at("build", "network"), service.get("network_mode")]) if (node?.kind === "scalar") found.add(node.text);
  }
  return found;
}
