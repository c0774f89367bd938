import { dockerfile, replace, rule, textOf } from "#rule";

export default rule({
  id: "invalid-onbuild-trigger",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  fix: "unsafe",
  title: "ONBUILD holds what it cannot run",
  why: "ONBUILD keeps an instruction for the images that build on this one. FROM, MAINTAINER and another ONBUILD are refused, and so is a word that is no instruction.",
  remedy: "Take it out, or correct the word.",
  peers: {
    same: [
      { id: "hadolint:DL3043", options: { triggers: ["forbidden"] } },
      { id: "kics:ONBUILD cannot trigger FROM or MAINTAINER", options: { triggers: ["forbidden"] } },
      { id: "tally:tally/invalid-onbuild-trigger", options: { triggers: ["unknown"] } },
    ],
  },
  options: {
    triggers: {
      values: ["forbidden", "unknown"],
      default: ["forbidden", "unknown"],
      meaning: "forbidden: the three that exist but are refused; unknown: words that are no instruction.",
    },
  },
  on: "instruction",
  needs: { instructions: ["ONBUILD"] },

  *check({ instruction }, { options }) {
    const trigger = instruction.keyword === "ONBUILD" ? instruction.trigger : undefined;
    if (!trigger) return;
    if (options.triggers.includes("forbidden") && ["ONBUILD", "FROM", "MAINTAINER"].includes(trigger.keyword)) {
      yield { at: trigger.keywordSpan, message: `ONBUILD cannot hold ${trigger.keyword}` };
    }
    if (options.triggers.includes("unknown") && !trigger.known) {
      const word = textOf(trigger.keywordSpan);
      const nearest = nearestKeyword(word.toUpperCase());
      yield {
        at: trigger.keywordSpan,
        message: `${word} is no instruction${nearest === undefined ? "" : `, did you mean ${nearest}?`}`,
        ...(nearest === undefined ? {} : { fix: { title: `write ${nearest}`, safe: false, edits: [replace(trigger.keywordSpan, nearest)] } }),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ONBUILD CPOY app /srv/app
      `,
      good: dockerfile`
        FROM debian:12
        ONBUILD COPY app /srv/app
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        ONBUILD FROM debian:12
        ONBUILD ONBUILD RUN true
      `,
      good: dockerfile`
        FROM debian:12
        ONBUILD RUN true
      `,
      fixed: null,
    },
  ],
});


const allowed = ["ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

/** The one instruction that differs by a letter, or by two neighbours swapped. */
function nearestKeyword(word: string): string | undefined {
  const near = allowed.filter((keyword) => isNear(word, keyword));
  return near.length === 1 ? near[0] : undefined;
}

function isNear(word: string, keyword: string): boolean {
  let start = 0;
  while (start < word.length && word[start] === keyword[start]) start++;
  const [rest, wanted] = [word.slice(start), keyword.slice(start)];
  const swapped = rest.length > 1 && `${rest[1] ?? ""}${rest[0] ?? ""}${rest.slice(2)}` === wanted;
  return swapped || rest.slice(1) === wanted.slice(1) || rest === wanted.slice(1) || rest.slice(1) === wanted;
}
