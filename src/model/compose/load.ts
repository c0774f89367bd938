import type { Document, SyntaxFault } from "#text";
import { booleanOf, parseCompose, stringOf } from "../../parse/compose/index.ts";
import type { ComposeTree, YamlNode } from "../../parse/compose/tree.ts";
import type { Host, Note } from "../host.ts";
import { nameOf, parentOf, resolvePath } from "../paths.ts";
import type { Service, Sourced } from "../types.ts";
import { ProjectFiles } from "./load/files.ts";
import { isTemplate, Loader } from "./load/loader.ts";
import { Scopes, type Scope } from "./load/scopes.ts";
import type { Problems } from "./problem.ts";
import { projectName } from "./project-name.ts";
import { asMap, pairs, textIn, type Lookup } from "./values.ts";

/** A compose project as it is loaded: override files, `extends` and `include` are joined. */
export interface LoadedCompose {
  /** The main file's tree. */
  readonly tree: ComposeTree;
  /** Every file that the project is made of, the main one first. */
  readonly trees: readonly ComposeTree[];
  readonly documents: readonly Document[];
  readonly root: YamlNode | undefined;
  readonly lookup: Lookup;
  readonly notes: readonly Note[];
  readonly problems: Problems;
  /** Services whose base could not be read. */
  readonly open: ReadonlySet<string>;
  /** True where an include could not be read. */
  readonly partial: boolean;
  /** The folder that relative paths of a file hang on. */
  folderOf(document: Document): string;
  environmentFiles(service: Service): ReadonlyMap<string, Sourced<string>>;
  /** For what Compose refuses an environment file; undefined where it takes it or it is not there. */
  environmentFault(path: string, raw: boolean): SyntaxFault | undefined;
}

/**
 * Loads one compose project as Compose does, with `.env` and nothing of the process environment.
 * @param document the main file
 * @param overrides files merged over it, in order
 */
export function loadCompose(document: Document, host: Host, texts: ReadonlyMap<string, string> | undefined, overrides: readonly Document[] = []): LoadedCompose {
  const files = new ProjectFiles(host, texts);
  const folder = parentOf(document.path);
  const tree = parseCompose(document);
  const trees = [tree, ...overrides.map((override) => parseCompose(override))];
  const scope: Scope = { folder, lookup: projectVariables(files, folder, trees) };
  const scopes = new Scopes(scope);
  const loader = new Loader(files, scopes);
  const root = loader.load(trees, scope, []) ?? (isTemplate(tree) ? undefined : tree.roots[0]);
  return {
    tree, trees: loader.trees, documents: loader.trees.map((one) => one.document), root, lookup: scopes.lookup,
    notes: loader.notes, problems: loader.problems, open: loader.open, partial: loader.partial,
    folderOf: (one) => scopes.of(one).folder,
    environmentFiles: (service) => serviceEnvironment(service, files, scopes),
    environmentFault: (path, raw) => files.environmentFault(path, raw),
  };
}

/** `.env` beside the main file, and the project's name. */
function projectVariables(files: ProjectFiles, folder: string, trees: readonly ComposeTree[]): Lookup {
  const variables = files.environment(resolvePath(folder, ".env"), () => undefined);
  const own: Lookup = (name) => variables?.get(name)?.value;
  const name = trees.flatMap((tree) => tree.roots).findLast((root) => asMap(root)?.get("name"));
  const ownName = own("COMPOSE_PROJECT_NAME") ?? (projectName(textIn(asMap(name)?.get("name")?.value, own) ?? "") || nameOfFolder(folder));
  return (key) => (key === "COMPOSE_PROJECT_NAME" ? ownName : own(key));
}

/** The project's name where nothing gives one: its folder's, in small letters, without what a name may not have. */
function nameOfFolder(folder: string): string | undefined {
  // the working directory's own name is that of a checkout and differs between machines
  if (folder === "." || folder.startsWith("..")) return undefined;
  return projectName(nameOf(folder)) || undefined;
}

/** The values of a service's `env_file`s, later files over earlier ones, each path seen from the file that names it. */
function serviceEnvironment(service: Service, files: ProjectFiles, scopes: Scopes): ReadonlyMap<string, Sourced<string>> {
  const all = new Map<string, Sourced<string>>();
  const named = environmentFilesOf(service.get("env_file"), scopes);
  const own = named.length > 0 ? pairs(service.get("environment"), scopes.lookup) : undefined;
  for (const { path, raw, scope } of named) {
    // measured: the project's variables, the service's own, those above in the file, those of the files before
    const found = files.environment(path, (name) => scope.lookup(name) ?? own?.get(name)?.value, raw, (name) => all.get(name)?.value);
    for (const [name, value] of found ?? []) all.set(name, value);
  }
  return all;
}

interface NamedFile {
  readonly path: string;
  readonly node: YamlNode;
  readonly required: boolean;
  readonly raw: boolean;
  readonly scope: Scope;
}

/** The files that `env_file` names inside the project: a text, a list, or the long form with `path`, `required` and `format`. */
export function environmentFilesOf(node: YamlNode | undefined, scopes: Pick<Scopes, "of" | "lookup">): readonly NamedFile[] {
  const items = node?.kind === "list" ? node.items : node ? [node] : [];
  return items.flatMap((item) => {
    const long = asMap(item);
    const value = long ? long.get("path")?.value : item;
    const text = stringOf(value, scopes.lookup)?.value;
    if (!value || text === undefined || text.startsWith("/") || text.startsWith("~")) return [];
    const scope = scopes.of(value.span.document);
    const required = booleanOf(long?.get("required")?.value, scopes.lookup)?.value !== false;
    return [{ path: resolvePath(scope.folder, text), node: value, required, raw: textIn(long?.get("format")?.value, scopes.lookup) === "raw", scope }];
  });
}
