import { dockerfile, lineEnd, replace, rule, type Instruction, type Span } from "#rule";

export default rule({
  id: "blank-line-style",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Blank lines between instructions do not follow one style",
  why: "Blank lines show readers which instructions belong together. Set by chance they show nothing.",
  remedy: "One blank line between different instructions and none between equal ones, or whatever the chosen mode says; the fix does it.",
  peers: { same: [{ id: "tally:tally/newline-between-instructions" }] },
  on: "dockerfile",
  fix: "safe",
  options: {
    mode: { values: ["always", "grouped", "never"], default: "grouped", meaning: "grouped: one between different instructions and none between equal ones; always: one between any two; never: none." },
  },

  *check({ tree }, { options }) {
    for (const [at, instruction] of tree.instructions.entries()) {
      const before = tree.instructions[at - 1];
      if (!before) continue;
      const gap = gapBetween(before, instruction);
      if (!gap) continue;
      const wanted = wantedBlanks(before, instruction, gap, options.mode);
      if (gap.blanks === wanted) continue;
      const message = wanted === 0 ? `no blank line belongs between ${before.keyword} and this ${instruction.keyword}` : `one blank line belongs between ${before.keyword} and this ${instruction.keyword}`;
      const text = lineEnd(tree.document).repeat(wanted);
      yield { at: instruction.keywordSpan, message, fix: { title: wanted === 0 ? "take the blank lines out" : "leave one blank line", safe: true, edits: [replace(gap.span, text)] } };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ENV MODE=fast

        ENV LEVEL=3


        # what it starts
        CMD ["app"]
      `,
      good: dockerfile`
        FROM debian:12

        ENV MODE=fast
        ENV LEVEL=3

        # what it starts
        CMD ["app"]
      `,
    },
    {
      about: "A comment may belong to the instruction above it; between equal instructions it may stand as it likes.",
      bad: dockerfile`
        FROM debian:12

        COPY a.txt /srv/
        # COPY b.txt /srv/

        CMD ["app"]
        EXPOSE 80
      `,
      good: dockerfile`
        FROM debian:12

        COPY a.txt /srv/
        # COPY b.txt /srv/

        CMD ["app"]

        EXPOSE 80
      `,
    },
    {
      options: { mode: "always" },
      bad: dockerfile`
        FROM debian:12
        ENV MODE=fast
        ENV LEVEL=3
      `,
      good: dockerfile`
        FROM debian:12

        ENV MODE=fast

        ENV LEVEL=3
      `,
    },
    {
      options: { mode: "never" },
      bad: dockerfile`
        FROM debian:12

        ENV MODE=fast
      `,
      good: dockerfile`
        FROM debian:12
        ENV MODE=fast
      `,
    },
  ],
});

interface Gap {
  readonly blanks: number;
  /** The blank lines; empty, in front of what follows, where there are none. */
  readonly span: Span;
  /** What follows the blank lines is a comment. */
  readonly comment: boolean;
  /** A blank line sets a comment off from the instruction below it. */
  readonly detached: boolean;
}

/** The blank lines right behind an instruction: comments below them belong to the next one. Undefined where both share a line. */
function gapBetween(before: Instruction, after: Instruction): Gap | undefined {
  const { document } = after.span;
  const last = document.position(Math.max(before.span.start, before.span.end - 1)).line;
  const own = document.position(after.span.start).line;
  let next = last + 1;
  while (next < own && isBlank(document.slice(document.lineSpan(next).start, document.lineSpan(next).end))) next++;
  if (own <= last) return undefined;
  const detached = Array.from({ length: own - next }, (_, at) => document.lineSpan(next + at)).some(({ start, end }) => isBlank(document.slice(start, end)));
  return { blanks: next - last - 1, span: document.span(document.lineSpan(last + 1).start, document.lineSpan(next).start), comment: next < own, detached };
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}

function wantedBlanks(before: Instruction, after: Instruction, gap: Gap, mode: "always" | "grouped" | "never"): number {
  if (mode === "never") return 0;
  // a comment may belong to what stands above it
  if (mode === "always" || before.keyword !== after.keyword) return gap.blanks === 0 && gap.detached ? 0 : 1;
  // a comment may be set off from an equal instruction above it
  return gap.comment ? gap.blanks : 0;
}
