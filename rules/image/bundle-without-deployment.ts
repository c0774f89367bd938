import { dockerfile, hasFlag, insertInstructionBefore, rule, type Step } from "#rule";

export default rule({
  id: "bundle-without-deployment",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "bundle install may change the lock file",
  why: "Without deployment mode Bundler resolves anew where Gemfile and lock file differ, and installs other versions than were tested.",
  remedy: "Set BUNDLE_DEPLOYMENT=\"1\" before `bundle install`.",
  peers: { same: [{ id: "tally:tally/ruby/missing-bundle-deployment" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["bundle", "bundler"] },
  fix: "safe",

  *check(stage) {
    const { ruby } = stage;
    if (stage.purpose !== undefined || !ruby.image && !ruby.used || ruby.development) return;
    for (const { command, settings } of stage.bundlerInstalls) {
      const isOn = settings.has("deployment") && /^(?:1|true|yes|on|)$/i.test(settings.get("deployment") ?? "1");
      if (isOn || hasFlag(command, { long: ["--deployment"] }) || !command.step || isWithoutLock(command.step)) continue;
      // What `bundle config` has written counts for more than a variable.
      const isConfigured = settings.has("deployment") && !command.env.has("BUNDLE_DEPLOYMENT");
      yield {
        at: command.span, message: "bundle install does not insist on the lock file",
        ...(isConfigured ? {} : { fix: { title: "install in deployment mode", safe: true, edits: [insertInstructionBefore(stage.dockerfile.tree, command.step.instruction, 'ENV BUNDLE_DEPLOYMENT="1"')] } }),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        COPY Gemfile Gemfile.lock ./
        RUN bundle install
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        COPY Gemfile Gemfile.lock ./
        ENV BUNDLE_DEPLOYMENT="1"
        RUN bundle install
      `,
    },
    {
      about: "A gem that comes without its lock file has none to insist on",
      bad: dockerfile`
        FROM ruby:3.4
        COPY Gemfile* ./
        RUN bundle install
      `,
      good: dockerfile`
        FROM ruby:3.4
        COPY Gemfile shop.gemspec ./
        RUN bundle install
      `,
      fixed: dockerfile`
        FROM ruby:3.4
        COPY Gemfile* ./
        ENV BUNDLE_DEPLOYMENT="1"
        RUN bundle install
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4
        ENV BUNDLE_FROZEN=true
        RUN bundle install

        FROM ruby:3.4
        RUN bundle config set --local deployment true && bundle install

        FROM ruby:3.4 AS dev
        RUN bundle install
      `,
      good: dockerfile`
        FROM ruby:3.4
        ENV BUNDLE_FROZEN=true
        ENV BUNDLE_DEPLOYMENT="1"
        RUN bundle install

        FROM ruby:3.4
        RUN bundle config set --local deployment true && bundle install

        FROM ruby:3.4 AS dev
        RUN bundle install
      `,
    },
  ],
});

/** The Gemfile is copied in by its name and the lock file is not, so that there is nothing to insist on. */
function isWithoutLock(step: Step): boolean {
  const { stage } = step;
  const sources = (stage?.lineage ?? []).flatMap(({ steps }) => steps.flatMap(({ copy }) => copy?.sources ?? []));
  return sources.some(({ raw }) => /(?:^|\/)Gemfile$/.test(raw)) && !sources.some(({ raw, whole }) => whole || /Gemfile(?:\.lock|\*|\.\*)|\.lock$|\/$|^\$\{?\w+\}?$/.test(raw));
}
