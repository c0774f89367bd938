import { dockerfile, insertInstructionAfter, rule, textOf, type Stage } from "#rule";

export default rule({
  id: "jemalloc-not-preloaded",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "jemalloc is installed and not used",
  why: "Ruby keeps to the C library's allocator unless LD_PRELOAD names jemalloc. The package then only makes the image larger.",
  remedy: "Set LD_PRELOAD to the library, or leave the package out.",
  peers: { same: [{ id: "tally:tally/ruby/jemalloc-installed-but-not-preloaded" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["*jemalloc*"] },
  fix: "unsafe",

  *check(stage) {
    if (!stage.isFinal || stage.os === "windows" || stage.purpose !== undefined || stage.ruby.development || !stage.ruby.image && !stage.ruby.used || isPreloaded(stage)) return;
    for (const command of stage.lineage.flatMap(({ commands }) => commands)) {
      if (command.package?.action !== "install") continue;
      const library = command.package.packages.find(({ name }) => /^(?:lib)?jemalloc\d*(?:-dev(?:el)?)?$/.test(name ?? ""));
      if (!library || !command.step) continue;
      yield {
        at: library.span, message: `${library.name ?? "jemalloc"} is installed, but no LD_PRELOAD makes Ruby use it`,
        ...(stage.end.env.has("LD_PRELOAD") ? {} : { fix: { title: "preload jemalloc", safe: false, edits: [insertInstructionAfter(command.step.instruction, "ENV LD_PRELOAD=libjemalloc.so.2")] } }),
      };
      return;
    }
  },

  examples: [
    {
      about: "A library that is preloaded already keeps its place; where jemalloc goes is left to you.",
      bad: dockerfile`
        FROM ruby:3.4
        RUN apt-get install -y libjemalloc2
        ENV LD_PRELOAD=libfaketime.so.1
      `,
      fixed: null,
    },
    {
      about: "A setting that is not jemalloc's does not show that it is loaded.",
      bad: dockerfile`
        FROM acme/rails:8
        RUN apt-get update && apt-get install -y libjemalloc2
        ENV MALLOC_CONF=stats_print:true
      `,
      fixed: dockerfile`
        FROM acme/rails:8
        RUN apt-get update && apt-get install -y libjemalloc2
        ENV LD_PRELOAD=libjemalloc.so.2
        ENV MALLOC_CONF=stats_print:true
      `,
      good: dockerfile`
        FROM acme/rails:8
        RUN apt-get update && apt-get install -y libjemalloc2
        ENV MALLOC_CONF=narenas:2,thp:never
      `,
    },
    {
      bad: dockerfile`
        FROM ruby:3.4-slim
        RUN apt-get update && apt-get install -y curl libjemalloc2
        CMD ["bin/rails", "server"]
      `,
      good: dockerfile`
        FROM ruby:3.4-slim
        RUN apt-get update && apt-get install -y curl libjemalloc2
        ENV LD_PRELOAD=libjemalloc.so.2
        CMD ["bin/rails", "server"]
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.22
        RUN apk add --no-cache ruby jemalloc
        ENTRYPOINT ["bundle", "exec", "puma"]
      `,
      fixed: dockerfile`
        FROM alpine:3.22
        RUN apk add --no-cache ruby jemalloc
        ENV LD_PRELOAD=libjemalloc.so.2
        ENTRYPOINT ["bundle", "exec", "puma"]
      `,
      good: dockerfile`
        FROM alpine:3.22
        RUN apk add --no-cache redis jemalloc
      `,
    },
  ],
});

/** By ENV, by what starts, by a build of Ruby with it, or by an entry point script that cannot be read. */
function isPreloaded(stage: Stage): boolean {
  const { env } = stage.end;
  if (env.has("LD_PRELOAD") && (/jemalloc/i.test(env.get("LD_PRELOAD")?.value ?? "jemalloc"))) return true;
  if (env.has("MALLOC_CONF") && /\b(?:narenas|background_thread|dirty_decay_ms|muzzy_decay_ms|thp):/.test(env.get("MALLOC_CONF")?.value ?? "thp:")) return true;
  if (stage.startLines.some(({ assignments }) => assignments.has("LD_PRELOAD"))) return true;
  if (stage.lineage.some(({ steps }) => steps.some(({ instruction }) => instruction.keyword === "RUN" && /ld\.so\.preload|--with-jemalloc/.test(textOf(instruction.span))))) return true;
  const script = stage.image.entrypoint?.words[0];
  if (script === undefined || !/entrypoint|\.sh$/.test(script)) return false;
  return stage.image.fileAt(script)?.text()?.text.includes("LD_PRELOAD") ?? true;
}
