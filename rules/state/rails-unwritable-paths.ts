import { dockerfile, insertFlag, rule, type Stage, type Step } from "#rule";

export default rule({
  id: "rails-unwritable-paths",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Rails cannot write its own folders",
  why: "Rails writes to tmp, log, storage and db at run time. Copied without `--chown` they are root's, and a server that runs as another user fails with \"Permission denied\".",
  remedy: "Copy the application with `--chown`, or run `chown -R` on these folders after the copy.",
  peers: { same: [{ id: "tally:tally/ruby/state-paths-not-writable-as-non-root" }] },
  on: "stage",
  fix: "unsafe",

  *check(stage) {
    const user = stage.end.user;
    if (user === undefined || /^(root|0)(:|$)/.test(user) || user === "" || !isRails(stage)) return;
    const copies = [...stage.lineage].reverse().flatMap((one) => one.steps).map((step, order) => ({ step, order }));
    const app = copies.findLast(({ step }) => isAppCopy(step, stage));
    if (!app || app.step.copy?.chown) return;
    if (copies.slice(app.order + 1).some(({ step }) => opensPaths(step, stage))) return;
    const { instruction } = app.step;
    yield {
      at: instruction.headSpan,
      message: `the server runs as ${user}, but tmp, log, storage and db are copied as root's`,
      ...(instruction.trigger ? {} : { fix: { title: `copy it as ${user}'s`, safe: false, edits: [insertFlag(instruction, `--chown=${user}`)] } }),
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.3
        WORKDIR /shop
        COPY . .
        RUN useradd keeper
        USER keeper
        CMD ["bin/rails", "server"]
      `,
      good: dockerfile`
        FROM ruby:3.3
        WORKDIR /shop
        COPY --chown=keeper . .
        RUN useradd keeper
        USER keeper
        CMD ["bin/rails", "server"]
      `,
    },
    {
      about: "A chown before the copy does not reach what is copied.",
      bad: dockerfile`
        FROM ruby:3.3
        WORKDIR /shop
        RUN useradd keeper && mkdir tmp log && chown -R keeper tmp log
        COPY . .
        USER keeper
        CMD ["bin/rails", "server"]
      `,
      good: dockerfile`
        FROM ruby:3.3
        WORKDIR /shop
        COPY . .
        RUN useradd keeper && chown -R keeper tmp log storage db
        USER keeper
        CMD ["bin/rails", "server"]
      `,
      fixed: dockerfile`
        FROM ruby:3.3
        WORKDIR /shop
        RUN useradd keeper && mkdir tmp log && chown -R keeper tmp log
        COPY --chown=keeper . .
        USER keeper
        CMD ["bin/rails", "server"]
      `,
    },
  ],
});

const WRITTEN = ["tmp", "log", "storage", "db"];

/** A Rails server is what starts, or the environment or a build step is Rails'. */
function isRails(stage: Stage): boolean {
  const starts = stage.startLines.some(({ name, args }) => name === "rails" || (name === "thrust" && args.some((arg) => /(^|\/)rails$/.test(arg))));
  return starts || stage.end.env.has("RAILS_ENV") || stage.lineage.some((one) => one.commands.some(({ name, args }) => name === "rails" || (name === "bundle" && args.some(({ value }) => value !== undefined && /(^|\/)rails$/.test(value)))));
}

/** The whole application, from the context or another stage, to the working directory. */
function isAppCopy(step: Step, stage: Stage): boolean {
  const { copy } = step;
  const target = copy?.destination?.replace(/(?<=^\/|[^/])\/+$/, "");
  if (!copy || target === undefined || target !== stage.end.cwd) return false;
  return copy.sources.some((source) => source.whole || (copy.from.kind !== "context" && source.path?.replace(/(?<=^\/|[^/])\/+\.?$/, "") === target));
}

/** A recursive chown or chmod of the application, or one of the folders. */
function opensPaths(step: Step, stage: Stage): boolean {
  const root = stage.end.cwd ?? "/";
  const named = step.changes.some((change) => change.kind === "permission" && change.recursive && (root === change.path || root.startsWith(`${change.path}/`) || WRITTEN.some((folder) => change.path === `${root}/${folder}` || change.path.startsWith(`${root}/${folder}/`))));
  return named || step.commands.some(({ name, args }) => (name === "chown" || name === "chmod") && args.some(({ expanded, raw }) => expanded === undefined && raw.includes("$")));
}
