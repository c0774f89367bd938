import { dockerfile, rule } from "#rule";

export default rule({
  id: "rails-healthcheck",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Nobody asks the Rails server whether it is up",
  why: "Rails answers at /up. Without a HEALTHCHECK a server that hangs counts as running; one with curl needs a program that slim images do not have.",
  remedy: "\"Ask with Ruby itself: `ruby -rnet/http -e 'exit Net::HTTP.get_response(URI(\\\"http://127.0.0.1:3000/up\\\")).is_a?(Net::HTTPSuccess)'`.\"",
  peers: { same: [{ id: "tally:tally/ruby/healthcheck-rails-up-endpoint" }] },
  on: "stage",

  *check(stage) {
    if (!stage.isFinal || stage.os === "windows" || stage.purpose !== undefined || !stage.ruby.server) return;
    const [check] = stage.lineage.flatMap(({ steps }) => steps.findLast(({ instruction }) => instruction.keyword === "HEALTHCHECK") ?? []);
    const tool = check?.stage === stage ? check.commands.find(({ name }) => name === "curl" || name === "wget") : undefined;
    if (!check) yield { at: stage.from.headSpan, message: `${stage.ruby.server.name} has no HEALTHCHECK`, related: [{ at: stage.ruby.server.span, note: "the server" }] };
    else if (tool) yield { at: tool.nameSpan, message: `the HEALTHCHECK needs ${tool.name}, Ruby can ask by itself` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        CMD ["bin/rails", "server"]
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        HEALTHCHECK CMD ["ruby", "bin/healthcheck"]
        CMD ["bin/rails", "server"]
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        HEALTHCHECK CMD curl -f http://localhost:3000/up
        CMD bundle exec puma
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        CMD ["bin/rails", "db:migrate"]
      `,
    },
  ],
});
