import { dockerfile, replace, rule } from "#rule";

export default rule({
  id: "eol-ruby",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "This Ruby gets no more fixes",
  why: "The branch has reached its end of life. Holes that are found from now on stay open.",
  remedy: "Move to a branch that is maintained.",
  peers: { same: [{ id: "tally:tally/ruby/eol-ruby-version" }] },
  on: "stage",
  fix: "unsafe",

  *check(stage) {
    const { version } = stage.ruby;
    if (stage.base.kind !== "image" || !version || !isOver(version)) return;
    const [word] = stage.from.words;
    const tag = /^(.*:)\d+\.\d+(?:\.\d+)?(-slim|-alpine)?$/.exec(word?.raw ?? "");
    yield {
      at: stage.base.span, message: `Ruby ${version.join(".")} gets no more fixes`,
      ...(word && tag ? { fix: { title: `use Ruby ${MAINTAINED}`, safe: false, edits: [replace(word.span, `${tag[1] ?? ""}${MAINTAINED}${tag[2] ?? ""}`)] } } : {}),
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:2.7.8-slim
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
      `,
    },
    {
      bad: dockerfile`
        ARG RUBY=3.0
        FROM ruby:\${RUBY}-bookworm
      `,
      fixed: null,
      good: dockerfile`
        FROM jruby:1.7
        FROM ruby:3
        FROM ruby:3.4.2
      `,
    },
  ],
});

/** The last branch whose maintenance has ended: 3.2, in spring 2026. */
const LAST_OVER: readonly [number, number] = [3, 2];

const MAINTAINED = "3.4";

function isOver([major, minor]: readonly [number, number]): boolean {
  return major < LAST_OVER[0] || major === LAST_OVER[0] && minor <= LAST_OVER[1];
}
