import { dockerfile, effective, headLines, replace, rule, type HeadLine, type Span, type Step } from "#rule";

export default rule({
  id: "repeated-spaces",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Several blanks in a row",
  why: "Docker reads one blank like five. Stray ones make two equal lines look different and come up in every comparison.",
  remedy: "Keep one blank.",
  peers: { same: [{ id: "tally:tally/no-multi-spaces", options: { accept: [] } }] },
  on: "instruction",
  fix: "safe",
  options: {
    accept: { values: ["trailing"], default: ["trailing"], meaning: "What passes. trailing: blanks at the end of a line, which another rule reports." },
  },

  *check(step, { options }) {
    const { instruction, dockerfile: { tree } } = step;
    for (const line of headLines(tree, instruction)) {
      if (line.kind !== "code") continue;
      const runs = blanksIn(line, options.accept.includes("trailing"));
      const first = runs[0];
      if (!first) continue;
      const fix = isPlain(step) ? { fix: { title: "keep one", safe: true, edits: runs.map((run) => replace(run, run.end === line.span.end ? "" : " ")) } } : {};
      yield { at: first, message: "several blanks in a row", ...fix };
    }
  },

  examples: [
    {
      options: { accept: [] },
      bad: { Dockerfile: "FROM debian:12  \nRUN make  \n" },
      good: { Dockerfile: "FROM debian:12\nRUN make\n" },
    },
    {
      bad: dockerfile`
        FROM  debian:12
        # two  here do not matter
        RUN apt-get  update && \
            echo "a  b"  && \
            true
      `,
      good: dockerfile`
        FROM debian:12
        # two  here do not matter
        RUN apt-get update && \
            echo "a  b" && \
            true
      `,
    },
    {
      about: "In the old form of ENV the blanks are part of the value",
      bad: dockerfile`
        FROM debian:12
        ENV GREETING good  day
      `,
      fixed: null,
    },
  ],
});

/** Two blanks or more outside quotes, behind the indentation. */
function blanksIn({ span, textStart, startsQuoted, quoted }: HeadLine, withoutTrailing: boolean): readonly Span[] {
  const { document } = span;
  const line = document.slice(textStart, span.end);
  const text = withoutTrailing ? line.trimEnd() : line;
  if (startsQuoted && quoted.length === 0) return [];
  return [...text.matchAll(/ {2,}/g)]
    .map((match) => document.span(textStart + match.index, textStart + match.index + match[0].length))
    .filter((run) => !quoted.some(([start, end]) => start < run.end && run.start < end));
}

/** Blanks separate words and are no part of a value: not so in the old form of ENV and in shells that print them as they are. */
function isPlain({ instruction, before }: Step): boolean {
  const { keyword, assignments, heredocs } = effective(instruction);
  if (keyword === "MAINTAINER" || assignments.some(({ legacy }) => legacy) || heredocs.some(({ unterminated }) => unterminated)) return false;
  const runs = keyword === "RUN" || keyword === "CMD" || keyword === "ENTRYPOINT" || keyword === "HEALTHCHECK";
  return !runs || !["powershell", "cmd", "other"].includes(before.shell.dialect);
}
