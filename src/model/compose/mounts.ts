import { MappedText, type Span } from "#text";
import { booleanOf, mappedScalar, parseTmpfs, parseVolume, resolveScalar } from "../../parse/compose/index.ts";
import type { YamlMap, YamlNode, YamlScalar } from "../../parse/compose/tree.ts";
import type { ServiceMount } from "../types.ts";
import type { ComposeProject } from "./file.ts";
import type { ComposeService } from "./service.ts";
import { asMap, scalars, textIn, type Lookup } from "./values.ts";

/** `volumes`, `tmpfs`, and the configs and secrets that are files, as mounts, in that order. */
export function mountsOfService(service: ComposeService): readonly ServiceMount[] {
  return [...volumesOf(service), ...tmpfsOf(service), ...filesOf(service, "configs", "config", "/"), ...filesOf(service, "secrets", "secret", "/run/secrets/")];
}

const NO_OPTIONS = {
  readOnly: false, options: [], optionSpans: new Map<string, Span>(), noCopy: false, createHostPath: undefined, propagation: undefined, subpath: undefined,
} as const;

function volumesOf(service: ComposeService): readonly ServiceMount[] {
  const node = service.get("volumes");
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item, at) => {
    const address = `${service.address}.volumes[${String(at)}]`;
    if (item.kind === "scalar") return shortVolume(item, service.compose, address);
    return item.kind === "map" ? longVolume(item, service.compose.lookup, address) : [];
  });
}

function shortVolume(node: YamlScalar, compose: ComposeProject, address: string): readonly ServiceMount[] {
  const text = resolveScalar(node, compose.lookup);
  const short = parseVolume(text.partial);
  if (short.fault !== undefined || !short.target) return [];
  const { source, target } = short;
  return [{
    // A source that begins with an unknown variable can be a name or a path. A path has a slash, and a name must be a declared one.
    type: short.type ?? (source?.text.includes("/") || !compose.hasSpareVolume ? "bind" : "volume"),
    source: source?.text,
    target: target.text,
    readOnly: short.readOnly,
    span: node.span,
    sourceSpan: source && text.spanOf(source.start, source.end),
    targetSpan: text.spanOf(target.start, target.end),
    syntax: "short",
    options: short.options.map((option) => option.text),
    optionSpans: new Map(short.options.map((option) => [option.text, text.spanOf(option.start, option.end)])),
    noCopy: short.noCopy,
    createHostPath: short.createHostPath,
    propagation: short.propagation,
    subpath: undefined,
    unresolved: text.unresolved,
    address,
  }];
}

const TYPES: ReadonlySet<string> = new Set(["bind", "volume", "tmpfs", "npipe", "cluster", "image"]);

function isMountType(text: string): text is ServiceMount["type"] {
  return TYPES.has(text);
}

function longVolume(map: YamlMap, lookup: Lookup, address: string): readonly ServiceMount[] {
  const read = (key: string, from: YamlMap | undefined): { readonly text: string; readonly span: Span; readonly unresolved: readonly string[] } | undefined => {
    const node = from?.get(key)?.value;
    if (node?.kind !== "scalar" || node.value === null) return undefined;
    const result = resolveScalar(node, lookup);
    return { text: result.partial, span: node.span, unresolved: result.unresolved };
  };
  const type = read("type", map)?.text ?? "volume";
  if (!isMountType(type)) return [];
  const source = read("source", map) ?? read("src", map);
  const target = read("target", map) ?? read("destination", map) ?? read("dst", map);
  const bind = asMap(map.get("bind")?.value);
  const volume = asMap(map.get("volume")?.value);
  return [{
    type,
    source: source?.text,
    target: target?.text,
    readOnly: booleanOf(map.get("read_only")?.value, lookup)?.value === true || booleanOf(map.get("readonly")?.value, lookup)?.value === true,
    span: map.span,
    sourceSpan: source?.span,
    targetSpan: target?.span,
    syntax: "long",
    options: [read("selinux", bind)?.text, read("consistency", map)?.text].filter((option) => option !== undefined),
    optionSpans: new Map([read("propagation", bind), read("selinux", bind), read("consistency", map)].flatMap((option) => (option ? [[option.text, option.span]] : []))),
    noCopy: booleanOf(volume?.get("nocopy")?.value, lookup)?.value === true,
    createHostPath: booleanOf(bind?.get("create_host_path")?.value, lookup)?.value,
    propagation: read("propagation", bind)?.text,
    subpath: read("subpath", volume)?.text,
    unresolved: [...(source?.unresolved ?? []), ...(target?.unresolved ?? [])],
    address,
  }];
}

function tmpfsOf(service: ComposeService): readonly ServiceMount[] {
  return scalars(service.get("tmpfs")).map((node, at) => {
    const text = resolveScalar(node, service.compose.lookup);
    const short = parseTmpfs(text.partial);
    return {
      ...NO_OPTIONS,
      type: "tmpfs",
      source: undefined,
      target: short.target.text,
      readOnly: short.options.some((option) => option.text === "ro"),
      span: node.span,
      sourceSpan: undefined,
      targetSpan: text.spanOf(short.target.start, short.target.end),
      syntax: "short",
      options: short.options.map((option) => option.text),
      optionSpans: new Map(short.options.map((option) => [option.text, text.spanOf(option.start, option.end)])),
      unresolved: text.unresolved,
      address: `${service.address}.tmpfs[${String(at)}]`,
    };
  });
}

/** The text of `content`, with `$$` and known variables filled in; what is filled in leads to the text's beginning. */
function inlineText(node: YamlNode | undefined, lookup: Lookup): MappedText | undefined {
  if (node?.kind !== "scalar" || node.value === null) return undefined;
  const { partial, unresolved } = resolveScalar(node, lookup);
  if (unresolved.length > 0) return undefined;
  return partial === node.text ? mappedScalar(node) : new MappedText(node.span.document, partial, [{ at: 0, from: node.span.start, length: 1 }]);
}

/** Configs and secrets whose top-level entry names a file, or holds its text: Compose binds that file into the container. */
function filesOf(service: ComposeService, key: "configs" | "secrets", type: "config" | "secret", folder: string): readonly ServiceMount[] {
  const node = service.get(key);
  if (node?.kind !== "list") return [];
  const definitions = asMap(asMap(service.compose.root)?.get(key)?.value);
  return node.items.flatMap((item, at) => {
    const map = asMap(item);
    const name = textIn(map?.get("source")?.value ?? item, service.compose.lookup);
    const definition = name === undefined ? undefined : asMap(definitions?.get(name)?.value);
    const source = textIn(definition?.get("file")?.value, service.compose.lookup);
    const content = inlineText(definition?.get("content")?.value, service.compose.lookup);
    if (name === undefined || (source === undefined && !content)) return [];
    const target = textIn(map?.get("target")?.value, service.compose.lookup) ?? name;
    return [{
      ...NO_OPTIONS, type, source, target: target.startsWith("/") ? target : folder + target, readOnly: true, span: item.span, sourceSpan: undefined,
      targetSpan: map?.get("target")?.value.span, syntax: map ? "long" as const : "short" as const, unresolved: [], address: `${service.address}.${key}[${String(at)}]`,
      ...(content ? { content } : {}),
    }];
  });
}
