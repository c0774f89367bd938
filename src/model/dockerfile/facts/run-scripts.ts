import type { MappedText } from "#text";
import { dialectOf, isPosixShell, type ShellDialect } from "../../../parse/shell/index.ts";
import { fileScript } from "../../shell-facts/index.ts";
import type { ImageFile, ShellScript } from "../../types.ts";
import type { ModelCommand } from "../commands.ts";
import type { ModelDockerfile } from "../dockerfile.ts";
import { pathOfPlace, resolvePlace } from "../places.ts";
import type { ModelStep } from "../step.ts";

/** Where programs are looked for when nothing sets PATH; Docker's own default. */
const PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

interface Use {
  readonly text: MappedText;
  readonly step: ModelStep;
  readonly readBy: ShellDialect | undefined;
  readonly atBuild: boolean;
}

/** The shell scripts that the project puts into an image and that RUN, ENTRYPOINT or CMD runs there, each once. */
export function runScripts(dockerfile: ModelDockerfile): readonly ShellScript[] {
  if (!bringsFiles(dockerfile)) return [];
  const uses = new Map<string, Use>();
  for (const step of dockerfile.stages.flatMap((stage) => stage.steps)) {
    for (const command of step.instruction.trigger ? [] : step.commands) {
      const use = useIn(command, step);
      const key = use && `${use.text.document.path}\0${use.text.pieces[0]?.from ?? 0}`;
      const known = key === undefined ? undefined : uses.get(key);
      if (use && key !== undefined) uses.set(key, known ? { ...known, atBuild: known.atBuild && use.atBuild } : use);
    }
  }
  return [...uses.values()].flatMap((use) => fileScript(use) ?? []);
}

/** A Dockerfile alone in its folder can only run what its own here-documents write. */
function bringsFiles({ context, stages }: ModelDockerfile): boolean {
  const copies = stages.flatMap(({ steps }) => steps).filter(({ instruction }) => instruction.keyword === "COPY" || instruction.keyword === "ADD");
  return copies.length > 0 && (context.real || copies.some(({ instruction }) => instruction.heredocs.length > 0));
}

function useIn(command: ModelCommand, step: ModelStep): Use | undefined {
  const { nameWord, name } = command.line;
  const program = nameWord && command.valueOf(nameWord);
  if (program === undefined) return undefined;
  const shell = dialectOf([name]);
  const isShell = isPosixShell(shell);
  const path = isShell ? scriptOperand(command) : program;
  const file = path === undefined ? undefined : fileFor(path, command, step);
  const text = file?.text();
  return text && { text, step, readBy: isShell ? shell : /\.sh$/.test(path ?? "") ? "sh" : undefined, atBuild: step.instruction.keyword === "RUN" };
}

/** The file in `bash -eu FILE`; undefined for `bash -c TEXT` and a shell that reads its input. */
function scriptOperand(command: ModelCommand): string | undefined {
  const { args } = command.line;
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (!word || /^-[a-z]*[cs]$/.test(word.raw)) return undefined;
    if (/^[-+][a-z]*[oO]$/.test(word.raw)) at++;
    else if (!/^[-+]/.test(word.raw)) return command.valueOf(word);
  }
  return undefined;
}

/** What stands at the path when the step runs; a name alone is looked for as a shell does. */
function fileFor(path: string, command: ModelCommand, step: ModelStep): ImageFile | undefined {
  const { stage } = step;
  const until = step.instruction.keyword === "RUN" ? step.index : undefined;
  const candidates = path.includes("/") ? [pathOfPlace(resolvePlace(command.place, path, ""))] : PATH.map((folder) => `${folder}/${path}`);
  for (const candidate of candidates) {
    const file = candidate === undefined ? undefined : stage?.image.fileBefore(candidate, until);
    if (file) return file;
  }
  return undefined;
}
