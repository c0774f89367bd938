import { remove, rule, type ProjectDocument, type Span, type YamlNode } from "#rule";

export default rule({
  id: "trailing-spaces",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "A line ends in blanks",
  why: "Blanks at the end of a line cannot be seen and come back in every comparison of two versions.",
  remedy: "Take them out.",
  peers: {
    same: [
      { id: "tally:tally/no-trailing-spaces" },
    ],
  },
  options: {
    skipBlank: {
      values: [false, true],
      default: false,
      meaning: "true: blank lines pass.",
    },
    skipComments: {
      values: [false, true],
      default: false,
      meaning: "true: comments pass.",
    },
  },
  on: "document",

  *check(subject, { options }) {
    const { document } = subject;
    const kept = contentSpans(subject);
    const comments = new Set(subject.comments.map(({ span }) => document.position(span.start).line));
    for (let line = 1; line <= document.lineCount; line++) {
      const span = document.lineSpan(line);
      const text = document.slice(span.start, span.end);
      const end = text.trimEnd().length;
      if (end === text.length || (options.skipBlank && end === 0)) continue;
      if (options.skipComments && comments.has(line) && text.trimStart().startsWith("#")) continue;
      const blanks = document.span(span.start + end, span.end);
      const isContent = kept.some((one) => one.start <= blanks.start && blanks.end <= one.end);
      yield { at: blanks, message: "blanks at the end of the line", ...(isContent ? {} : { fix: { title: "take them out", safe: true, edits: [remove(blanks)] } }) };
    }
  },

  examples: [
    {
      bad: { Dockerfile: "FROM debian:12  \n# why \n\t\nRUN true\n" },
      good: { Dockerfile: "FROM debian:12\n# why\n\nRUN true\n" },
    },
    {
      about: "Blanks that are content are reported and left as they are",
      bad: { Dockerfile: "FROM debian:12\nCOPY <<EOF /notes\none  \nEOF\n" },
      good: { Dockerfile: "FROM debian:12\nCOPY <<EOF /notes\none\nEOF\n" },
      fixed: null,
    },
    {
      bad: { "compose.yaml": "services:\n  web: \n    image: nginx:1.27\n" },
      good: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n" },
    },
    {
      options: { skipBlank: true, skipComments: true },
      bad: { Dockerfile: "FROM debian:12 \n" },
      good: { Dockerfile: "# why \n \nFROM debian:12\n" },
      fixed: { Dockerfile: "FROM debian:12\n" },
    },
  ],
});


/** Where a line's end is part of a value: heredoc bodies, and YAML texts of several lines. */
function contentSpans({ dockerfile, compose }: ProjectDocument): readonly Span[] {
  const heredocs = (dockerfile?.tree.instructions ?? []).flatMap((one) => [...one.heredocs, ...(one.trigger?.heredocs ?? [])]);
  return [...heredocs.map(({ bodySpan }) => bodySpan), ...(compose?.tree.roots ?? []).flatMap(longTexts)];
}

function longTexts(node: YamlNode): readonly Span[] {
  if (node.kind === "map") return node.entries.flatMap((entry) => longTexts(entry.value));
  if (node.kind === "list") return node.items.flatMap(longTexts);
  const { document, start, end } = node.span;
  return node.style === "literal" || node.style === "folded" || document.slice(start, end).includes("\n") ? [node.span] : [];
}
