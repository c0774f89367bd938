import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Span } from "#text";
import { walkInstructions, type DockerfileTree } from "../../../src/parse/dockerfile/index.ts";
import { print } from "./print.ts";
import { parse, read } from "./shared.ts";

const folder = resolve(__dirname, "../../../fixtures/syntax/dockerfile");

function place(tree: DockerfileTree, span: Span): string {
  const start = tree.document.position(span.start);
  const end = tree.document.position(span.end);
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}

/** A tree as its fixture shows it: one line for each directive, comment, instruction, variable and fault. */
function show(tree: DockerfileTree): string {
  const lines: string[] = [];
  for (const { name, value, span } of tree.directives) lines.push(`${place(tree, span)} directive ${name}=${value}`);
  for (const { text, span, inside } of tree.comments) lines.push(`${place(tree, span)} comment${inside ? ` in ${inside.keyword}` : ""}:${text}`);
  for (const instruction of walkInstructions(tree)) {
    lines.push(`${place(tree, instruction.span)} ${print(instruction)}`);
    for (const { name, value } of instruction.assignments) {
      if (value) lines.push(`  ${place(tree, value.span)} ${name.value} is ${JSON.stringify(value.value)}`);
    }
    for (const heredoc of instruction.heredocs) lines.push(`  ${place(tree, heredoc.bodySpan)} <<${heredoc.name} ${JSON.stringify(heredoc.body.text)}`);
    for (const word of [...instruction.words, ...instruction.assignments.flatMap(({ value }) => value ?? [])]) {
      for (const variable of word.variables) lines.push(`  ${place(tree, variable.span)} variable ${variable.name}`);
    }
  }
  for (const { code, span, message } of tree.faults) lines.push(`${place(tree, span)} ${code}: ${message}`);
  return `${lines.join("\n")}\n`;
}

for (const name of readdirSync(folder).filter((file) => file.endsWith(".Dockerfile"))) {
  test(`${name} has the tree beside it`, () => {
    const shown = show(parse(read(join(folder, name))));
    const expected = join(folder, name.replace(/Dockerfile$/, "tree"));
    // With WRITE_TREES=1 the trees are written anew: read the difference before keeping it.
    if (process.env["WRITE_TREES"]) writeFileSync(expected, shown);
    expect(existsSync(expected)).toBe(true);
    expect(shown).toBe(read(expected));
  });
}
