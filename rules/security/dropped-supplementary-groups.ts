import { accountChanges, dockerfile, replace, rule } from "#rule";

export default rule({
  id: "dropped-supplementary-groups",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "USER with a group drops the user's other groups",
  why: "With `USER name` Docker looks up all groups of the user. With `USER name:group` the process gets that one group alone, and the memberships given before do nothing.",
  remedy: "Leave the group out, or leave out the memberships.",
  peers: { same: [{ id: "tally:tally/user-explicit-group-drops-supplementary-groups", options: { accept: [] } }] },
  on: "stage",
  needs: { instructions: ["USER"] },
  fix: "unsafe",
  options: {
    accept: { values: ["named-group"], default: ["named-group"], meaning: "named-group: the group that USER names is not lost." },
  },

  *check(stage, { options }) {
    const root = stage.lineage.at(-1)?.base;
    if (root?.kind === "scratch") return;
    const memberships = stage.lineage.flatMap((one) => accountChanges(one).filter(({ kind }) => kind === "membership"));
    if (memberships.length === 0) return;
    const last = stage.steps.findLast(({ instruction }) => instruction.keyword === "USER")?.instruction;
    for (const { instruction } of stage.steps) {
      const [word] = instruction.words;
      if (instruction.keyword !== "USER" || !word || word.variables.length > 0) continue;
      const colon = word.raw.indexOf(":");
      const user = word.raw.slice(0, colon).replace(/^["']/, "");
      if (colon <= 0 || /^(?:root|\d+)$/.test(user)) continue;
      const lost = memberships.filter((one) => one.user === user && (instruction === last || one.step.stage !== stage || one.span.start < word.span.start));
      const groups = [...new Set(lost.flatMap((one) => one.groups))].filter((group) => !options.accept.includes("named-group") || group !== word.value.slice(colon + 1));
      const [first] = lost;
      if (!first || groups.length === 0) continue;
      const plain = /^[\w.-]+:[\w.-]+$/.test(word.raw);
      yield {
        at: word.span,
        message: groups.every((group) => group === word.value.slice(colon + 1)) ? `${word.raw} leaves ${user} no other group` : `the group in ${word.raw} drops ${groups.join(", ")}`,
        related: [{ at: first.span, note: `${user} is put into ${groups.join(", ")} here` }],
        ...(plain ? { fix: { title: `write USER ${user}`, safe: false, edits: [replace(word.span, user)] } } : {}),
      };
    }
  },

  examples: [
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        RUN useradd -G audio app
        USER app:audio
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd -G audio app
        USER app
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN useradd --create-home app && usermod -aG audio,video app
        USER app:app
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd --create-home app && usermod -aG audio,video app
        USER app
      `,
    },
    {
      about: "Groups given in the stage below count as well; other users and numbers pass",
      bad: dockerfile`
        FROM alpine:3.21 AS base
        RUN adduser -D app && addgroup app audio

        FROM base
        USER app:app
      `,
      good: dockerfile`
        FROM alpine:3.21 AS base
        RUN adduser -D app && addgroup app audio
        USER 1000:1000

        FROM base
        USER other:other
      `,
      fixed: dockerfile`
        FROM alpine:3.21 AS base
        RUN adduser -D app && addgroup app audio

        FROM base
        USER app
      `,
    },
  ],
});
