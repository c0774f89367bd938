import { dockerfile, replace, rule, type Fix } from "#rule";

export default rule({
  id: "unguarded-rm",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "rm -r on a path that may be empty",
  why: "Where the variable is empty, the path is `/` or a system directory, and everything below it is gone.",
  remedy: "Write `${name:?}`, which stops where the variable is empty.",
  peers: { same: [{ id: "shellcheck:SC2115", options: { accept: [] } }] },
  on: "script",
  needs: { words: ["rm"] },
  fix: "unsafe",

  options: {
    accept: { values: ["set-variable"], default: ["set-variable"], meaning: "What passes besides. set-variable: ENV, or an ARG with a default, gives the variable a value before the RUN." },
  },

  *check({ script }, { options }) {
    for (const { path, variable, isSystem, span } of script?.removals ?? []) {
      if (!isSystem || variable === undefined) continue;
      if (options.accept.includes("set-variable") && script?.isGiven(variable.name) === true) continue;
      const fix: Fix | undefined = variable.name === "" ? undefined : { title: "stop where it is empty", safe: false, edits: [replace(variable.span, `\${${variable.name}:?}`)] };
      yield { at: span, message: `this is ${path} where the variable is empty`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG CACHE
        RUN rm -rf "$CACHE/"*
      `,
      good: dockerfile`
        FROM debian:12
        ARG CACHE
        RUN rm -rf "\${CACHE:?}/"*
      `,
    },
    {
      about: "What the Dockerfile sets is not empty",
      bad: dockerfile`
        FROM debian:12
        ARG CACHE=
        RUN rm -rf "$CACHE"/*
      `,
      good: dockerfile`
        FROM debian:12
        ENV CACHE=/var/cache/app
        RUN rm -rf "$CACHE"/*
      `,
      fixed: dockerfile`
        FROM debian:12
        ARG CACHE=
        RUN rm -rf "\${CACHE:?}"/*
      `,
    },
  ],
});
