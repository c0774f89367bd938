import { dockerfile, removeInstruction, rule } from "#rule";

export default rule({
  id: "redundant-bundler-install",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "Bundler is installed a second time",
  why: "The ruby image has a Bundler that fits. Another version may ignore the one that the lock file names.",
  remedy: "Leave the command out.",
  peers: { same: [{ id: "tally:tally/ruby/redundant-bundler-install" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["ruby"] },
  fix: "unsafe",

  *check(stage) {
    if (stage.origin?.repository !== "ruby" || stage.purpose !== undefined) return;
    for (const command of stage.commands) {
      const { package: asked, step } = command;
      const bundler = asked?.manager === "gem" && asked.action === "install" ? asked.packages.find(({ name }) => name === "bundler") : undefined;
      if (!bundler) continue;
      const alone = step?.commands.length === 1 && asked?.packages.length === 1;
      yield {
        at: bundler.span, message: "the ruby image has Bundler already",
        ...(alone ? { fix: { title: "leave it out", safe: false, edits: [removeInstruction(step.instruction)] } } : {}),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4
        RUN gem install bundler -v 2.5.6
        COPY . /app
      `,
      good: dockerfile`
        FROM ruby:3.4
        COPY . /app
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4
        RUN gem install bundler:2.5.6 && bundle install
      `,
      fixed: null,
      good: dockerfile`
        FROM debian:12
        RUN gem install bundler
        FROM ruby:3.4
        RUN gem install rake
      `,
    },
  ],
});
