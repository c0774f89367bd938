import { dockerfile, isBuildCommand, rule } from "#rule";

export default rule({
  id: "lost-cd",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A cd at the end of a RUN is lost",
  why: "Each RUN starts in the directory that WORKDIR set. A `cd` that ends a RUN changes nothing after it, though it reads as if it did.",
  remedy: "Write `WORKDIR /path` behind the RUN instead.",
  peers: {
    near: ["hadolint:DL3003", "trivy:DS-0013"],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["cd"] },

  *check(command) {
    const { shell, step } = command;
    if (command.name !== "cd" || !isBuildCommand(command) || !shell || command.args.length === 0) return;
    const isLast = step?.commands.at(-1) === command && shell.index === shell.siblings.length - 1 && shell.list?.after === undefined;
    if (!isLast || shell.enclosing.length > 0 || shell.background || shell.pipeline !== undefined) return;
    yield { at: command.span, message: "the RUN ends here, so nothing happens in this directory" };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -p /srv/app && cd /srv/app
        RUN make
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir -p /srv/app
        WORKDIR /srv/app
        RUN make && cd out && ls
      `,
    },
  ],
});

