import { dockerfile, replace, rule, textOf } from "#rule";

export default rule({
  id: "relative-copy-destination",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "COPY goes to a relative path without a WORKDIR",
  why: "Without WORKDIR the files land wherever the base image happens to stand, often in the root folder.",
  remedy: "Set WORKDIR first, or write an absolute path.",
  peers: { same: [{ id: "hadolint:DL3045" }] },
  on: "stage",
  needs: { instructions: ["ADD", "COPY"] },
  fix: "unsafe",

  *check(stage) {
    let isSet = stage.lineage.slice(1).some(({ steps }) => steps.some(({ instruction }) => instruction.keyword === "WORKDIR"));
    let isSetLater = false;
    for (const { instruction: { keyword, trigger }, instruction } of stage.steps) {
      if (keyword === "WORKDIR") isSet = true;
      if (trigger?.keyword === "WORKDIR") isSetLater = true;
      const copy = trigger ?? instruction;
      if (copy.keyword !== "COPY" || isSet || trigger && isSetLater) continue;
      const last = copy.json ? copy.json.items.at(-1) : copy.words.at(-1);
      if (!last || /^(?:[/\\$]|[A-Za-z]:)/.test(last.value) || copy.words.length + (copy.json?.items.length ?? 0) < 2) continue;
      yield {
        at: last.span, message: `no WORKDIR says where ${last.value} lies`,
        fix: { title: "start at the root folder", safe: false, edits: [replace(last.span, absolute(textOf(last.span)))] },
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY app.js srv/app.js
      `,
      good: dockerfile`
        FROM debian:12 AS base
        WORKDIR /srv

        FROM base
        COPY app.js lib/app.js
        COPY app.js C:\srv\app.js
        COPY app.js $TARGET
      `,
      fixed: dockerfile`
        FROM debian:12
        COPY app.js /srv/app.js
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        COPY ["a.js", "b.js", "./"]
        WORKDIR /srv
      `,
      good: dockerfile`
        FROM debian:12
        ONBUILD WORKDIR /srv
        ONBUILD COPY a.js b.js ./
      `,
      fixed: dockerfile`
        FROM debian:12
        COPY ["a.js", "b.js", "/"]
        WORKDIR /srv
      `,
    },
  ],
});

/** `./srv`, `"srv"` and `.` from the root. */
function absolute(raw: string): string {
  const quote = /^["']/.exec(raw)?.[0] ?? "";
  return `${quote}/${raw.slice(quote.length).replace(/^(?:\.\/+)+|^\.(?=$|["'])/, "")}`;
}
