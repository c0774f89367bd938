import { dockerfile, insertArgument, rule, textOf } from "#rule";

export default rule({
  id: "bootsnap-parallel-jobs",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "bootsnap compiles with several processes",
  why: "Its forked processes crash or hang where the image is built for another architecture under emulation.",
  remedy: "Add `-j 1` to the command.",
  peers: { same: [{ id: "tally:tally/ruby/bootsnap-precompile-without-j1" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["bootsnap"] },
  fix: "safe",

  *check(stage) {
    const { ruby } = stage;
    if (stage.os === "windows" || stage.purpose !== undefined || !ruby.image && !ruby.used || ruby.locks("bootsnap") === false) return;
    if (stage.lineage.some(({ from }) => from.flags.some(({ value }) => value?.variables.some(({ name }) => name === "BUILDPLATFORM")))) return;
    for (const command of stage.commands) {
      const words = command.args.map(({ value }) => value ?? "");
      const at = command.name === "bootsnap" ? 0 : /^bundler?$/.test(command.name) && words[0] === "exec" && /(?:^|\/)bootsnap$/.test(words[1] ?? "") ? 2 : -1;
      const precompile = at < 0 ? undefined : command.args.slice(at).find(({ raw }) => !raw.startsWith("-"));
      if (precompile?.value !== "precompile" || /(?:^| )(?:-j|--jobs)[ =]?1(?: |$)/.test(words.join(" "))) continue;
      if (command.step && textOf(command.step.instruction.span).includes("BUILDPLATFORM")) continue;
      yield { at: precompile.span, message: "bootsnap precompile forks a process for each core", fix: { title: "compile with one process", safe: true, edits: [insertArgument(command, precompile, "-j 1")] } };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        RUN bundle exec bootsnap precompile app/ lib/
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        RUN bundle exec bootsnap precompile -j 1 app/ lib/
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        ENV RAILS_ENV=production
        RUN bin/bootsnap precompile --gemfile
      `,
      good: dockerfile`
        FROM debian:12
        ENV RAILS_ENV=production
        RUN bin/bootsnap precompile -j 1 --gemfile
      `,
    },
    {
      about: "Stages that are built without emulation pass",
      bad: dockerfile`
        FROM ruby:3.4
        RUN bootsnap precompile --jobs 4 app/
      `,
      fixed: dockerfile`
        FROM ruby:3.4
        RUN bootsnap precompile -j 1 --jobs 4 app/
      `,
      good: dockerfile`
        FROM --platform=$BUILDPLATFORM ruby:3.4 AS build
        RUN bootsnap precompile app/

        FROM ruby:3.4 AS dev
        RUN bootsnap precompile app/
      `,
    },
  ],
});
