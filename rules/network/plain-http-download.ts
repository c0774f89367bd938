import { dockerfile, effective, replace, rule, type Instruction, type MappedText } from "#rule";

export default rule({
  id: "plain-http-download",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A build step uses an address without encryption",
  why: "Whoever sits between the builder and the server can replace what is downloaded, and the image runs it.",
  remedy: "Use the https address, or check the download against a known checksum.",
  securitySeverity: 5.9,
  peers: { same: [{ id: "kics:Avoid HTTP" }] },
  on: "instruction",
  needs: { instructions: ["RUN"], words: ["http://"] },
  fix: "unsafe",

  *check(step) {
    const run = effective(step.instruction);
    if (run.keyword !== "RUN") return;
    for (const text of textsOf(run)) {
      for (const match of text.text.matchAll(/\bhttp:\/\/(?!localhost\b|127\.0\.0\.1\b|\[::1\])[^\s"'<>|;)\\]+/gi)) {
        const scheme = text.span(match.index, match.index + 4);
        yield {
          at: text.span(match.index, match.index + match[0].length),
          message: `${match[0].replace(/\/\/[^/@]*@/, "//…@")} is fetched without encryption`,
          fix: { title: "use https", safe: false, edits: [replace(scheme, "https")] },
        };
        return;
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12.5
        RUN curl -fsSL http://downloads.example.org/tool.tar.gz -o /tmp/tool.tar.gz
      `,
      good: dockerfile`
        FROM debian:12.5
        RUN curl -fsSL https://downloads.example.org/tool.tar.gz -o /tmp/tool.tar.gz
      `,
    },
  ],
});

/** What the instruction runs: the shell text with its heredocs, or the strings of the JSON form. */
function textsOf(run: Instruction): readonly MappedText[] {
  const bodies = run.heredocs.map((heredoc) => heredoc.body);
  return run.json ? run.json.items.map((item) => item.text) : [run.rest, ...bodies];
}
