import { booleanOf, mapOf, parseBytes, parsePort, resolveScalar } from "../../../src/parse/compose/index.ts";
import { plainValue } from "../../../src/parse/compose/scalar.ts";
import type { YamlMap, YamlNode } from "../../../src/parse/compose/tree.ts";
import type { ComposeFile } from "../../../src/model/index.ts";
import { resolvePath } from "../../../src/model/paths.ts";
import { identityOf } from "../../../src/model/compose/merge/identity.ts";
import { mergeRules, ruleOfKey, type MergeRule } from "../../../src/model/compose/merge/rules.ts";
import { ComposeProject } from "../../../src/model/compose/file.ts";

export type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/** A loaded project as plain values in the long form that Compose gives them: the outside of what the model reads. */
export function canonical(compose: ComposeFile): Plain {
  return compose instanceof ComposeProject && compose.root ? new Canonical(compose).value(compose.root, mergeRules, []) : undefined;
}

/** Of two values, whether each thing that is wanted is there. */
export function equalish(got: Plain, want: unknown): boolean {
  if (typeof want === "object" && want !== null && !Array.isArray(want)) {
    const fields = typeof got === "object" && got !== null && !Array.isArray(got) ? got as Readonly<Record<string, Plain>> : {};
    return Object.entries(want).every(([key, value]) => key === "name" || isEmpty(value) || equalish(fields[key] ?? fields[FIELDS[key] ?? ""], value));
  }
  if (Array.isArray(want)) return Array.isArray(got) && got.length === want.length && want.every((value, at) => equalish((got as readonly Plain[])[at], value));
  if (isEmpty(want)) return isEmpty(got);
  return got === want || (typeof got !== "object" && String(got) === String(want));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

/** compose-go's own field names for keys. */
const FIELDS: Readonly<Record<string, string>> = {
  env_files: "env_file", health_check: "healthcheck", dns_opts: "dns_opt", iprange: "ip_range", auxiliary_addresses: "aux_addresses",
  Source: "source", Target: "target", Permissions: "permissions",
};

export function valueAt(value: Plain, path: readonly (string | number)[]): Plain {
  let here = value;
  for (const part of path) {
    if (typeof here !== "object" || here === null) return here;
    const fields = here as Readonly<Record<string, Plain>>;
    here = part === "extensions" ? Object.fromEntries(Object.entries(fields).filter(([key]) => key.startsWith("x-")))
      : part === "single" ? fields["single"] ?? here
      : fields[String(part)] ?? fields[FIELDS[String(part)] ?? ""];
  }
  return here;
}

class Canonical {
  readonly #compose: ComposeProject;

  constructor(compose: ComposeProject) {
    this.#compose = compose;
  }

  value(node: YamlNode, rule: MergeRule | undefined, path: readonly string[]): Plain {
    const { lookup } = this.#compose;
    const key = path.at(-1) ?? "";
    if (node.kind === "scalar" && node.value === null) return null;
    if (rule?.style === "pairs" && key !== "extra_hosts") return this.#pairs(node, path);
    if (key === "extra_hosts") return this.#hosts(node);
    if ((rule?.style === "names" || rule?.style === "dependencies") && node.kind === "list") {
      return Object.fromEntries(this.#texts(node).map((name) => [name, key === "depends_on" ? { condition: "service_started", required: true } : null]));
    }
    if (rule?.style === "list" && node.kind === "scalar") return [this.value(node, undefined, path)];
    if (rule?.style === "build" && node.kind === "scalar") return { context: this.#pathOf(node) };
    if (node.kind === "map") return this.#map(node, rule, path);
    if (node.kind === "list") return this.#list(node, rule, path);
    const { value } = resolveScalar(node, lookup);
    if (["required", "read_only", "external"].includes(key)) return booleanOf(node, lookup)?.value;
    if (["size", "rate"].includes(key) && value !== undefined) return parseBytes(value);
    if (key === "published") return value;
    return typeof node.value === "string" ? value : plainValue(value ?? "");
  }

  #map(map: YamlMap, rule: MergeRule | undefined, path: readonly string[]): Plain {
    const fields: Record<string, Plain> = {};
    for (const entry of map.entries) fields[entry.key] = this.value(entry.value, ruleOfKey(rule, entry.key), [...path, entry.key]);
    const parent = path.at(-2);
    if (parent === "depends_on" && path.length === 4) fields["required"] ??= true;
    if (path.at(-1) === "build" && path.length === 3) fields["context"] = map.get("context") ? this.#pathOf(map.get("context")?.value) : this.#compose.folderOf(map.span);
    if (path[0] !== "services" && path.length === 2) this.#external(map, fields);
    if (path.length === 2 && path[0] === "services") this.#service(path[1] ?? "", fields);
    if (path.at(-1) === "volumes" && typeof fields["source"] === "string" && fields["type"] === "bind" && /^[\w.]/.test(fields["source"]) && !/^[A-Za-z]:/.test(fields["source"])) fields["source"] = this.#pathOf(map.get("source")?.value);
    return fields;
  }

  #external(map: YamlMap, fields: Record<string, Plain>): void {
    const external = map.get("external")?.value;
    if (external?.kind !== "map") return;
    fields["name"] = this.value(external.get("name")?.value ?? external, undefined, []);
    fields["external"] = true;
  }

  #service(name: string, fields: Record<string, Plain>): void {
    const service = this.#compose.service(name);
    delete fields["extends"];
    if (service && service.environment.size > 0) {
      fields["environment"] = Object.fromEntries([...service.environment].map(([key, { value }]) => [key, value]));
    }
    for (const hook of Array.isArray(fields["pre_start"]) ? (fields["pre_start"] as Record<string, Plain>[]) : []) hook["image"] ??= fields["image"];
  }

  #list(list: Extract<YamlNode, { kind: "list" }>, rule: MergeRule | undefined, path: readonly string[]): Plain {
    const key = path.at(-1) ?? "";
    const items = new Map<string, YamlNode>();
    for (const [at, item] of list.items.entries()) {
      const name = rule?.identity && identityOf(item, rule.identity, this.#compose.lookup);
      items.set(name ?? `#${String(at)}`, item);
    }
    return [...items.values()].flatMap((item): readonly Plain[] => {
      if (path[0] !== "services" || path.length !== (path[2] === "build" ? 4 : 3)) return [this.value(item, undefined, path)];
      if (key === "ports") return this.#port(item);
      if (key === "env_file") return [item.kind === "map" ? { ...(this.value(item, undefined, path) as object), path: this.#pathOf(item.get("path")?.value) } : { path: this.#pathOf(item), required: true }];
      const text = this.#texts(item)[0];
      if (item.kind === "map" || text === undefined) return [this.value(item, undefined, path)];
      if (key === "devices") {
        const [source, target, permissions] = text.split(":");
        return [{ source, target: target ?? source, permissions: permissions ?? "rwm" }];
      }
      if (key === "ssh") return [{ id: text.split("=")[0], path: text.split("=")[1] ?? "" }];
      return [key === "secrets" || key === "configs" ? { source: text } : this.value(item, undefined, path)];
    });
  }

  #port(item: YamlNode): readonly Plain[] {
    if (item.kind === "map") return [{ mode: "ingress", protocol: "tcp", ...(this.value(item, undefined, ["port"]) as object) }];
    return parsePort(this.#texts(item)[0] ?? "").mappings.map((mapping) => ({ ...mapping, hostIp: undefined, host_ip: mapping.hostIp }));
  }

  #pairs(node: YamlNode, path: readonly string[]): Plain {
    const pairs = [...mapOf(node, this.#compose.lookup)];
    if (path.at(-1) === "ssh") return pairs.map(([id, { value }]) => ({ id, path: value ?? "" }));
    return Object.fromEntries(pairs.map(([key, { value, bare }]) => [key, bare ? null : value ?? ""]));
  }

  #hosts(node: YamlNode): Plain {
    const all: Record<string, string[]> = {};
    const add = (host: string, address: string): void => {
      const list = (all[host] ??= []);
      if (!list.includes(address)) list.push(address);
    };
    if (node.kind === "map") for (const entry of node.entries) for (const address of this.#texts(entry.value)) add(entry.key, address);
    else for (const text of this.#texts(node)) add(text.split(/[=:]/)[0] ?? "", text.replace(/^[^=:]*[=:]/, ""));
    return all;
  }

  #texts(node: YamlNode): readonly string[] {
    const items = node.kind === "list" ? node.items : [node];
    return items.flatMap((item) => (item.kind === "scalar" && item.value !== null ? [resolveScalar(item, this.#compose.lookup).partial] : []));
  }

  #pathOf(node: YamlNode | undefined): string {
    const text = node ? this.#texts(node)[0] ?? "" : "";
    return node ? resolvePath(this.#compose.folderOf(node.span), text) : text;
  }
}
