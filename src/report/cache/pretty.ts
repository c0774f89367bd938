import { paint, type Paint } from "../paint.ts";
import { plainLine, visible } from "../visible.ts";
import { padEnd, textWidth } from "../width.ts";
import type { CacheDockerfile, CacheFacts, CacheInstruction, CacheSaving } from "./facts.ts";
import { changesInWords, commitsWord } from "./words.ts";

/** Columns that an instruction's text takes. */
const textColumns = 60;

/** The counts for people at a terminal: a table for each Dockerfile, then what another order would save. */
export function prettyCache(facts: CacheFacts, options: { readonly color: boolean }): string {
  const style = paint(options.color);
  const lines = facts.dockerfiles.length === 0 ? ["No Dockerfile with a history found."] : facts.dockerfiles.flatMap((file) => [...block(file, style), ""]);
  return lines.map((line) => `${plainLine(line.trimEnd())}\n`).join("");
}

function block(file: CacheDockerfile, style: Paint): readonly string[] {
  const head = `${style.bold(visible(file.path))}  ${style.dim(`context ${visible(file.context)}`)}  built at each of the last ${commitsWord(file.commits)}`;
  if (file.commits === 0) return [`${style.bold(visible(file.path))}  no commit after its first one: nothing to compare`];
  return [
    head, ...table(file.instructions, style),
    ...file.instructions.flatMap((one) => (one.unknown === undefined ? [] : [`  ${style.yellow("unknown:")} line ${one.line}: ${one.unknown}`])),
    ...file.savings.flatMap((saving) => savingLines(saving, style)),
  ];
}

function table(instructions: readonly CacheInstruction[], style: Paint): readonly string[] {
  const uncertain = instructions.some((one) => one.uncertain > 0);
  const rows = instructions.map((one) => [
    String(one.line), `${one.invalidated} of ${one.commits}`, ...(uncertain ? [one.uncertain === 0 ? "-" : `${one.uncertain} more`] : []),
    String(one.changed), shortened(visible(one.text)),
  ]);
  const head = ["line", "built again", ...(uncertain ? ["perhaps"] : []), "changed itself", "instruction"];
  const widths = head.map((word, at) => Math.max(textWidth(word), ...rows.map((row) => textWidth(row[at] ?? ""))));
  const drawn = (row: readonly string[]): string => `  ${row.map((cell, at) => (at === row.length - 1 ? cell : padStart(cell, widths[at] ?? 0))).join("  ")}`;
  return [style.dim(drawn(head)), ...rows.map(drawn)];
}

function padStart(text: string, columns: number): string {
  return padEnd("", columns - textWidth(text)) + text;
}

function shortened(text: string): string {
  if (textWidth(text) <= textColumns) return text;
  let start = "";
  for (const character of text) {
    if (textWidth(start + character) > textColumns - 3) break;
    start += character;
  }
  return `${start}...`;
}

function savingLines(saving: CacheSaving, style: Paint): readonly string[] {
  const { install, copy } = saving;
  const words = changesInWords(`line ${copy.line}`, { ...saving, changed: copy.changed });
  return [
    `  ${style.green("another order:")} ${visible(words)}`,
    `    copy the manifests alone before line ${install.line} (\`${visible(install.name)}\`) and the rest of line ${copy.line} after it: ${saving.saved} of ${saving.reruns} runs would have been spared`,
  ];
}
