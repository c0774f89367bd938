import { dockerfile, effective, headLines, replace, rule, textOf, type Edit, type Heredoc, type Step } from "#rule";

export default rule({
  id: "inconsistent-indentation",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Instructions are not indented alike",
  why: "In a file of several stages the indentation shows where each one begins. In a file of one stage it only gets in the way.",
  remedy: "With several stages indent what stands below a FROM by one tab; with one stage indent nothing.",
  peers: { same: [{ id: "tally:tally/consistent-indentation" }] },
  on: "dockerfile",
  fix: "safe",

  *check(file) {
    const several = file.stages.length > 1;
    for (const step of file.steps) {
      const wanted = several && step.stage ? "\t" : "";
      const edits = editsFor(step, wanted, several);
      if (edits.length === 0) continue;
      yield {
        at: step.instruction.keywordSpan,
        message: wanted === "" ? `${step.instruction.keyword} belongs at the first column` : `${step.instruction.keyword} and its lines belong one tab below their FROM`,
        ...(edits.includes("unsafe") ? {} : { fix: { title: "indent it", safe: true, edits: edits.filter((edit) => edit !== "unsafe") } }),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM golang:1.23 AS build
        RUN go build \
            && go test
        FROM debian:12
          COPY --from=build /app /app
      `,
      good: { Dockerfile: "FROM golang:1.23 AS build\n\tRUN go build \\\n\t&& go test\nFROM debian:12\n\tCOPY --from=build /app /app\n" },
    },
    {
      about: "One stage needs no indentation; its continued lines are free",
      bad: dockerfile`
        FROM debian:12
          RUN apt-get update \
              && apt-get install -y curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update \
              && apt-get install -y curl
      `,
    },
    {
      about: "A heredoc is indented where `<<-` cuts the tabs again",
      bad: { Dockerfile: "FROM debian:12 AS build\nRUN <<EOF\nmake\nEOF\nFROM build\n" },
      good: { Dockerfile: "FROM debian:12 AS build\n\tRUN <<-EOF\n\tmake\n\tEOF\nFROM build\n" },
    },
    {
      about: "A text of several lines is left as it is",
      bad: { Dockerfile: "FROM debian:12 AS build\n\tRUN echo 'one \\\ntwo'\nFROM build\n" },
      fixed: null,
    },
  ],
});

type Change = Edit | "unsafe";

/** What has to change; "unsafe" stands for a line whose blanks are part of a text. */
function editsFor({ instruction, dockerfile: { tree } }: Step, wanted: string, several: boolean): readonly Change[] {
  const { document, start } = instruction.span;
  const line = document.lineSpan(document.position(start).line).start;
  const own: Change[] = document.slice(line, start) === wanted ? [] : /^[ \t]*$/.test(document.slice(line, start)) ? [replace(document.span(line, start), wanted)] : [];
  if (!several || wanted === "") return own;
  const lines = headLines(tree, instruction).slice(1).flatMap((one): readonly Change[] => {
    const indent = document.slice(one.span.start, one.textStart);
    if (one.kind !== "code" || indent.startsWith("\t")) return [];
    if (one.startsQuoted || (one.startsInWord && indent === "")) return ["unsafe"];
    return [replace(document.span(one.span.start, one.textStart), "\t")];
  });
  // a body alone is no reason: it is the program's text, and goes with its instruction
  if (own.length + lines.length === 0) return [];
  return [...own, ...lines, ...effective(instruction).heredocs.flatMap(heredocChanges)];
}

/** Only `<<-` lets a body be indented: it cuts the tabs again. */
function heredocChanges({ markerSpan, bodySpan, closingSpan, chomp, unterminated }: Heredoc): readonly Change[] {
  const { document } = bodySpan;
  if (unterminated || !closingSpan) return [];
  const last = document.position(closingSpan.start).line;
  const bodyLines = [];
  for (let line = document.position(bodySpan.start).line; line <= last; line++) bodyLines.push(document.lineSpan(line));
  const open = bodyLines.filter(({ start, end }) => start < end && document.text[start] !== "\t");
  if (open.length === 0 && chomp) return [];
  if (!chomp && open.length < bodyLines.filter(({ start, end }) => start < end).length) return ["unsafe"];
  const dash = chomp ? [] : [replace(document.span(markerSpan.start + textOf(markerSpan).indexOf("<<") + 2, markerSpan.start + textOf(markerSpan).indexOf("<<") + 2), "-")];
  return [...dash, ...open.map(({ start }) => replace(document.span(start, start), "\t"))];
}
