import { Document, type Span } from "#text";
import type { HostFiles } from "../container/bound-files.ts";
import { ModelContainer } from "../container/container.ts";
import type { EntryKind, ReadResult } from "../host.ts";
import { referencedImage } from "../image.ts";
import { parentOf, resolvePath } from "../paths.ts";
import type { Container, Purpose, Stage, VariableValue } from "../types.ts";
import { isProse, type PlacedRunLine } from "./project-lines.ts";
import type { RunLine } from "./types.ts";

/** What the lines' surroundings tell. */
export interface RunSurroundings {
  stat(path: string): EntryKind | undefined;
  readonly files: HostFiles;
  read(path: string): ReadResult;
  purpose(path: string): Purpose;
  stageOf(dockerfile: string, target: string | undefined): Stage | undefined;
}

/** The containers that command lines start. A text for people counts only where it starts an image that keeps something. */
export function startedContainers(lines: readonly PlacedRunLine[], around: RunSurroundings): readonly Container[] {
  const found = new Map<string, ModelContainer>();
  const containers: ModelContainer[] = [];
  for (const [at, placed] of lines.entries()) {
    const container = containerOf(placed, at, around, (name) => found.get(name));
    if (!container || (isProse(placed.line.document.path) && !keepsSomething(container))) continue;
    containers.push(container);
    if (!found.has(container.name)) found.set(container.name, container);
  }
  return containers;
}

function containerOf({ line, dockerfile }: PlacedRunLine, at: number, around: RunSurroundings, lender: (name: string) => Container | undefined): ModelContainer | undefined {
  const { path } = line.document;
  const stage = dockerfile === undefined ? undefined : around.stageOf(dockerfile.path, dockerfile.target);
  return new ModelContainer({
    name: line.name, kind: "run", origin: line.span, address: `run:${path}:${line.name}[${String(at)}]`, service: undefined, stage,
    image: stage?.image ?? (line.image.value === undefined ? undefined : referencedImage(line.image)),
    purpose: purposeOfLine(path, around),
    run: { line, lender, fileEnv: fileEnvironment(line, around) },
    files: around.files,
  });
}

/** Workflows start containers to test with, scripts of package.json to develop with. */
function purposeOfLine(path: string, around: RunSurroundings): Purpose {
  if (/(^|\/)\.github\/workflows\//.test(path)) return "test";
  return /(^|\/)package\.json$/.test(path) ? "development" : around.purpose(path);
}

function keepsSomething(container: Container): boolean {
  return container.dataPaths.length > 0 || container.stage !== undefined;
}

/** `--env-file` is read by the engine's own plain rules: `NAME=value` by line, nothing is replaced or unquoted. */
function fileEnvironment(line: RunLine, around: RunSurroundings): ReadonlyMap<string, VariableValue> {
  const found = new Map<string, VariableValue>();
  for (const name of line.envFiles) {
    if (/[$`~]|^\//.test(name)) continue;
    const path = [parentOf(line.document.path), "."].map((folder) => resolvePath(folder, name)).find((one) => around.stat(one) === "file");
    const result = path === undefined ? undefined : around.read(path);
    if (path === undefined || !result?.ok) continue;
    const document = new Document(path, result.text, "envfile");
    for (let number = 1; number <= document.lineCount; number++) put(found, document.lineSpan(number));
  }
  return found;
}

function put(found: Map<string, VariableValue>, span: Span): void {
  const [, name, value] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(span.document.slice(span.start, span.end)) ?? [];
  if (name !== undefined && value !== undefined) found.set(name, { value, span });
}
