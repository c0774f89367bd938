import { Document, type SyntaxFault } from "#text";
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
  readonly #faults = new Map<string, SyntaxFault | undefined>();

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
   * @param earlier variables that hold where neither those nor the file say anything
   * @param raw true for `format: raw`: each line is `NAME=value` without quotes, comments and variables
   */
  environment(path: string, lookup: Lookup, raw = false, earlier?: Lookup): EnvironmentValues | undefined {
    const text = this.text(path);
    if (text === undefined) return undefined;
    const document = new Document(path, text, "envfile");
    return raw ? this.#raw(document) : this.#parsed(document, lookup, earlier);
  }

  /** For what Compose refuses an environment file; undefined where it takes it or it is not there. */
  environmentFault(path: string, raw: boolean): SyntaxFault | undefined {
    const key = faultKey(path, raw);
    if (!this.#faults.has(key)) this.environment(path, () => undefined, raw);
    return this.#faults.get(key);
  }

  #parsed(document: Document, lookup: Lookup, earlier: Lookup | undefined): EnvironmentValues {
    const found = new Map<string, Sourced<string>>();
    const { entries, faults } = parseEnvFile(document, lookup, earlier);
    this.#faults.set(faultKey(document.path, false), faults[0]);
    for (const { name, value, span, unresolved } of entries) {
      found.set(name, { value: unresolved.length > 0 ? undefined : value, raw: value ?? "", span, unresolved });
    }
    return found;
  }

  #raw(document: Document): EnvironmentValues {
    const found = new Map<string, Sourced<string>>();
    let fault: SyntaxFault | undefined;
    for (let line = 1; line <= document.lineCount; line++) {
      const span = document.lineSpan(line);
      const text = document.slice(span.start, span.end).trimStart();
      const equals = text.indexOf("=");
      if (text.startsWith("#")) continue;
      const name = equals < 0 ? text : text.slice(0, equals);
      if (/\s/.test(name) || equals === 0) fault ??= { code: "env-name", span, message: "A name can have no blank in it, and none can be left out.", fatal: true };
      else if (equals > 0) found.set(name, { value: text.slice(equals + 1), raw: text.slice(equals + 1), span, unresolved: [] });
    }
    this.#faults.set(faultKey(document.path, true), fault);
    return found;
  }
}

function faultKey(path: string, raw: boolean): string {
  return `${raw ? "raw" : "env"}:${path}`;
}
