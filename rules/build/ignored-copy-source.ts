import { dockerfile, file, rule, type BuildContext, type CopySource } from "#rule";

export default rule({
  id: "ignored-copy-source",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "COPY asks for a file that .dockerignore shuts out",
  why: "What .dockerignore names is not sent to the builder. COPY does not find it, and the build stops or copies less than was meant.",
  remedy: "Take the file out of .dockerignore with a line that begins with `!`, or copy something else.",
  peers: { same: [{ id: "buildkit:CopyIgnoredFile" }] },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY"] },

  *check({ instruction, dockerfile, copy }) {
    // ONBUILD copies from the context of the image that is built on this one
    if (copy?.from.kind !== "context" || instruction.trigger) return;
    for (const source of copy.sources) {
      if (source.remote || source.heredoc || source.path === undefined) continue;
      const path = source.path.replace(/^(?:\.?\/)+/, "").replace(/(?<!\/)\/+$/, "");
      if (/[*?[]/.test(path) || !dockerfile.contexts.every((context) => isIgnored(context, path, source))) continue;
      yield { at: source.span, message: source.whole ? ".dockerignore leaves nothing to copy" : `.dockerignore shuts ${source.path} out` };
    }
  },

  examples: [
    {
      bad: {
        ...dockerfile`
          FROM debian:12
          COPY secrets.txt notes/ /srv/
        `,
        ...file(".dockerignore")`
          secrets.txt
          notes
        `,
      },
      good: {
        ...dockerfile`
          FROM debian:12
          COPY app.js notes/ /srv/
          COPY --from=build secrets.txt /srv/
        `,
        ...file(".dockerignore")`
          secrets.txt
          notes
          !notes/public.txt
        `,
        ...file("notes/public.txt")`
          text
        `,
      },
    },
  ],
});

function isIgnored(context: BuildContext, path: string, source: CopySource): boolean {
  const { dockerignore } = context;
  if (!dockerignore) return false;
  if (source.whole) return context.files()?.length === 0;
  return dockerignore.excludes(path) && !context.files()?.some((file) => file.path.startsWith(`${path}/`));
}
