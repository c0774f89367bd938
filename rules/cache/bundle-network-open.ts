import { dockerfile, rule, type Dockerfile } from "#rule";

export default rule({
  id: "bundle-network-open",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "An install from the cache can still reach the network",
  why: "With the lock file bound and the gems in a cache mount the install needs no network. With one, a changed source or a missing gem goes unnoticed.",
  remedy: "Fetch the gems in a step of their own (`bundle cache`), then install with `--network=none` and `--local`.",
  peers: { same: [{ id: "tally:tally/ruby/prefer-network-none-install" }] },
  on: "dockerfile",
  needs: { instructions: ["RUN"], words: ["bundle", "bundler"] },

  *check(model) {
    if (!hasSyntaxLine(model)) return;
    for (const stage of model.stages) {
      if (stage.purpose !== undefined) continue;
      for (const { command } of stage.bundlerInstalls) {
        const step = command.step;
        if (!step || !step.mounts.some(({ type }) => type === "bind") || !step.mounts.some(({ type }) => type === "cache")) continue;
        if (step.instruction.flags.some(({ name, value }) => name === "network" && value?.value === "none")) continue;
        yield { at: step.instruction.headSpan, message: "this bundle install has its gems in a cache mount and the network open" };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM ruby:3.3
        WORKDIR /shop
        RUN --mount=type=bind,source=Gemfile,target=Gemfile \
            --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock \
            --mount=type=cache,target=/usr/local/bundle/cache,sharing=locked \
            bundle install
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM ruby:3.3
        WORKDIR /shop
        RUN --network=none \
            --mount=type=bind,source=Gemfile,target=Gemfile \
            --mount=type=bind,source=Gemfile.lock,target=Gemfile.lock \
            --mount=type=cache,target=/usr/local/bundle/cache,sharing=locked \
            bundle install --local
      `,
    },
  ],
});

function hasSyntaxLine(model: Dockerfile): boolean {
  return model.tree.directives.some(({ name }) => name.toLowerCase() === "syntax");
}
