import { textOf } from "#text";
import type { Replay } from "../../model/history/index.ts";
import type { Note } from "../../model/index.ts";
import { secretLookingParts } from "../mask.ts";
import { visible } from "../visible.ts";

export interface CacheInstruction {
  readonly line: number;
  readonly stage: string;
  /** Its first line. */
  readonly text: string;
  readonly commits: number;
  readonly invalidated: number;
  readonly uncertain: number;
  readonly changed: number;
  readonly unknown?: string;
}

export interface CacheSaving {
  readonly copy: { readonly line: number; readonly changed: number };
  readonly install: { readonly line: number; readonly name: string };
  readonly manifests: readonly { readonly path: string; readonly changed: number }[];
  readonly commits: number;
  readonly reruns: number;
  readonly rerunsAfter: number;
  readonly saved: number;
}

export interface CacheDockerfile {
  readonly path: string;
  readonly context: string;
  readonly commits: number;
  readonly instructions: readonly CacheInstruction[];
  readonly savings: readonly CacheSaving[];
}

/** What `stowage cache` found: exactly what its JSON prints. */
export interface CacheFacts {
  readonly version: 1;
  readonly dockerfiles: readonly CacheDockerfile[];
  readonly notes: readonly { readonly path: string; readonly message: string }[];
}

/** One replay with the names that users know: paths from the working directory. */
export interface NamedReplay {
  readonly path: string;
  readonly context: string;
  readonly replay: Replay;
}

/** The facts of all replays. Paths are relative to the working directory, lines those of the newest commit's Dockerfile. */
export function cacheFacts(replays: readonly NamedReplay[], notes: readonly Note[]): CacheFacts {
  return { version: 1, dockerfiles: replays.map(dockerfileFacts), notes: notes.map(({ path, message }) => ({ path, message: visible(message) })) };
}

function dockerfileFacts({ path, context, replay }: NamedReplay): CacheDockerfile {
  const { document, stages, tree } = replay.dockerfile;
  const line = (at: number): number => document.position(tree.instructions[at]?.span.start ?? 0).line;
  const instructions = stages.flatMap((stage) => [stage.from, ...stage.steps.map((step) => step.instruction)].flatMap((instruction): readonly CacheInstruction[] => {
    const found = replay.instructions[instruction.index];
    if (!found) return [];
    const { unknown, ...counts } = found;
    const [text = ""] = textOf(instruction.span).split(/\r?\n/);
    return [{ line: line(instruction.index), stage: stage.label, text: masked(text), ...counts, ...(unknown === undefined ? {} : { unknown: visible(unknown) }) }];
  }));
  const savings = replay.savings.map(({ name, copy, install, ...counts }) => ({
    copy: { line: line(copy), changed: replay.instructions[copy]?.changed ?? 0 },
    install: { line: line(install), name },
    ...counts, saved: Math.max(0, counts.reruns - counts.rerunsAfter),
  }));
  return { path, context, commits: replay.commits, instructions, savings };
}

/** The text with what looks like a secret's value as `*`. */
function masked(text: string): string {
  let result = "";
  let from = 0;
  for (const { start, end } of [...secretLookingParts(text)].sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    result += `${text.slice(from, start)}${"*".repeat(end - start)}`;
    from = end;
  }
  return result + text.slice(from);
}
