import { dockerfile, hasFlag, insertArgument, insertInstructionBefore, rule, type Finding, type Stage } from "#rule";

export default rule({
  id: "development-dependencies",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The image gets what only development needs",
  why: "Gems and packages for tests and debugging make the image larger, slower to build and easier to attack, and some change how the application behaves.",
  remedy: "Set BUNDLE_WITHOUT=\"development\" before `bundle install`, or run `composer install --no-dev`.",
  peers: {
    same: [
      { id: "tally:tally/ruby/missing-bundle-without-development", options: { packageManagers: ["bundler"] } },
      { id: "tally:tally/php/composer-no-dev-in-production", options: { packageManagers: ["composer"] } },
    ],
  },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["*bundle*", "*composer*"] },
  fix: "unsafe",
  options: {
    packageManagers: { values: ["bundler", "composer"], default: ["bundler", "composer"], meaning: "Whose installs are looked at." },
  },

  *check(stage, { options }) {
    if (stage.purpose !== undefined) return;
    if (options.packageManagers.includes("bundler")) yield* bundler(stage);
    if (options.packageManagers.includes("composer") && stage.os === "linux") yield* composer(stage);
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        COPY Gemfile Gemfile.lock ./
        RUN bundle install --jobs 4
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        COPY Gemfile Gemfile.lock ./
        ENV BUNDLE_WITHOUT="development"
        RUN bundle install --jobs 4
      `,
    },
    {
      bad: dockerfile`
        FROM php:8.4-fpm AS test-run
        RUN composer install

        FROM php:8.4-fpm
        RUN composer install --optimize-autoloader
      `,
      good: dockerfile`
        FROM php:8.4-fpm AS test-run
        RUN composer install

        FROM php:8.4-fpm
        RUN composer install --no-dev --optimize-autoloader
      `,
    },
    {
      options: { packageManagers: ["composer"] },
      bad: dockerfile`
        FROM php:8.4-cli
        RUN ["composer", "install"]
      `,
      good: dockerfile`
        FROM ruby:3.4
        RUN bundle install
      `,
      fixed: dockerfile`
        FROM php:8.4-cli
        RUN ["composer", "install", "--no-dev"]
      `,
    },
    {
      options: { packageManagers: ["bundler"] },
      bad: dockerfile`
        FROM ruby:3.4
        RUN bundle install
        RUN bundle config set --local without 'development test'
      `,
      fixed: dockerfile`
        FROM ruby:3.4
        ENV BUNDLE_WITHOUT="development"
        RUN bundle install
        RUN bundle config set --local without 'development test'
      `,
      good: dockerfile`
        FROM ruby:3.4 AS base
        RUN bundle config set --local without 'development test'

        FROM base
        RUN bundle install
      `,
    },
  ],
});

function* bundler(stage: Stage): Iterable<Finding> {
  const { ruby } = stage;
  if (!ruby.image && !ruby.used || ruby.development || ruby.hasGroup("development") === false) return;
  for (const { command, settings } of stage.bundlerInstalls) {
    if (leavesOut(settings) || hasFlag(command, { long: ["--without", "--only"] }) || !command.step) continue;
    // What `bundle config` has written counts for more than a variable.
    const isConfigured = settings.has("without") && !command.env.has("BUNDLE_WITHOUT");
    const others = command.env.get("BUNDLE_WITHOUT")?.value ?? "";
    const groups = /^\w+(?:[: ]\w+)*$/.test(others) ? `${others.replaceAll(" ", ":")}:development` : "development";
    yield {
      at: command.span, message: "bundle install brings the development group along",
      ...(isConfigured ? {} : { fix: { title: "leave the development group out", safe: false, edits: [insertInstructionBefore(stage.dockerfile.tree, command.step.instruction, `ENV BUNDLE_WITHOUT="${groups}"`)] } }),
    };
  }
}

/** A setting whose value is not known may well say so. */
function leavesOut(settings: ReadonlyMap<string, string | undefined>): boolean {
  const names = (key: string, group: string): boolean => settings.has(key) && (settings.get(key)?.split(/[: ]+/).includes(group) ?? true);
  return names("without", "development") || names("only", "production");
}

function* composer(stage: Stage): Iterable<Finding> {
  for (const command of stage.commands) {
    const install = command.package;
    if (install?.manager !== "composer" || !["install", "i"].includes(install.subcommand) || install.hasFlag("--no-dev")) continue;
    if (/^(?:1|true|yes|on)$/i.test(command.env.get("COMPOSER_NO_DEV")?.value ?? (command.env.has("COMPOSER_NO_DEV") ? "1" : "0"))) continue;
    const word = command.args.find(({ value }) => value === install.subcommand);
    yield {
      at: install.subcommandSpan ?? command.span, message: "composer install brings the development packages along",
      ...(word ? { fix: { title: "install without them", safe: false, edits: [insertArgument(command, word, "--no-dev")] } } : {}),
    };
  }
}
