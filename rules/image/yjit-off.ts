import { dockerfile, insertInstructionAfter, rule } from "#rule";

export default rule({
  id: "yjit-off",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Ruby runs without its compiler",
  why: "Since Ruby 3.3 YJIT makes most Rails applications clearly faster. It is off unless something turns it on.",
  remedy: "Set RUBY_YJIT_ENABLE=\"1\".",
  peers: { same: [{ id: "tally:tally/ruby/yjit-not-enabled-on-supported-runtime" }] },
  on: "stage",
  fix: "unsafe",

  *check(stage) {
    const { version } = stage.ruby;
    const server = stage.ruby.server ?? stage.ruby.worker;
    if (!stage.isFinal || stage.purpose !== undefined || !version || !server || version[0] < 3 || version[0] === 3 && version[1] < 3) return;
    const value = (name: string): string | undefined => server.assignments.get(name) ?? (stage.end.env.has(name) ? stage.end.env.get(name)?.value ?? "1" : undefined);
    const switched = value("RUBY_YJIT_ENABLE");
    if (switched !== undefined && !/^(?:0|false|no|off|)$/i.test(switched) || /--yjit|--jit/.test(`${value("RUBYOPT") ?? ""} ${server.args.join(" ")}`)) return;
    yield {
      at: stage.from.headSpan, message: `${server.name} runs without YJIT`, related: [{ at: server.span, note: "the server" }],
      ...(switched === undefined ? { fix: { title: "turn YJIT on", safe: false, edits: [insertInstructionAfter(stage.from, 'ENV RUBY_YJIT_ENABLE="1"')] } } : {}),
    };
  },

  examples: [
    {
      about: "A worker runs as long as a server does.",
      bad: dockerfile`
        FROM ruby:3.4
        CMD ["bundle", "exec", "sidekiq"]
      `,
      fixed: dockerfile`
        FROM ruby:3.4
        ENV RUBY_YJIT_ENABLE="1"
        CMD ["bundle", "exec", "sidekiq"]
      `,
      good: dockerfile`
        FROM ruby:3.4
        CMD ["bundle", "exec", "rake", "report"]
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        CMD ["bundle", "exec", "puma"]
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        ENV RUBY_YJIT_ENABLE="1"
        CMD ["bundle", "exec", "puma"]
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.3
        CMD RUBY_YJIT_ENABLE=0 bin/rails server
      `,
      fixed: null,
      good: dockerfile`
        FROM ruby:3.2
        CMD ["bin/rails", "server"]
      `,
    },
  ],
});
