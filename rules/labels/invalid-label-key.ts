import { dockerfile, ownLabels, rule } from "#rule";

export default rule({
  id: "invalid-label-key",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A label's key is not well formed",
  why: "Registries and tools look labels up by keys of lower-case letters, digits, dots and dashes. A key of another form is not found, and Docker keeps some names for itself.",
  remedy: "Begin the key with a reversed domain of your own, in lower case, such as `org.example.role`.",
  peers: {
    same: [
      { id: "hadolint:DL3048", options: { accept: ["slash"] } },
      { id: "tally:tally/labels/valid-key", options: { accept: ["documented-docker-keys", "legacy-form"] } },
    ],
  },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  options: {
    accept: { values: ["documented-docker-keys", "legacy-form", "slash"], default: ["documented-docker-keys", "legacy-form", "slash"], meaning: "documented-docker-keys: the com.docker.* keys that Docker documents for users (extensions, image source); legacy-form: the old `LABEL key value` form, which is left to legacy-key-value; slash: `/` and `_` in a key." },
  },

  *check(stage, { options }) {
    for (const { key, dynamic, pair } of ownLabels(stage)) {
      if (pair.legacy && options.accept.includes("legacy-form")) continue;
      const fault = dynamic && !options.accept.includes("slash") ? "holds a variable, so nobody can look it up by name" : faultOf(key, options.accept);
      if (fault !== undefined) yield { at: pair.name.span, message: `the label ${key} ${fault}` };
    }
  },

  examples: [
    {
      options: { accept: ["legacy-form"] },
      bad: dockerfile`
        FROM debian:12
        LABEL build_date=today
      `,
      good: dockerfile`
        FROM debian:12
        LABEL build-date=today
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        LABEL Team=web
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.example.team=web "role"="front"
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        LABEL org.example..team=web
        LABEL io.docker.team=web
      `,
      good: dockerfile`
        FROM debian:12
        LABEL com.docker.extension.publisher-url=https://example.com
      `,
    },
    {
      about: "Without exceptions a slash, the old form and Docker's own keys are reported",
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        LABEL team/role web
      `,
      good: dockerfile`
        FROM debian:12
        LABEL team.role=web
      `,
    },
  ],
});

/** Keys below com.docker that Docker documents for users. */
const DOCUMENTED = /^com\.docker\.(?:desktop\.extension\.|extension\.|image\.source\.|desktop\.plugin\.)[\w.-]+$/;

function faultOf(key: string, accept: readonly string[]): string | undefined {
  const text = accept.includes("slash") ? key.replace(/\//g, "") : key;
  if (!/^[a-z0-9._-]*$/.test(text)) return "has a character other than lower-case letters, digits, dots, dashes and underscores";
  if (text.includes("_") && !accept.includes("slash")) return "has an underscore, which Docker's advice on labels leaves out";
  if (!/^[a-z]/.test(text)) return "does not begin with a letter";
  if (!/[a-z0-9]$/.test(text)) return "does not end in a letter or digit";
  if (/[._-]{2}/.test(text)) return "repeats a separator";
  if (!/^(?:com\.docker|io\.docker|org\.dockerproject)(?:\.|$)/.test(text)) return undefined;
  return accept.includes("documented-docker-keys") && DOCUMENTED.test(text) ? undefined : "lies in a namespace that Docker keeps for itself";
}
