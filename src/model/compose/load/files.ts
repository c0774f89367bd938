import { Document } from "#text";
import { parseCompose } from "../../../parse/compose/index.ts";
import type { ComposeTree } from "../../../parse/compose/tree.ts";
import { parseEnvFile } from "../../../parse/envfile/index.ts";
import type { Host } from "../../host.ts";
import type { Sourced } from "../../types.ts";
import type { Lookup } from "../values.ts";

export type EnvironmentValues = ReadonlyMap<string, Sourced<string>>;

/** The files that a compose project is made of, read through the host; texts given from outside go before the disk. */
export class ProjectFiles {
  readonly #host: Host;
  readonly #texts: ReadonlyMap<string, string> | undefined;

  constructor(host: Host, texts: ReadonlyMap<string, string> | undefined) {
    this.#host = host;
    this.#texts = texts;
  }

  exists(path: string): boolean {
    return this.#texts?.has(path) === true || this.#host.stat(path) === "file";
  }

  /** The text of a file; undefined where it is not there or cannot be read. */
  text(path: string): string | undefined {
    const given = this.#texts?.get(path);
    if (given !== undefined) return given;
    if (this.#host.stat(path) !== "file") return undefined;
    const result = this.#host.read(path);
    return result.ok ? result.text : undefined;
  }

  /** A compose file's tree. Each call makes a document of its own: one file may be read with different variables. */
  compose(path: string): ComposeTree | undefined {
    const text = this.text(path);
    return text === undefined ? undefined : parseCompose(new Document(path, text, "compose"));
  }

  /**
   * The values of an environment file; undefined where it is not there.
   * @param lookup variables that its own values may name
   * @param raw true for `format: raw`: each line is `NAME=value` without quotes, comments and variables
   */
  environment(path: string, lookup: Lookup, raw = false): EnvironmentValues | undefined {
    const text = this.text(path);
    if (text === undefined) return undefined;
    const document = new Document(path, text, "envfile");
    return raw ? rawEnvironment(document) : parsedEnvironment(document, lookup);
  }
}

function parsedEnvironment(document: Document, lookup: Lookup): EnvironmentValues {
  const found = new Map<string, Sourced<string>>();
  for (const { name, value, span, unresolved } of parseEnvFile(document, lookup).entries) {
    found.set(name, { value: unresolved.length > 0 ? undefined : value, raw: value ?? "", span, unresolved });
  }
  return found;
}

function rawEnvironment(document: Document): EnvironmentValues {
  const found = new Map<string, Sourced<string>>();
  for (let line = 1; line <= document.lineCount; line++) {
    const span = document.lineSpan(line);
    const text = document.slice(span.start, span.end);
    const equals = text.indexOf("=");
    if (equals <= 0 || text.startsWith("#")) continue;
    const value = text.slice(equals + 1);
    found.set(text.slice(0, equals).trim(), { value, raw: value, span, unresolved: [] });
  }
  return found;
}
