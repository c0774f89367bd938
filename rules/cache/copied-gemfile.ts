import { dockerfile, rule } from "#rule";

export default rule({
  id: "copied-gemfile",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The Gemfile is copied where a bind mount would do",
  why: "The copy makes a layer of its own only for the install below it. A bind mount hands the files to that one step.",
  remedy: "Bind Gemfile and Gemfile.lock in the RUN that installs, with `--mount=type=bind`.",
  peers: { same: [{ id: "tally:tally/ruby/prefer-gemfile-bind-mounts" }] },
  on: "dockerfile",
  needs: { instructions: ["COPY"] },

  *check(model) {
    if (!model.tree.directives.some(({ name }) => name.toLowerCase() === "syntax")) return;
    for (const stage of model.stages) {
      if (stage.purpose !== undefined) continue;
      for (const [at, step] of stage.steps.entries()) {
        if (step.instruction.keyword !== "COPY" || step.copy?.from.kind !== "context" || step.copy.sources.length === 0) continue;
        if (!step.copy.sources.every(({ path }) => path !== undefined && /(^|\/)Gemfile(\.lock|\*)?$/.test(path))) continue;
        const install = stage.bundlerInstalls.find(({ command }) => command.step !== undefined && stage.steps.indexOf(command.step) > at);
        if (install) yield { at: step.instruction.headSpan, message: "this copy is only there for the bundle install below", related: [{ at: install.command.span, note: "reads it" }] };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM ruby:3.3
        WORKDIR /shop
        COPY Gemfile Gemfile.lock ./
        RUN bundle install
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM ruby:3.3
        WORKDIR /shop
        RUN --mount=type=bind,source=Gemfile,target=Gemfile \
            --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock \
            bundle install
      `,
    },
  ],
});
