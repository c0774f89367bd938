import { parentOf, nameOf, resolvePath } from "../paths.ts";
import type { ProjectFiles } from "./load/files.ts";

/** The files of one project, the main one first. */
export type ComposeFileGroup = readonly [main: string, ...overrides: string[]];

const MAIN_NAMES = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const OVERRIDE_NAMES = ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

/**
 * Sorts compose files into projects as Compose does where no `-f` is given: `COMPOSE_FILE` in `.env`, else the first
 * main file of a folder with its override file. Every other file is a project of its own. An override file that is
 * named without its main file brings it along.
 * @param lists files that are known to be loaded together with `-f`: each list that names one of the files and is there is a project
 */
export function composeProjects(paths: readonly string[], files: ProjectFiles, lists: readonly (readonly string[])[] = []): readonly ComposeFileGroup[] {
  const groups = new Map<string, ComposeFileGroup>();
  const taken = new Set<string>();
  const named = new Set(paths);
  for (const [main, ...others] of lists) {
    if (main === undefined || ![main, ...others].every((path) => files.exists(path)) || ![main, ...others].some((path) => named.has(path))) continue;
    groups.set([main, ...others].join("\n"), [main, ...others]);
    for (const path of [main, ...others]) taken.add(path);
  }
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    const folder = parentOf(path);
    const list = byFolder.get(folder);
    if (list) list.push(path);
    else byFolder.set(folder, [path]);
  }
  for (const [folder, inFolder] of byFolder) {
    const group = groupOf(folder, inFolder, files);
    if (!group?.some((path) => named.has(path)) || group.some((path) => taken.has(path))) continue;
    groups.set(group[0], group);
    for (const path of group) taken.add(path);
  }
  for (const path of paths) if (!taken.has(path)) groups.set(path, [path]);
  return [...groups.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function groupOf(folder: string, paths: readonly string[], files: ProjectFiles): ComposeFileGroup | undefined {
  const listed = listedFiles(folder, files);
  if (listed) return listed;
  const names = paths.map(nameOf);
  const named = names.some((name) => MAIN_NAMES.includes(name));
  if (!named && !names.some(isOverride)) return undefined;
  // the one that Compose would take, and it may lie beside the files that were asked for
  const first = MAIN_NAMES.find((name) => files.exists(resolvePath(folder, name)));
  if (first === undefined || (named && !names.includes(first))) return undefined;
  const override = OVERRIDE_NAMES.find((name) => files.exists(resolvePath(folder, name)));
  const main = resolvePath(folder, first);
  return override === undefined ? [main] : [main, resolvePath(folder, override)];
}

function isOverride(name: string): boolean {
  return OVERRIDE_NAMES.includes(name);
}

/** `COMPOSE_FILE` of the folder's `.env`, where all that it names is there. */
function listedFiles(folder: string, files: ProjectFiles): ComposeFileGroup | undefined {
  const variables = files.environment(resolvePath(folder, ".env"), () => undefined);
  const list = variables?.get("COMPOSE_FILE")?.value;
  if (!list) return undefined;
  const separator = variables.get("COMPOSE_PATH_SEPARATOR")?.value ?? (list.includes(";") ? ";" : ":");
  const [main, ...overrides] = list.split(separator).filter((path) => path !== "").map((path) => resolvePath(folder, path));
  if (main === undefined || ![main, ...overrides].every((path) => files.exists(path))) return undefined;
  return [main, ...overrides];
}

/** Where something stands in a file. */
export interface Place {
  readonly document: { readonly path: string };
  readonly start: number;
}

/** What of a project says whether it stands alone. */
export interface Standing {
  readonly document: { readonly path: string };
  readonly documents: readonly { readonly path: string }[];
  readonly services: readonly { readonly keySpan: Place; readonly origins: readonly Place[] }[];
}

/**
 * The projects without those whose main file is part of another one by `include` or override, or whose every service is
 * extended by another one.
 */
export function standingAlone<Project extends Standing>(projects: readonly Project[]): readonly Project[] {
  const used = new Map<string, Set<Project>>();
  for (const project of projects) {
    for (const { path } of project.documents.slice(1)) used.set(path, (used.get(path) ?? new Set<Project>()).add(project));
  }
  return projects.filter((project) => {
    const { path } = project.document;
    const users = [...(used.get(path) ?? [])].filter((user) => user !== project);
    // files that use each other in a circle stand alone, all of them
    const outer = users.filter((user) => !project.documents.some((document) => document.path === user.document.path));
    return outer.length === 0 || !project.services.every((service) => outer.some((user) => holds(user, path, service.keySpan.start)));
  });
}

/** Whether a project has what stands at a place of one of its files. */
function holds(project: Standing, path: string, offset: number): boolean {
  const isThere = (span: Place): boolean => span.document.path === path && span.start === offset;
  return project.services.some((service) => isThere(service.keySpan) || service.origins.some(isThere));
}
