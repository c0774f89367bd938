import { dockerfile, isLicenceExpression, lookup, ownLabels, rule } from "#rule";

export default rule({
  id: "invalid-label-value",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "A label's value is not of the kind that it should be",
  why: "Tools that read the label expect a URL, a time or a licence. A value of another kind is shown wrongly or makes them fail.",
  remedy: "Give the label a value of the kind that the schema names, or take it out.",
  peers: {
    same: [
      { id: "hadolint:DL3051", options: { kinds: ["empty"] } },
      { id: "hadolint:DL3052", options: { kinds: ["url"] } },
      { id: "hadolint:DL3053", options: { kinds: ["time"] } },
      { id: "hadolint:DL3054", options: { kinds: ["licence"] } },
      { id: "hadolint:DL3055", options: { kinds: ["git-hash"] } },
      { id: "hadolint:DL3056", options: { kinds: ["version"] } },
      { id: "hadolint:DL3058", options: { kinds: ["e-mail"] } },
    ],
  },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  options: {
    kinds: { values: ["e-mail", "empty", "git-hash", "licence", "time", "url", "version"], default: ["e-mail", "empty", "git-hash", "licence", "time", "url", "version"], meaning: "Which faults are looked for: a value of the wrong kind, by kind, or empty." },
    schema: { type: "map", default: {}, meaning: "Label keys and the kind of their values." },
  },

  *check(stage, { options }) {
    for (const { key, value, pair } of ownLabels(stage)) {
      const kind = kindOf(options.schema[key]);
      if (kind === undefined || value === undefined) continue;
      const isEmpty = value === "";
      const wrong = isEmpty ? options.kinds.includes("empty") : options.kinds.some((one) => one === kind) && lookup(CHECKS, kind)?.(value) === false;
      if (wrong) yield { at: pair.value?.span ?? pair.span, message: isEmpty ? `the label ${key} is empty` : `the label ${key} is no ${NAMES[kind] ?? kind}` };
    }
  },

  examples: [
    {
      options: { schema: { "org.example.page": "url", "org.example.built": "time", "org.example.terms": "licence" } },
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.page="our page" org.example.built=yesterday
        LABEL org.example.terms=ask-us
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.example.page=https://example.com/ org.example.built=2024-05-01T12:00:00Z
        LABEL org.example.terms="Apache-2.0 OR MIT" org.example.other=""
      `,
    },
    {
      options: { kinds: ["empty"], schema: { "org.example.commit": "git-hash" } },
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.commit=""
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.example.commit=main
      `,
    },
    {
      options: { schema: { "org.example.commit": "git-hash", "org.example.release": "version", "org.example.contact": "e-mail" } },
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.commit=main org.example.release=v1 org.example.contact=team
      `,
      good: dockerfile`
        FROM debian:12
        ARG COMMIT
        LABEL org.example.commit=\${COMMIT} org.example.release=1.2.0-rc1 org.example.contact=team@example.com
      `,
    },
  ],
});

const NAMES: Readonly<Record<string, string>> = {
  "e-mail": "e-mail address", "git-hash": "git hash", "licence": "SPDX licence", "time": "RFC 3339 time", "url": "URL", "version": "semantic version",
};

/** A schema gives the kind as a word, or as `kind` of a mapping. */
function kindOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  return typeof entry === "object" && entry !== null && "kind" in entry && typeof entry.kind === "string" ? entry.kind : undefined;
}

const CHECKS: Readonly<Record<string, (value: string) => boolean>> = {
  "e-mail": (value) => /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value),
  "git-hash": (value) => /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/i.test(value),
  "licence": isLicenceExpression,
  "time": isTime,
  "url": isUrl,
  "version": (value) => /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*))*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i.test(value),
};

function isTime(value: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.test(value);
}

function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(value) && URL.canParse(value);
}
