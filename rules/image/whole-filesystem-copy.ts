import { dockerfile, rule } from "#rule";

export default rule({
  id: "whole-filesystem-copy",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "A whole file system is copied over another one",
  why: "It carries along the other image's package database, users and libraries, and what it overwrites no longer fits together.",
  remedy: "Copy the folders that are needed, or build FROM that image.",
  peers: { same: [{ id: "hadolint:DL3067" }] },
  on: "instruction",
  needs: { instructions: ["COPY"], words: ["--from"] },

  *check({ instruction }) {
    if (instruction.keyword !== "COPY" || !instruction.flags.some(({ name }) => name === "from")) return;
    const [source, destination, ...more] = (instruction.json ? instruction.json.items : instruction.words).map(({ value, span }) => ({ value, span }));
    if (source?.value === "/" && destination?.value === "/" && more.length === 0) yield { at: source.span, message: "all of the other file system is copied over this one" };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS build
        FROM debian:12
        COPY --from=build "/" /
      `,
      good: dockerfile`
        FROM debian:12 AS build
        FROM scratch
        COPY --from=build /srv /
        COPY / /
      `,
    },
  ],
});
