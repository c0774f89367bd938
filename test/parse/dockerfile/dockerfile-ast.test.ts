import { DockerfileParser, type Instruction as Other } from "dockerfile-ast";
import type { DockerfileTree } from "../../../src/parse/dockerfile/index.ts";
import { files, parse, read, sharedPath } from "./shared.ts";

/**
 * The known defects of dockerfile-ast, by kind: each tells whether it can explain a difference in a file, and how many
 * files of the corpus it excuses. A difference that none explains, or a changed count, fails.
 */
const defects: readonly { readonly kind: string; readonly files: number; readonly explains: (text: string, tree: DockerfileTree) => boolean }[] = [
  {
    kind: "takes a line that is only an escape character for an instruction, where Docker joins it to the next line",
    files: 5,
    explains: (text, tree) => tree.instructions.some(({ span }) => text[span.start] === tree.escape),
  },
  {
    kind: "gives another name of the stage for a FROM that Docker refuses",
    files: 10,
    explains: (_text, tree) => tree.faults.some(({ code }) => code === "bad-from"),
  },
  {
    kind: "counts the empty line after an escape character at the end of the file to the instruction",
    files: 1,
    explains: (text, { instructions, escape }) => text.endsWith(`${escape}\n`) && instructions.at(-1)?.span.end === text.length - 1,
  },
];

const corpus = sharedPath("data/corpus-dev/dockerfiles");

interface Seen {
  readonly boundaries: readonly string[];
  readonly from: readonly string[];
}

function ours(tree: DockerfileTree): Seen {
  const line = (offset: number): number => tree.document.position(offset).line;
  return {
    boundaries: tree.instructions.map(({ keyword, span }) => `${keyword} ${line(span.start)}-${line(span.end)}`),
    from: tree.instructions.filter(({ keyword }) => keyword === "FROM").map(({ words }) => `${words[0]?.raw ?? null} ${words.length === 3 ? words[2]?.raw : null}`),
  };
}

function theirs(text: string): Seen {
  const file = DockerfileParser.parse(text);
  const range = (instruction: Other): string => {
    const { start, end } = instruction.getRange();
    return `${instruction.getKeyword()} ${start.line + 1}-${end.line + 1}`;
  };
  return {
    boundaries: file.getInstructions().map(range),
    from: file.getFROMs().map((from) => `${from.getImage()} ${from.getBuildStage()}`),
  };
}

if (!corpus) test.todo("real Dockerfiles: not beside the project");
else {
  test("dockerfile-ast sees the same instructions and bases in every real file, but for its known defects", () => {
    const counts = new Map<string, number>();
    const unexplained: string[] = [];
    for (const path of files(corpus)) {
      const text = read(path);
      const tree = parse(text);
      const mine = ours(tree);
      let other: Seen | string;
      try {
        other = theirs(text);
      } catch (error) {
        other = String(error);
      }
      if (JSON.stringify(mine) === JSON.stringify(other)) continue;
      const defect = defects.find(({ explains }) => explains(text, tree));
      if (defect) counts.set(defect.kind, (counts.get(defect.kind) ?? 0) + 1);
      else unexplained.push(`${path.slice(corpus.length)}\n${firstDifference(mine, other)}`);
    }
    expect(unexplained.join("\n")).toBe("");
    expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(defects.map(({ kind, files: count }) => [kind, count])));
  });
}

function firstDifference(mine: Seen, other: Seen | string): string {
  if (typeof other === "string") return other;
  const a = [...mine.boundaries, ...mine.from];
  const b = [...other.boundaries, ...other.from];
  const at = a.findIndex((item, i) => item !== b[i]);
  return `  ours ${a.slice(at, at + 2).join(", ")}; theirs ${b.slice(at, at + 2).join(", ")}`;
}
