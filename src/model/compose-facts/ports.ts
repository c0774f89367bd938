import type { Span } from "#text";
import { parsePort, resolveScalar } from "../../parse/compose/index.ts";
import type { YamlMap, YamlScalar } from "../../parse/compose/tree.ts";
import { asMap, type Lookup } from "../compose/values.ts";
import type { Service } from "../types.ts";
import type { PortRange, PublishedPort } from "./types.ts";

/** The entries of a service's `ports`, short and long form alike. */
export function portsOf(service: Service, lookup: Lookup): readonly PublishedPort[] {
  const node = service.get("ports");
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item, at) => {
    const address = `${service.address}.ports[${String(at)}]`;
    if (item.kind === "scalar") return item.value === null ? [] : [shortPort(item, lookup, address)];
    const map = asMap(item);
    return map ? [longPort(map, lookup, address)] : [];
  });
}

function shortPort(node: YamlScalar, lookup: Lookup, address: string): PublishedPort {
  const resolved = resolveScalar(node, lookup);
  const { hostIp, published, target, protocol } = parsePort(resolved.partial);
  const host = hostIp && hostIp.text !== "" ? bare(hostIp.text) : undefined;
  return {
    hostAddress: known(host),
    hasAddress: host !== undefined,
    everyInterface: host === undefined || isWildcard(host),
    published: rangeOf(published?.text),
    hasPublished: published !== undefined && published.text !== "",
    target: rangeOf(target?.text.replace(/\/.*/, "")),
    protocol: protocolOf(protocol?.text ?? (/\/(\w+)$/.exec(target?.text ?? "")?.[1])),
    text: resolved.partial,
    syntax: "short",
    span: node.span,
    addressSpan: hostIp && host !== undefined ? resolved.spanOf(hostIp.start, hostIp.end) : undefined,
    addressPlace: host === undefined && hostIp === undefined ? startOf(node) : undefined,
    address,
  };
}

/** The place of the first character inside the quotes. */
function startOf(node: YamlScalar): Span | undefined {
  const { document, start } = node.span;
  if (node.style === "plain") return document.span(start, start);
  return node.style === "literal" || node.style === "folded" ? undefined : document.span(start + 1, start + 1);
}

function longPort(map: YamlMap, lookup: Lookup, address: string): PublishedPort {
  const read = (key: string): { readonly text: string; readonly span: Span } | undefined => {
    const node = map.get(key)?.value;
    return node?.kind === "scalar" && node.value !== null ? { text: resolveScalar(node, lookup).partial, span: node.span } : undefined;
  };
  const hostIp = read("host_ip");
  const written = read("published");
  const inPublished = /^(.*):([^:]*)$/.exec(written?.text ?? "");
  const host = hostIp && hostIp.text !== "" ? bare(hostIp.text) : inPublished?.[1] !== undefined && !inPublished[1].includes("{") ? bare(inPublished[1]) : undefined;
  const published = host !== undefined && inPublished?.[2] !== undefined && !hostIp ? inPublished[2] : written?.text;
  const target = read("target")?.text;
  const protocol = read("protocol")?.text;
  return {
    hostAddress: known(host),
    hasAddress: host !== undefined,
    everyInterface: host === undefined || isWildcard(host),
    published: rangeOf(published),
    hasPublished: published !== undefined && published !== "",
    target: rangeOf(target),
    protocol: protocolOf(protocol),
    text: `${published === undefined ? "" : `${published}:`}${target ?? ""}`,
    syntax: "long",
    span: map.span,
    addressSpan: hostIp?.span,
    addressPlace: undefined,
    address,
  };
}

function bare(address: string): string {
  return address.replace(/^\[|\]$/g, "");
}

function known(address: string | undefined): string | undefined {
  return address?.includes("$") ? undefined : address;
}

function rangeOf(text: string | undefined): PortRange | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? "");
  if (!match) return undefined;
  const first = Number(match[1]);
  return { first, last: match[2] === undefined ? first : Number(match[2]) };
}

function protocolOf(text: string | undefined): PublishedPort["protocol"] {
  if (text === undefined) return "tcp";
  const name = text.toLowerCase();
  return name === "tcp" || name === "udp" || name === "sctp" ? name : undefined;
}

/** True for an address of nothing but zeros, in IPv4, IPv6 or the one mapped into the other. */
export function isWildcard(address: string): boolean {
  const text = address.toLowerCase().replace(/%.*/, "");
  if (!text.includes(":")) return /^0+(\.0+){0,3}$/.test(text) || text === "*";
  const mapped = text.replace(/:ffff:(?=0+(\.0+){3}$|0+:0+$)/, ":");
  return /^[0:.]+$/.test(mapped);
}

