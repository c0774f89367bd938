import type { Document, Span } from "#text";
import type { YamlEntry, YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { parentOf, resolvePath } from "../../paths.ts";
import { mergeMaps } from "../merge/merge.ts";
import { mapOfEntries, withOrigins } from "../merge/nodes.ts";
import { serviceRules } from "../merge/rules.ts";
import { asMap } from "../values.ts";
import type { Loader } from "./loader.ts";
import { isRemote } from "./remote.ts";
import type { Scope } from "./scopes.ts";

/** So many services may extend each other in a row. */
const LONGEST_CHAIN = 30;

/** One file whose services can be extended. */
interface Source {
  readonly document: Document;
  readonly scope: Scope;
  readonly services: YamlMap | undefined;
}

interface Resolved {
  readonly node: YamlNode;
  /** False where a base could not be read. */
  readonly complete: boolean;
  /** The names of the services that it extends, where they stand. */
  readonly bases?: readonly Span[];
}

/**
 * The services of a file with what they extend merged below them (specification: "extends"). The key itself stays.
 */
export function applyExtends(root: YamlMap, document: Document, scope: Scope, loader: Loader): YamlMap {
  const section = root.get("services");
  const services = asMap(section?.value);
  if (!section || !services?.entries.some((entry) => asMap(entry.value)?.get("extends"))) return root;
  const resolver = new ExtendsResolver(loader);
  const source: Source = { document, scope, services };
  const entries = services.entries.map((entry) => {
    const { node, complete, bases = [] } = resolver.resolve(entry, source, [nameIn(source, entry.key)]);
    if (!complete) loader.open.add(entry.key);
    return bases.length > 0 ? { ...withOrigins(entry, ...bases), value: node } : entry;
  });
  const filled = { ...section, value: mapOfEntries(entries, services.span) };
  return mapOfEntries(root.entries.map((entry) => (entry === section ? filled : entry)), root.span);
}

class ExtendsResolver {
  readonly #loader: Loader;
  readonly #sources = new Map<string, Source | undefined>();

  constructor(loader: Loader) {
    this.#loader = loader;
  }

  resolve(entry: YamlEntry, source: Source, chain: readonly string[]): Resolved {
    const map = asMap(entry.value);
    const extend = map?.get("extends");
    if (!map || !extend || extend.value.tag === "!reset" || (extend.value.kind === "scalar" && extend.value.value === null)) return { node: entry.value, complete: true };
    const long = asMap(extend.value);
    if (long && !long.get("service")) this.#loader.problems.add("load", "missing-key", extend.keySpan, "`service` is missing in `extends`.");
    const service = this.#loader.textOf(long ? long.get("service")?.value : extend.value, "extends");
    if (service === undefined) return { node: entry.value, complete: false };
    const from = long && isThere(long.get("file")?.value) ? this.#sourceOf(long, source) : source;
    if (!from) return { node: entry.value, complete: false };
    const found = this.#find(service, from, extend.keySpan, chain);
    if (!found) return { node: entry.value, complete: false };
    const base = asMap(found.node);
    const node = base ? mergeMaps(inherited(base, extend), map, serviceRules, this.#loader.merging) : map;
    return { node, complete: found.complete, bases: found.bases ?? [] };
  }

  #find(service: string, from: Source, at: Span, chain: readonly string[]): Resolved | undefined {
    const name = nameIn(from, service);
    if (chain.includes(name)) {
      const names = [...chain.slice(chain.indexOf(name)), name].map((one) => one.slice(one.indexOf("\n") + 1));
      this.#loader.problems.add("load", "extends-cycle", at, `\`extends\` goes round in a circle: ${names.join(" extends ")}.`);
      return undefined;
    }
    if (chain.length > LONGEST_CHAIN) {
      this.#loader.skipOnce(at, `extends: more than ${LONGEST_CHAIN} services extend each other in a row; the rest is not followed: shorten the chain`);
      return undefined;
    }
    const base = from.services?.get(service);
    if (base) {
      const found = this.resolve(base, from, [...chain, name]);
      return { ...found, bases: [base.keySpan, ...(found.bases ?? [])] };
    }
    this.#loader.problems.add("load", "extends-undefined-service", at, `\`extends\` names the service \`${service}\`, which \`${from.document.path}\` does not have.`);
    return undefined;
  }

  #sourceOf(long: YamlMap, source: Source): Source | undefined {
    const node = long.get("file")?.value;
    const file = this.#loader.textOf(node, "extends");
    if (!node || file === undefined) return undefined;
    if (isRemote(file)) {
      this.#loader.skip(node.span, "extends: remote reference not read");
      return undefined;
    }
    const path = resolvePath(source.scope.folder, file);
    if (path === source.document.path) return source;
    const known = this.#sources.get(path);
    if (known || this.#sources.has(path)) return known;
    const made = this.#read(path, node.span, source.scope);
    this.#sources.set(path, made);
    return made;
  }

  #read(path: string, at: Span, outer: Scope): Source | undefined {
    const tree = this.#loader.files.compose(path);
    if (!tree) {
      this.#loader.missing(at, `extends: the file \`${path}\` is not there or cannot be read`);
      return undefined;
    }
    const scope: Scope = { folder: parentOf(path), lookup: outer.lookup };
    this.#loader.take(tree, scope);
    return { document: tree.document, scope, services: asMap(asMap(tree.roots[0])?.get("services")?.value) };
  }
}

/** What a base gives: everything but its own `extends`, each value with the place that brought it. */
function inherited(base: YamlMap, extend: YamlEntry): YamlMap {
  const entries = base.entries.filter((entry) => entry.key !== "extends").map((entry) => withOrigins(entry, extend.keySpan));
  return mapOfEntries(entries, base.span);
}

function isThere(node: YamlNode | undefined): boolean {
  return node !== undefined && !(node.kind === "scalar" && node.value === null);
}

function nameIn(source: Source, service: string): string {
  return `${source.document.path}\n${service}`;
}
