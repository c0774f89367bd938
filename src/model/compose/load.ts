import { Document } from "#text";
import { parseCompose, stringOf } from "../../parse/compose/index.ts";
import type { ComposeTree, YamlNode } from "../../parse/compose/tree.ts";
import { parseEnvFile } from "../../parse/envfile/index.ts";
import type { Host, Note } from "../host.ts";
import { parentOf, resolvePath } from "../paths.ts";
import type { Service, Sourced } from "../types.ts";
import { asMap, scalars, type Lookup } from "./values.ts";

/** A compose project as it is loaded: `extends`, `include` and override files join here. */
export interface LoadedCompose {
  readonly tree: ComposeTree;
  readonly documents: readonly Document[];
  readonly root: YamlNode | undefined;
  readonly lookup: Lookup;
  readonly notes: readonly Note[];
  environmentFiles(service: Service): ReadonlyMap<string, Sourced<string>>;
}

/** Reads one compose file with the `.env` beside it. */
export function loadCompose(document: Document, host: Host, texts: ReadonlyMap<string, string> | undefined): LoadedCompose {
  const tree = parseCompose(document);
  const folder = parentOf(document.path);
  const variables = environmentFile(resolvePath(folder, ".env"), host, texts, () => undefined);
  const lookup: Lookup = (name) => variables.get(name)?.value;
  return {
    tree,
    documents: [document],
    root: tree.roots.find((root) => root.kind === "map") ?? tree.roots[0],
    lookup,
    notes: [],
    environmentFiles: (service) => serviceEnvironment(service, folder, host, texts, lookup),
  };
}

function serviceEnvironment(service: Service, folder: string, host: Host, texts: ReadonlyMap<string, string> | undefined, lookup: Lookup): ReadonlyMap<string, Sourced<string>> {
  const node = service.get("env_file");
  if (!node) return new Map();
  const all = new Map<string, Sourced<string>>();
  const items = node.kind === "list" ? node.items : [node];
  for (const item of items) {
    const path = item.kind === "map" ? asMap(item)?.get("path")?.value : scalars(item)[0];
    const value = stringOf(path, lookup)?.value;
    if (value === undefined || value.startsWith("/")) continue;
    for (const [name, found] of environmentFile(resolvePath(folder, value), host, texts, lookup)) all.set(name, found);
  }
  return all;
}

function environmentFile(path: string, host: Host, texts: ReadonlyMap<string, string> | undefined, lookup: Lookup): ReadonlyMap<string, Sourced<string>> {
  const text = texts?.get(path) ?? readIfThere(path, host);
  const found = new Map<string, Sourced<string>>();
  if (text === undefined) return found;
  for (const entry of parseEnvFile(new Document(path, text, "envfile"), lookup).entries) {
    found.set(entry.name, { value: entry.unresolved.length > 0 ? undefined : entry.value, raw: entry.value ?? "", span: entry.span, unresolved: entry.unresolved });
  }
  return found;
}

function readIfThere(path: string, host: Host): string | undefined {
  if (host.stat(path) !== "file") return undefined;
  const result = host.read(path);
  return result.ok ? result.text : undefined;
}
