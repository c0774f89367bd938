import { dockerfile, rule } from "#rule";

export default rule({
  id: "unused-suppression",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "A suppression comment silences nothing",
  why: "The fault it was written for is gone, or its rule is misspelt. Left where it is, it hides the next fault of that kind.",
  remedy: "Remove the comment, or correct the rule's name.",
  on: "project",
  fix: "safe",

  // Only the engine knows what a comment silenced: it reports these findings itself wherever this rule is on.
  *check() {
    yield* [];
  },

  examples: [
    {
      about: "The rule that the comment names finds nothing here.",
      bad: dockerfile`
        FROM debian:12.5
        # stowage: ignore[avoidable-add] the archive is unpacked
        COPY app /srv/app
      `,
      good: dockerfile`
        FROM debian:12.5
        COPY app /srv/app
      `,
    },
    {
      about: "No rule has that name.",
      bad: dockerfile`
        FROM debian:12.5
        # stowage: ignore[avoidable-ad]
        COPY app /srv/app
      `,
      good: dockerfile`
        FROM debian:12.5
        COPY app /srv/app
      `,
    },
  ],
});
