import { dockerfile, remove, rule, type DockerfileTree } from "#rule";

export default rule({
  id: "repeated-blank-lines",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Several blank lines in a row",
  why: "More than one blank line says no more than one, and the file becomes longer to read.",
  remedy: "Keep one between parts, and none at the start and end of the file.",
  peers: { same: [{ id: "tally:tally/no-multiple-empty-lines" }] },
  on: "dockerfile",
  fix: "safe",
  options: {
    max: { type: "number", default: 1, meaning: "The most blank lines in a row inside the file." },
    maxAtEdges: { type: "number", default: 0, meaning: "The most at its start and end." },
  },

  *check({ tree }, { options }) {
    const { document } = tree;
    for (const run of blankRuns(tree)) {
      const atEdge = run.first === 1 || run.last === document.lineCount;
      const allowed = Math.max(0, atEdge ? options.maxAtEdges : options.max);
      const excess = run.last - run.first + 1 - allowed;
      if (excess <= 0) continue;
      const span = document.span(document.lineSpan(run.first + allowed).start, document.lineStarts[run.last] ?? document.text.length);
      const where = run.first === 1 ? " at the start of the file" : run.last === document.lineCount ? " at the end of the file" : "";
      yield {
        at: document.span(span.start, span.start),
        message: `${excess} blank ${excess === 1 ? "line" : "lines"} too many${where}`,
        ...(run.inScript ? {} : { fix: { title: "take them out", safe: true, edits: [remove(span)] } }),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12



        RUN true

      `,
      good: dockerfile`
        FROM debian:12

        RUN true
      `,
    },
    {
      about: "In a script they are reported and left as they are; a file's text is its own affair",
      bad: dockerfile`
        FROM debian:12
        RUN <<EOF
        make


        make install
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/motd
        one


        two
        EOF
      `,
      fixed: null,
    },
    {
      options: { max: 2, maxAtEdges: 1 },
      bad: { Dockerfile: "\n\nFROM debian:12\n\n\n\nRUN true\n\n" },
      good: { Dockerfile: "\nFROM debian:12\n\n\nRUN true\n\n" },
    },
  ],
});

interface BlankRun {
  /** 1-based, both included. */
  readonly first: number;
  readonly last: number;
  /** They stand in the shell script of a heredoc, where a text of several lines may need them. */
  readonly inScript: boolean;
}

/** Blank lines in a row, those in files that heredocs write left out. */
function blankRuns(tree: DockerfileTree): readonly BlankRun[] {
  const { document } = tree;
  const bodies = heredocLines(tree);
  const runs: BlankRun[] = [];
  let first = 0;
  for (let line = 1; line <= document.lineCount + 1; line++) {
    const { start, end } = document.lineSpan(line);
    const blank = line <= document.lineCount && bodies.get(line) !== "file" && document.slice(start, end).trim() === "";
    if (blank && first === 0) first = line;
    if (!blank && first > 0) {
      runs.push({ first, last: line - 1, inScript: bodies.get(first) === "script" });
      first = 0;
    }
  }
  return runs.filter((run) => run.first > 1 || run.last < document.lineCount);
}

function heredocLines({ document, instructions }: DockerfileTree): ReadonlyMap<number, "script" | "file"> {
  const lines = new Map<number, "script" | "file">();
  for (const instruction of instructions) {
    const inner = instruction.trigger ?? instruction;
    for (const { bodySpan, body } of inner.heredocs) {
      const last = document.position(Math.max(bodySpan.start, bodySpan.end - 1)).line;
      for (let line = document.position(bodySpan.start).line; line <= last && bodySpan.end > bodySpan.start; line++) lines.set(line, inner.command?.form === "heredoc" && !OTHER_SCRIPT.test(body.text) ? "script" : "file");
    }
  }
  return lines;
}

/** A script that no shell reads, such as one of Python. */
const OTHER_SCRIPT = /^#!(?!.*\b(?:ba|da|a|k|mk|z)?sh\b)/;
