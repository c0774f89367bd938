import { Document, MappedText } from "#text";
import { readStart, type RunInput, type RunResult } from "../../../src/model/run/index.ts";
import type { ImageFile, Invocation } from "../../../src/model/types.ts";

/** What a test says of a container: `CMD` and `ENTRYPOINT` as a Dockerfile writes them, and the files that were copied in. */
export interface Start {
  readonly cmd?: string;
  readonly entrypoint?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly user?: string;
  /** Image path to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Directories that are there; with `closed`, no others are but the usual ones. */
  readonly directories?: readonly string[];
  readonly closed?: boolean;
  readonly systemShell?: RunInput["systemShell"];
}

const USUAL = ["/", "/bin", "/dev", "/etc", "/home", "/opt", "/proc", "/root", "/run", "/srv", "/sys", "/tmp", "/usr", "/usr/local", "/usr/local/bin", "/usr/bin", "/var", "/var/lib", "/var/log", "/var/cache", "/var/tmp"];

/** Reads the start of a container described in a test. The Dockerfile it retells is `Dockerfile`; line 1 and on are COPY lines. */
export function start(given: Start): RunResult {
  const files = Object.entries(given.files ?? {});
  const lines = files.map(([path]) => `COPY ${path.slice(path.lastIndexOf("/") + 1)} ${path}`);
  if (given.entrypoint !== undefined) lines.push(`ENTRYPOINT ${given.entrypoint}`);
  if (given.cmd !== undefined) lines.push(`CMD ${given.cmd}`);
  const dockerfile = new Document("Dockerfile", `${lines.join("\n")}\n`, "dockerfile");
  const image = new Map(files.map(([path, text], at) => [path, imageFile(dockerfile, at + 1, path, text)]));
  const directories = new Set([...USUAL, ...(given.directories ?? []), given.cwd ?? "/", ...files.flatMap(([path]) => above(path))]);
  return readStart({
    entrypoint: invocation(dockerfile, "ENTRYPOINT ", given.entrypoint),
    command: invocation(dockerfile, "CMD ", given.cmd),
    env: new Map(Object.entries(given.env ?? {}).map(([name, value]) => [name, { value, span: undefined }])),
    cwd: given.cwd ?? "/",
    user: given.user ?? "root",
    fileAt: (path) => image.get(path),
    directoryExists: (path) => (directories.has(path) ? true : given.closed ? false : undefined),
    fileExists: (path) => (image.has(path) || path === "/etc/passwd" ? true : given.closed ? false : undefined),
    systemShell: given.systemShell,
  });
}

function above(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1, -1).map((_, at) => parts.slice(0, at + 2).join("/"));
}

function imageFile(dockerfile: Document, line: number, path: string, text: string): ImageFile {
  const document = new Document(path.slice(path.lastIndexOf("/") + 1), text, "script");
  return { path, hostPath: document.path, document: () => document, text: () => MappedText.ofSpan(document.span(0, text.length)), trace: [{ span: dockerfile.lineSpan(line), message: `copied to ${path}` }] };
}

function invocation(dockerfile: Document, keyword: string, text: string | undefined): Invocation | undefined {
  if (text === undefined) return undefined;
  const from = dockerfile.text.indexOf(`${keyword}${text}`);
  const span = dockerfile.span(from, from + keyword.length + text.length);
  const body = dockerfile.span(from + keyword.length, span.end);
  const words = json(text);
  if (!words) return { form: "shell", words: ["/bin/sh", "-c"], script: MappedText.ofSpan(body), span, itemSpans: [], itemTexts: [] };
  const items = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)];
  return { form: "exec", words, script: undefined, span, itemSpans: items.map((item) => dockerfile.span(body.start + item.index, body.start + item.index + item[0].length)), itemTexts: [] };
}

function json(text: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map(String) : undefined;
  } catch {
    return undefined;
  }
}

/** The files that are written, sorted. */
export function written(given: Start): readonly string[] {
  return start(given).writes.filter(({ type }) => type === "file").map(({ path }) => path).sort();
}

/** Files that a script written to `/run.sh` and started by `CMD` writes, in `/wares`. */
export function script(text: string, more: Partial<Start> = {}): readonly string[] {
  return written({ cmd: `["/run.sh"]`, cwd: "/wares", ...more, files: { "/run.sh": `#!/bin/sh\n${text}\n`, ...more.files } });
}
