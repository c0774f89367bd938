import type { TextPart } from "./volume.ts";

/** One port in long form. */
export interface PortMapping {
  readonly target: number;
  /** A port or a range on the host, as written; undefined where Docker chooses one. */
  readonly published: string | undefined;
  readonly hostIp: string | undefined;
  readonly protocol: "tcp" | "udp" | "sctp";
  readonly mode: "ingress";
}

/** A port's short syntax, `[[IP:]HOST:]CONTAINER[/PROTOCOL]`, read. Offsets are offsets of the text that was given. */
export interface ShortPort {
  /** One for each container port of a range; empty where the text is refused or holds a variable without value. */
  readonly mappings: readonly PortMapping[];
  readonly hostIp: TextPart | undefined;
  readonly published: TextPart | undefined;
  readonly target: TextPart | undefined;
  readonly protocol: TextPart | undefined;
  /** Set where Compose refuses the text. */
  readonly fault?: string;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a port in short syntax as Compose does.
 * @param text the entry of `ports:`, after interpolation as far as that is known; where a `$` is left nothing is concluded
 */
export function parsePort(text: string): ShortPort {
  const slash = text.includes("$") ? -1 : text.indexOf("/");
  const address = slash < 0 ? text : text.slice(0, slash);
  const protocol = slash < 0 ? undefined : piece(text, slash + 1, endOfProtocol(text, slash + 1));
  const places = { ...splitAddress(address), protocol };
  if (text.includes("$")) return { ...places, mappings: [] };
  const result = mappingsOf(places, text);
  return typeof result === "string" ? { ...places, mappings: [], fault: result } : { ...places, mappings: result };
}

/** What follows a second slash counts for nothing. */
function endOfProtocol(text: string, start: number): number {
  const slash = text.indexOf("/", start);
  return slash < 0 ? text.length : slash;
}

/** The last colon parts the container port, the one before it the host port; what is left is the address. */
function splitAddress(text: string): Pick<ShortPort, "hostIp" | "published" | "target"> {
  const colons = topLevelColons(text);
  const last = colons.at(-1);
  if (last === undefined) return { hostIp: undefined, published: undefined, target: piece(text, 0, text.length) };
  const before = colons.at(-2);
  const published = piece(text, before === undefined ? 0 : before + 1, last);
  return { hostIp: before === undefined ? undefined : piece(text, 0, before), published, target: piece(text, last + 1, text.length) };
}

/** Colons outside `${...}`. */
function topLevelColons(text: string): readonly number[] {
  const colons: number[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}") depth--;
    else if (text[at] === ":" && depth <= 0) colons.push(at);
  }
  return colons;
}

function mappingsOf({ hostIp, published, target, protocol }: Omit<ShortPort, "mappings">, text: string): readonly PortMapping[] | string {
  if (!target || target.text === "") return `No container port is given in \`${text}\`.`;
  const name = protocol?.text.toLowerCase() || "tcp";
  if (name !== "tcp" && name !== "udp" && name !== "sctp") return `\`${name}\` is no protocol: it is tcp, udp or sctp.`;
  const written = hostIp?.text ?? "";
  if (written.includes(":") && !written.startsWith("[")) return `The IPv6 address \`${written}\` must stand in brackets.`;
  const ip = written.replace(/^\[|\]$/g, "");
  if (ip && !isAddress(ip)) return `\`${ip}\` is no IP address.`;
  const container = rangeOf(target.text);
  if (!container) return `\`${target.text}\` is no port between 0 and 65535.`;
  const host = published && published.text !== "" ? rangeOf(published.text) : undefined;
  if (published && published.text !== "" && !host) return `\`${published.text}\` is no port between 0 and 65535.`;
  if (container.first === 0) return "A container has no port 0.";
  const count = container.last - container.first;
  if (host && host.last - host.first !== count && count > 0) return "The two port ranges have different lengths.";
  return Array.from({ length: count + 1 }, (_, index) => ({
    target: container.first + index,
    published: host && hostPort(host, index, count),
    hostIp: ip || undefined,
    protocol: name,
    mode: "ingress" as const,
  }));
}

function hostPort(host: Range, index: number, count: number): string {
  return count === 0 && host.last > host.first ? `${host.first}-${host.last}` : String(host.first + index);
}

function rangeOf(text: string): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  return last >= first && last <= 65_535 ? { first, last } : undefined;
}

/** True for an IPv4 or IPv6 address, without brackets. */
export function isAddress(text: string): boolean {
  return text.includes(":") ? isLongAddress(text) : isShortAddress(text);
}

function isShortAddress(text: string): boolean {
  const numbers = text.split(".");
  return numbers.length === 4 && numbers.every((number) => /^\d{1,3}$/.test(number) && Number(number) <= 255);
}

/** Eight groups, or fewer around one `::`; an IPv4 address may stand for the last two. */
function isLongAddress(text: string): boolean {
  const halves = text.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const isMixed = last.includes(".") && isShortAddress(last);
  if (!(isMixed ? groups.slice(0, -1) : groups).every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = groups.length + (isMixed ? 1 : 0);
  return halves.length === 1 ? count === 8 : halves.length === 2 && count < 8;
}

function piece(text: string, start: number, end: number): TextPart {
  return { text: text.slice(start, end), start, end };
}
