import type { Span } from "#text";
import { resolvePath } from "../paths.ts";
import type { Container, Invocation, Write } from "../types.ts";
import type { WriteClaim } from "./claim.ts";

interface Setting {
  /** As in a flag: `certificatesresolvers.le.acme.storage`. */
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

const STORAGE = /^(?:certificatesresolvers\.[\w-]+\.)?acme\.storage$/;
const RESOLVER = /^(certificatesresolvers\.[\w-]+\.acme)\./;

/**
 * Files that the flags and variables of a Traefik container name: its certificates with their keys, and logs. A resolver that names no
 * file keeps `acme.json` in the working directory. Source: Traefik docs, static configuration: CLI and environment variables.
 */
export function traefikWrites(container: Container): readonly WriteClaim[] {
  if (container.image?.known?.image !== "traefik") return [];
  const settings = [...ofWords(container.entrypoint), ...ofWords(container.command), ...ofEnvironment(container)];
  const named = settings.flatMap((setting) => claimOf(container, setting));
  return [...named, ...byDefault(container, settings)];
}

function claimOf(container: Container, { name, value, span }: Setting): readonly WriteClaim[] {
  const kind = STORAGE.test(name) ? "secrets" : /^(?:accesslog|log)\.filepath$/.test(name) ? "logs" : undefined;
  if (kind === undefined || !/^[\w./-]+$/.test(value) || (!value.startsWith("/") && !/\.\w+$/.test(value))) return [];
  return written(container, value, kind, span, `${name} names`);
}

function byDefault(container: Container, settings: readonly Setting[]): readonly WriteClaim[] {
  const silent = settings.find(({ name }) => {
    const resolver = RESOLVER.exec(name)?.[1];
    return resolver !== undefined && !settings.some((other) => other.name === `${resolver}.storage`);
  });
  return silent ? written(container, "acme.json", "secrets", silent.span, "the certificates are kept in") : [];
}

function written(container: Container, value: string, kind: Write["class"], span: Span, says: string): readonly WriteClaim[] {
  if (container.cwd === undefined && !value.startsWith("/")) return [];
  const path = resolvePath(container.cwd ?? "/", value);
  if (/^\/(dev|proc)\//.test(path)) return [];
  return [{ path, type: "file", class: kind, confidence: "likely", evidence: "config", span, trace: [{ span, message: `${says} ${path}` }], what: undefined }];
}

/** `--name=value` and `--name value`. */
function ofWords(invocation: Invocation | undefined): readonly Setting[] {
  if (!invocation) return [];
  const words = invocation.script ? invocation.script.text.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, "")) : invocation.words;
  return words.flatMap((word, at) => {
    const flag = /^--?([a-z][\w.-]*)(?:=(.*))?$/i.exec(word);
    if (!flag?.[1]) return [];
    const next = words[at + 1];
    const value = flag[2] ?? (next === undefined || next.startsWith("-") ? "true" : next);
    return [{ name: flag[1].toLowerCase(), value: value.replace(/^["']|["']$/g, ""), span: invocation.itemSpans[at] ?? invocation.span }];
  });
}

function ofEnvironment({ env }: Container): readonly Setting[] {
  return [...env].flatMap(([name, { value, span }]) => {
    if (value === undefined || span === undefined || !/^TRAEFIK_/i.test(name)) return [];
    return [{ name: name.slice("TRAEFIK_".length).toLowerCase().replaceAll("_", "."), value, span }];
  });
}
