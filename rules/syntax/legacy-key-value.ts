import { cover, dockerfile, replace, rule, type Assignment, type Fix } from "#rule";

export default rule({
  id: "legacy-key-value",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "safe",
  title: "The old form of ENV or LABEL",
  why: "`ENV name value` takes the whole rest of the line as one value, so a second pair becomes part of the first. BuildKit warns about it.",
  remedy: "Write `name=value`, with quotes where the value has blanks.",
  peers: {
    same: [
      { id: "buildkit:LegacyKeyValueFormat" },
    ],
    near: ["dockerfilelint:label_invalid"],
  },
  on: "instruction",
  needs: { instructions: ["ENV", "LABEL"] },

  *check({ instruction: { keyword, assignments, comments } }) {
    if (keyword !== "ENV" && keyword !== "LABEL") return;
    for (const pair of assignments) {
      if (!pair.legacy) continue;
      // a comment between its lines would go with the line ends
      const fix = comments.length > 0 ? undefined : asPair(pair);
      yield { at: pair.span, message: messageFor(keyword, pair), ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ENV MODE fast
        ENV GREETING hello world
        LABEL role "front end"
      `,
      good: dockerfile`
        FROM debian:12
        ENV MODE=fast
        ENV GREETING="hello world"
        LABEL role="front end"
      `,
    },
    {
      about: "A blank in front of = is the old form too",
      bad: dockerfile`
        FROM debian:12
        LABEL role = front
      `,
      good: dockerfile`
        FROM debian:12
        LABEL role=front
      `,
      fixed: null,
    },
    {
      about: "A value with quotes inside is left to you",
      bad: dockerfile`
        FROM debian:12
        ENV GREETING say "hello" twice
      `,
      fixed: null,
    },
  ],
});

/** A blank in front of `=` makes it part of the value, which nobody means. */
function beginsWithEquals(value: Assignment["value"]): boolean {
  return value?.raw.trimStart().startsWith("=") === true;
}

function messageFor(keyword: string, { name, value }: Assignment): string {
  return beginsWithEquals(value) ? `the blank in front of = makes = part of the value of ${name.value}` : `${keyword} ${name.value} is given in the old form without =`;
}

function asPair({ name, value }: Assignment): Fix | undefined {
  if (!value || beginsWithEquals(value)) return undefined;
  const raw = value.raw.trim();
  const oneWord = /^[^\s"'\\`]+$/.test(raw) || /^"[^"\\`]*"$/.test(raw) || /^'[^'\\`]*'$/.test(raw);
  if (!oneWord && /["'\\`]/.test(raw)) return undefined;
  const edits = [replace(cover(name.span, value.span), `${name.raw}=${oneWord ? raw : `"${raw}"`}`)];
  return { title: "write it with =", safe: true, edits };
}
