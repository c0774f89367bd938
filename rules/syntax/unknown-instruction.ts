import { dockerfile, replace, rule, textOf } from "#rule";

export default rule({
  id: "unknown-instruction",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  fix: "safe",
  title: "No such instruction",
  why: "Docker refuses the file at a word that it does not know. Often it is a slip, or the line above misses its backslash.",
  remedy: "Correct the word, or end the line above with a backslash if this one belongs to it.",
  peers: {
    same: [
      { id: "dockerfilelint:invalid_command" },
      { id: "tally:tally/unknown-instruction" },
    ],
  },
  on: "instruction",

  *check({ instruction }) {
    if (instruction.known) return;
    const word = textOf(instruction.keywordSpan);
    const [nearest, tie] = candidates(word.toUpperCase());
    const suggestion = nearest !== undefined && tie === undefined ? (word === word.toLowerCase() ? nearest.toLowerCase() : nearest) : undefined;
    yield {
      at: instruction.keywordSpan,
      message: `${word} is no instruction${nearest === undefined ? "" : `, did you mean ${nearest}?`}`,
      ...(suggestion === undefined ? {} : { fix: { title: `write ${suggestion}`, safe: true, edits: [replace(instruction.keywordSpan, suggestion)] } }),
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPPY app /srv/app
        entrypiont ["/srv/app"]
      `,
      good: dockerfile`
        FROM debian:12
        COPY app /srv/app
        entrypoint ["/srv/app"]
      `,
    },
    {
      about: "A word that is like none is left to you",
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update
            apt-get install -y curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && \
            apt-get install -y curl
      `,
      fixed: null,
    },
  ],
});


const keywords = [
  "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
  "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
];

/** The instructions that are at most two letters away (one for short words) and nearest; two where they are equally near. */
function candidates(word: string): readonly string[] {
  const limit = word.length <= 3 ? 1 : 2;
  const near = keywords.map((keyword) => ({ keyword, distance: distance(word, keyword, limit) })).filter((one) => one.distance <= limit);
  const least = Math.min(...near.map((one) => one.distance));
  return near.filter((one) => one.distance === least).map((one) => one.keyword);
}

/** Letters to insert, drop, change or swap to get from one word to the other; more than the limit is not counted out. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const change = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      const swapped = a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1] ? (before[column - 2] ?? limit) + 1 : limit + 1;
      next.push(Math.min(change, swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? limit + 1;
}
