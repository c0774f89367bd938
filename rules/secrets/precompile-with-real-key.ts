import { cover, dockerfile, insertBefore, rule, textOf, type Command } from "#rule";

export default rule({
  id: "precompile-with-real-key",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Assets are compiled with the application's real key, or fail",
  why: "Rails asks for its secret key to boot. Without a placeholder the build fails, or somebody hands it the real key, which then stays in the image.",
  remedy: "Set `SECRET_KEY_BASE_DUMMY=1` for that command; before Rails 7.1 any value of SECRET_KEY_BASE does.",
  securitySeverity: 5.5,
  peers: { same: [{ id: "tally:tally/ruby/asset-precompile-without-dummy-key" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["assets:precompile"] },
  fix: "unsafe",

  *check(stage) {
    if (stage.os === "windows" || !stage.lineage.some(({ ruby }) => ruby.image) || stage.ruby.development) return;
    if (stage.purpose !== undefined) return;
    for (const command of stage.commands) {
      const task = command.args.find(({ value }) => value === "assets:precompile");
      if (!task || !/^(?:rails|rake|bundle|ruby)$/.test(command.name) || hasPlaceholder(command) || mountsKey(command)) continue;
      const from = command.step?.instruction.keywordSpan ?? command.nameSpan;
      yield {
        at: from.start <= task.span.start ? cover(from, task.span) : task.span,
        message: "assets:precompile runs without a placeholder for the secret key",
        ...(command.dialect === undefined ? {} : { fix: { title: "set SECRET_KEY_BASE_DUMMY=1", safe: false, edits: [insertBefore(command.span, "SECRET_KEY_BASE_DUMMY=1 ")] } }),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM ruby:3.3
        RUN bundle install && bin/rails assets:precompile
      `,
      good: dockerfile`
        FROM ruby:3.3
        RUN bundle install && SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile
      `,
    },
    {
      about: "A secret mount gives the key without leaving it behind; stages for development pass",
      bad: dockerfile`
        FROM ruby:3.3
        RUN ["bundle", "exec", "rake", "assets:precompile"]
      `,
      good: dockerfile`
        FROM ruby:3.3 AS dev
        RUN bin/rails assets:precompile

        FROM ruby:3.3
        RUN --mount=type=secret,id=master_key,env=RAILS_MASTER_KEY bin/rails assets:precompile
      `,
      fixed: null,
    },
  ],
});

/** By ENV, in front of the command, or exported before it. */
function hasPlaceholder({ env, span, step, shell }: Command): boolean {
  const dummy = env.get("SECRET_KEY_BASE_DUMMY");
  if (dummy !== undefined && dummy.value !== "") return true;
  if (env.get("SECRET_KEY_BASE")?.value === "1") return true;
  if (shell === undefined) return false;
  return (step?.script?.commands ?? []).some(({ name, args, span: at }) => name === "export" && at.end <= span.start && args.some((one) => one.type === "Assignment" && (one.name === "SECRET_KEY_BASE_DUMMY" || (one.name === "SECRET_KEY_BASE" && textOf(at).includes("SECRET_KEY_BASE=1")))));
}

/** A secret mount that gives a key of Rails. */
function mountsKey({ step }: Command): boolean {
  return (step?.mounts ?? []).some(({ type, span }) => type === "secret" && /master.?key|secret.?key.?base|credentials/i.test(textOf(span)));
}
