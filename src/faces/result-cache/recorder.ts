import { createHash } from "node:crypto";
import type { EntryKind, Host, HostEntry, ReadResult } from "../../model/index.ts";

/** What was asked of the disk (`r` a file's text, `l` a folder's entries, `s` what a path is) and of which path. */
export type FactKey = `${"r" | "l" | "s"}${string}`;

/** Keeps what was asked of a host, with a digest of each answer. */
export class Recorder {
  readonly facts = new Map<FactKey, string>();
  /** The texts of configuration files that were read, by their digests. */
  readonly #configuration = new Map<string, string>();
  /** Folders in which there are links: what these lead to may change while the folder does not. */
  readonly linked = new Set<string>();
  readonly host: Host;
  #trace: Map<FactKey, string> | undefined;
  #inTrace = false;
  /** Set once something outside a trace was asked after `close`. */
  isLate = false;
  /** Set once a file was read twice and had changed meanwhile. */
  isUnsteady = false;
  #closed = false;

  readonly #isOutside: (path: string) => boolean;

  /** `configured` is the file of `--config`; `isOutside` tells paths of which the host says nothing, whatever stands there. */
  constructor(inner: Host, configured: string | undefined, isOutside: (path: string) => boolean) {
    this.#isOutside = isOutside;
    this.host = {
      read: (path) => {
        const result = inner.read(path);
        const digest = readDigest(result);
        if (result.ok && (path === configured || isConfiguration(path, result.text))) this.#configuration.set(path, digest);
        const earlier = this.facts.get(`r${path}`);
        this.isUnsteady ||= earlier !== undefined && earlier !== digest;
        return this.#take(`r${path}`, result, () => digest);
      },
      list: (path) => {
        const entries = inner.list(path);
        if (entries?.some(({ kind, link }) => link !== undefined || kind === "link-outside" || kind === "other") === true) this.linked.add(path);
        return this.#take(`l${path}`, entries, listDigest);
      },
      stat: (path) => {
        const kind = inner.stat(path);
        return this.#take(`s${path}`, kind, kindDigest);
      },
    };
  }

  /** From now on only what traces ask for can be known of. */
  close(): void {
    this.#closed = true;
  }

  /** What is configured, in one digest. */
  configurationDigest(): string {
    return textDigest(JSON.stringify([...this.#configuration].sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  /** What a fact is now; it is known of the run from then on. */
  ask(key: FactKey): string {
    this.#inTrace = true;
    const digest = askHost(this.host, key);
    this.#inTrace = false;
    return digest;
  }

  /** Calls `ask` with hosts and texts that keep what is asked, and gives that back with the result. */
  trace<T>(host: Host, texts: ReadonlyMap<string, string>, ask: (host: Host, texts: ReadonlyMap<string, string>) => T): { readonly result: T; readonly asked: ReadonlyMap<FactKey, string> } {
    const asked = new Map<FactKey, string>();
    this.#trace = asked;
    const result = ask(this.#traced(host), new RecordedTexts(texts, (path, text) => asked.set(`r${path}`, textDigest(text))));
    this.#trace = undefined;
    return { result, asked };
  }

  #traced(host: Host): Host {
    return {
      read: (path) => this.#within(`r${path}`, () => host.read(path), readDigest),
      list: (path) => this.#within(`l${path}`, () => host.list(path), (entries) => this.facts.get(`l${path}`) ?? listDigest(entries)),
      stat: (path) => this.#within(`s${path}`, () => host.stat(path), kindDigest),
    };
  }

  #within<T>(key: FactKey, ask: () => T, digestOf: (answer: T) => string): T {
    this.#inTrace = true;
    const answer = ask();
    this.#inTrace = false;
    if (this.#trace && !this.#trace.has(key)) this.#trace.set(key, digestOf(answer));
    return answer;
  }

  #take<T>(key: FactKey, answer: T, digestOf: (answer: T) => string): T {
    if (this.#closed && !this.#inTrace) this.isLate = true;
    if (answer === "link-outside" && this.#isOutside(key.slice(1))) return answer;
    if (!this.facts.has(key)) this.facts.set(key, digestOf(answer));
    return answer;
  }
}

class RecordedTexts extends Map<string, string> {
  readonly #inner: ReadonlyMap<string, string>;
  readonly #asked: (path: string, text: string) => void;

  constructor(inner: ReadonlyMap<string, string>, asked: (path: string, text: string) => void) {
    super();
    this.#inner = inner;
    this.#asked = asked;
  }

  override get(path: string): string | undefined {
    const text = this.#inner.get(path);
    if (text !== undefined) this.#asked(path, text);
    return text;
  }

  override has(path: string): boolean {
    return this.get(path) !== undefined;
  }
}

/** The digest of what a host says now. */
export function askHost(host: Host, key: FactKey): string {
  const path = key.slice(1);
  switch (key[0]) {
    case "r": return readDigest(host.read(path));
    case "l": return listDigest(host.list(path));
    default: return kindDigest(host.stat(path));
  }
}

const configurationName = /(?:^|\/)(?:\.?stowage\.(?:ya?ml|json)|\.hadolint\.ya?ml|\.dclintrc(?:\.\w+)?|\.?tally\.toml)$/;

function isConfiguration(path: string, text: string): boolean {
  return configurationName.test(path) || (/(?:^|\/)package\.json$/.test(path) && text.includes('"stowage"'));
}

/** A digest of what reading gave: of the text, or of why there is none. */
function readDigest(result: ReadResult): string {
  if (!result.ok) return `!${result.reason}:${result.message}`;
  return result.replaced ? `?${textDigest(result.text)}` : textDigest(result.text);
}

export function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 27);
}

function listDigest(entries: readonly HostEntry[] | undefined): string {
  return entries ? textDigest(JSON.stringify(entries.map(({ name, kind, link }) => [name, kind, link]))) : "";
}

function kindDigest(kind: EntryKind | undefined): string {
  return kind ?? "";
}
