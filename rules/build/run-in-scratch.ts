import { dockerfile, rule, type CopyFacts } from "#rule";

export default rule({
  id: "run-in-scratch",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "RUN needs a shell that scratch does not have",
  why: "The shell form starts `/bin/sh`, and an image from scratch has no file at all. The build stops.",
  remedy: "Do the work in an earlier stage and copy the result, or use the exec form with a program that was copied in.",
  peers: { same: [{ id: "tally:tally/shell-run-in-scratch" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["scratch"] },

  *check(stage) {
    if (stage.base.kind !== "scratch") return;
    for (const { instruction, before, copy } of stage.steps) {
      if (copy && bringsShell(copy)) return;
      if (instruction.keyword !== "RUN" || instruction.command?.form === "exec" || before.shell.span) continue;
      yield { at: instruction.keywordSpan, message: "an image from scratch has no /bin/sh for this step" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM scratch
        RUN mkdir /data
      `,
      good: dockerfile`
        FROM scratch
        COPY busybox /busybox
        RUN ["/busybox", "mkdir", "/data"]
        SHELL ["/busybox", "sh", "-c"]
        RUN mkdir /more

        FROM scratch
        ADD rootfs.tar.xz /
        RUN mkdir /data
      `,
    },
  ],
});

/** A file system unpacked or copied to the root, or something put into `/bin`. */
function bringsShell({ destination, sources }: CopyFacts): boolean {
  if (destination === undefined || /^\/(?:bin\/.*)?$/.test(destination)) return sources.some(({ path, whole }) => whole || path === undefined || /(?:^|\/)(?:rootfs|sh|busybox)|\/$|\.(?:tar|tgz|txz)\b/.test(path));
  return false;
}
