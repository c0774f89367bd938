import type { Instruction } from "../../parse/dockerfile/index.ts";
import type { PlacedCopy } from "../dockerfile/copy.ts";
import { expandWord } from "../dockerfile/expand-word.ts";
import type { ModelStage } from "../dockerfile/stage.ts";
import type { ModelStep } from "../dockerfile/step.ts";

/** Instructions whose arguments are words with variables replaced; the others are taken as they are written. */
const WORD_LISTS = new Set(["EXPOSE", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"]);

/**
 * What a builder compares of an instruction besides the files that it reads, in a form of our own: equal for instructions that
 * it takes to be equal (another layout, another order of stages), different for others.
 */
export function stepText(step: ModelStep): string {
  const { instruction } = step;
  const copy = instruction.trigger ? undefined : step.copy;
  const parts = [instruction.keyword, ...(copy ? copyText(instruction, copy, step) : argumentText(instruction, step))];
  return JSON.stringify([...parts, ...instruction.heredocs.map(({ body }) => body.text)]);
}

/** The image that a stage starts from; empty where it is another stage. */
export function baseText(stage: ModelStage): string {
  const { base, from } = stage;
  const platform = from.flags.filter(({ name }) => name === "platform").map(({ value }) => value?.raw ?? "");
  if (base.kind === "stage") return "";
  return JSON.stringify([base.kind === "image" ? base.reference : base.kind === "scratch" ? "scratch" : base.raw, ...platform]);
}

/** Sources count by their files, and a stage by what it holds, not by its name. */
function copyText(instruction: Instruction, copy: PlacedCopy, step: ModelStep): readonly string[] {
  const written = instruction.json ? instruction.json.items.map(({ text }) => text) : instruction.words;
  const last = written.at(-1);
  const flags = instruction.flags.filter(({ name }) => name !== "from").map(({ name, value }) => `--${name}=${value ? expanded(value, step) : ""}`);
  const from = copy.from.kind === "image" ? copy.from.reference : copy.from.kind === "unknown" ? copy.from.raw : "";
  // Below another stage nothing is known of the files but their names.
  const named = copy.from.kind === "context" ? copy.sources.filter(({ remote, path }) => remote || path === undefined) : copy.sources;
  return [...flags, from, ...named.map(({ path, raw }) => path ?? raw), last ? expanded(last, step) : ""];
}

function argumentText(instruction: Instruction, step: ModelStep): readonly string[] {
  const flags = instruction.flags.map(({ name, value }) => `--${name}=${value?.raw ?? ""}`);
  const own = writtenArguments(instruction, step);
  // What a RUN does may depend on every argument that is in force.
  const given = instruction.keyword === "RUN" ? [...step.before.args].map(([name, { value }]) => `${name}=${value ?? ""}`) : [];
  return [...flags, ...own, ...given];
}

function writtenArguments(instruction: Instruction, step: ModelStep): readonly string[] {
  if (instruction.json) return ["json", ...instruction.json.items.map(({ value }) => value)];
  if (instruction.assignments.length > 0) {
    return instruction.assignments.map(({ name, value }) => (value ? `${expanded(name, step)}=${expanded(value, step)}` : expanded(name, step)));
  }
  return WORD_LISTS.has(instruction.keyword) ? instruction.words.map((word) => expanded(word, step)) : [instruction.rest.text.trim()];
}

function expanded(word: Instruction["words"][number] | Instruction["rest"], step: ModelStep): string {
  return expandWord(word, step.before.scope).value ?? ("raw" in word ? word.raw : word.text);
}
