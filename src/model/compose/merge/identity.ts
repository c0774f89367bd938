import { parsePort, parseTmpfs, parseVolume, resolveScalar } from "../../../parse/compose/index.ts";
import type { YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { normalisePath } from "../../paths.ts";
import type { Lookup } from "../values.ts";
import type { ItemIdentity } from "./rules.ts";

/**
 * What a list's item is known by when files are merged; undefined where nothing makes it the same as another.
 * Texts count after interpolation, as far as that is known.
 */
export function identityOf(item: YamlNode, identity: ItemIdentity, lookup: Lookup): string | undefined {
  if (item.kind === "list") return undefined;
  if (item.kind === "map") return ofMap(item, identity, lookup);
  return ofText(resolveScalar(item, lookup).partial, identity);
}

function ofText(text: string, identity: ItemIdentity): string | undefined {
  switch (identity) {
    case "text":
    case "path":
      return text;
    case "key":
      return text.split("=", 1)[0];
    case "target":
      return targetOf(parseVolume(text).target?.text ?? text);
    case "tmpfs":
      return targetOf(parseTmpfs(text).target.text);
    case "secret":
      return `/run/secrets/${text}`;
    case "config":
      return `/${text}`;
    case "port":
      return portOf(text);
    case "device":
      return text.split(":")[1] ?? text;
    case "subnet":
      return undefined;
  }
}

function ofMap(map: YamlMap, identity: ItemIdentity, lookup: Lookup): string | undefined {
  const read = (key: string): string | undefined => {
    const node = map.get(key)?.value;
    return node?.kind === "scalar" && node.value !== null ? resolveScalar(node, lookup).partial : undefined;
  };
  switch (identity) {
    case "path":
      return read("path");
    case "target": {
      const target = read("target");
      return target === undefined ? undefined : targetOf(target);
    }
    case "secret":
      return fileTarget(read("target") ?? read("source"), "/run/secrets/");
    case "config":
      return fileTarget(read("target") ?? read("source"), "/");
    case "port":
      return [read("host_ip") ?? "", read("published") ?? "", read("target") ?? "", read("protocol") ?? "tcp"].join("|");
    case "device":
      return read("target") ?? read("source");
    case "subnet":
      return read("subnet");
    case "text":
    case "key":
    case "tmpfs":
      return undefined;
  }
}

function targetOf(path: string): string {
  return path.includes("$") ? path : normalisePath(path);
}

function fileTarget(name: string | undefined, folder: string): string | undefined {
  return name === undefined || name.startsWith("/") ? name : folder + name;
}

function portOf(text: string): string {
  const { mappings } = parsePort(text);
  const [first] = mappings;
  if (mappings.length !== 1 || !first) return text;
  return [first.hostIp ?? "", first.published ?? "", String(first.target), first.protocol].join("|");
}
