import { insertFlag, insertInstructionAfter, insertInstructionBefore, removeFlag, removeInstruction, type Dockerfile, type Edit } from "../../src/rule/index.ts";
import { exampleProject } from "../rules/example-project.ts";

function edited(text: string, edit: (file: Dockerfile) => Edit): string {
  const file = exampleProject({ Dockerfile: text }).dockerfiles[0];
  if (!file) throw new Error("no Dockerfile");
  const { span, text: added } = edit(file);
  return text.slice(0, span.start) + added + text.slice(span.end);
}

function instruction(file: Dockerfile, keyword: string): Dockerfile["tree"]["instructions"][number] {
  const found = file.tree.instructions.find((one) => one.keyword === keyword);
  if (!found) throw new Error(`no ${keyword}`);
  return found;
}

test("an instruction goes above the comments of the one it precedes", () => {
  const text = "FROM a\n\n# one\n# two\n  RUN x\n";
  expect(edited(text, (file) => insertInstructionBefore(file.tree, instruction(file, "RUN"), "USER app"))).toBe("FROM a\n\n  USER app\n# one\n# two\n  RUN x\n");
});

test("an instruction never goes above a parser directive", () => {
  const text = "# syntax=docker/dockerfile:1\nFROM a\n";
  expect(edited(text, (file) => insertInstructionBefore(file.tree, instruction(file, "FROM"), "ARG X"))).toBe("# syntax=docker/dockerfile:1\nARG X\nFROM a\n");
});

test("an instruction goes below all lines of another, heredocs included", () => {
  expect(edited("FROM a\r\nRUN x \\\r\n  y\r\nCMD z\r\n", (file) => insertInstructionAfter(instruction(file, "RUN"), "USER app")))
    .toBe("FROM a\r\nRUN x \\\r\n  y\r\nUSER app\r\nCMD z\r\n");
  expect(edited("FROM a\nRUN <<EOF\nx\nEOF\nCMD z", (file) => insertInstructionAfter(instruction(file, "RUN"), "USER app")))
    .toBe("FROM a\nRUN <<EOF\nx\nEOF\nUSER app\nCMD z");
  expect(edited("FROM a", (file) => insertInstructionAfter(instruction(file, "FROM"), "USER app"))).toBe("FROM a\nUSER app");
});

test("an instruction goes away with its lines, and the comments between them stay", () => {
  expect(edited("FROM a\nRUN x \\\n  y\nCMD z\n", (file) => removeInstruction(instruction(file, "RUN")))).toBe("FROM a\nCMD z\n");
  expect(edited("FROM a\nCMD z", (file) => removeInstruction(instruction(file, "CMD")))).toBe("FROM a");
  expect(edited("FROM a\nRUN x \\\n  # why\n  y\nCMD z\n", (file) => removeInstruction(instruction(file, "RUN")))).toBe("FROM a\n# why\nCMD z\n");
});

test("flags come and go with their blanks", () => {
  expect(edited("FROM a\nCOPY --chown=x a b\n", (file) => insertFlag(instruction(file, "COPY"), "--link"))).toBe("FROM a\nCOPY --chown=x --link a b\n");
  expect(edited("FROM a\nCOPY a b\n", (file) => insertFlag(instruction(file, "COPY"), "--link"))).toBe("FROM a\nCOPY --link a b\n");
  expect(edited("FROM a\nCOPY --chown=x  --link a b\n", (file) => removeFlag(instruction(file, "COPY").flags[0] ?? { span: file.document.span(0, 0) })))
    .toBe("FROM a\nCOPY --link a b\n");
});
