import { remove, rule } from "#rule";

export default rule({
  id: "indented-heredoc-end",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "End of a here-document is indented with spaces",
  why: "`<<-` strips tabs only. The line with spaces is part of the text, and the here-document goes on to the end of the script.",
  remedy: "Indent the line with tabs, or not at all.",
  peers: { same: [{ id: "shellcheck:SC1040" }] },
  on: "script",
  needs: { words: ["<<-"] },
  fix: "safe",

  *check({ script }) {
    for (const { node } of script?.all("HereDoc") ?? []) {
      if (node.operator !== "<<-" || node.closing || !node.delimiter || !script) continue;
      for (const match of node.body.text.matchAll(/^\t* [ \t]*(\S+)[ \t]*$/gm)) {
        if (match[1] !== node.delimiter.value) continue;
        const start = node.body.pos + match.index;
        const length = match[0].length - match[0].trimStart().length;
        const at = script.span(start, start + length);
        yield { at, message: `${node.delimiter.value} is indented with spaces, so the text does not end here`, fix: { title: "drop the spaces", safe: true, edits: [remove(at)] } };
        break;
      }
    }
  },

  examples: [
    {
      bad: { Dockerfile: "# syntax=docker/dockerfile:1\nFROM debian:12\nRUN <<END\ncat <<-EOF\n\thello\n  EOF\nEND\n" },
      good: { Dockerfile: "# syntax=docker/dockerfile:1\nFROM debian:12\nRUN <<END\ncat <<-EOF\n\thello\nEOF\nEND\n" },
    },
  ],
});
