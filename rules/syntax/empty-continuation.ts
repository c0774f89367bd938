import { dockerfile, removeLines, rule, type Instruction, type Span } from "#rule";

export default rule({
  id: "empty-continuation",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "safe",
  title: "A blank line inside a continued instruction",
  why: "Docker skips blank lines between continued lines today and has announced that it will stop. Then everything below the blank line becomes an instruction of its own.",
  remedy: "Take the blank line out, or put a comment there.",
  peers: {
    same: [
      { id: "buildkit:NoEmptyContinuation" },
    ],
  },
  on: "instruction",

  *check({ instruction }) {
    const blanks = blankLines(instruction);
    const first = blanks[0];
    if (!first) {
      const last = instruction.emptyContinuations[0];
      if (last) yield { at: last, message: `the ${instruction.keyword} goes on at its end, and nothing follows` };
      return;
    }
    yield {
      at: first.document.span(first.start, instruction.headSpan.end),
      message: `the ${instruction.keyword} goes on below a blank line`,
      fix: { title: "take the blank lines out", safe: true, edits: blanks.map(removeLines) },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN true && \

            # what comes next

            make
      `,
      good: dockerfile`
        FROM debian:12
        RUN true && \
            # what comes next
            make
      `,
    },
    {
      about: "The last line of a file goes on",
      bad: dockerfile`
        FROM debian:12
        RUN make \


      `,
      good: dockerfile`
        FROM debian:12
        RUN make \
      `,
      fixed: null,
    },
  ],
});


/** The lines between the first and the last of an instruction that hold nothing but blanks; heredoc bodies do not count. */
function blankLines({ headSpan }: Instruction): readonly Span[] {
  const { document } = headSpan;
  const last = document.position(headSpan.end).line;
  const found: Span[] = [];
  for (let line = document.position(headSpan.start).line + 1; line < last; line++) {
    const span = document.lineSpan(line);
    if (document.slice(span.start, span.end).trim() === "") found.push(span);
  }
  return found;
}
