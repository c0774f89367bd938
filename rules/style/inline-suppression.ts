import { compose, dockerfile, readDirective, rule } from "#rule";

export default rule({
  id: "inline-suppression",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A comment switches a rule off",
  why: "A suppression hides every later fault of its kind at that place as well. Some teams want to see each of them in review.",
  remedy: "Mend what the rule reports and take the comment out, or keep exceptions in the configuration.",
  peers: { same: [{ id: "hadolint:DL1001" }] },
  on: "document",

  *check({ document, comments, dockerfile: file }) {
    const directives = (file?.tree.directives ?? []).filter(({ name, value }) => name === "check" && /(?:^|;)\s*skip\s*=/.test(value)).map(({ span }) => span);
    for (const span of [...directives, ...comments.filter(({ text }) => readDirective(text) !== undefined).map((one) => one.span)]) {
      yield { at: span, message: `this comment silences rules in ${document.path}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        # hadolint ignore=DL3003
        RUN cd /srv && make
      `,
      good: dockerfile`
        FROM debian:12
        # hadolint shell=bash
        RUN make -C /srv
      `,
    },
    {
      bad: compose`
        services:
          web: # stowage: ignore[missing-service-healthcheck] a one-off
            image: nginx:1.27
      `,
      good: compose`
        services:
          web: # the site
            image: nginx:1.27
      `,
    },
  ],
});
