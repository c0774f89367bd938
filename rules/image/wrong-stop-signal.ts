import { dockerfile, insertInstructionBefore, replace, rule, type Stage } from "#rule";

export default rule({
  id: "wrong-stop-signal",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The program gets a signal that it does not stop cleanly on",
  why: "\"`docker stop` sends STOPSIGNAL, then kills. systemd shuts its services down only on SIGRTMIN+3, nginx finishes open requests only on SIGQUIT.\"",
  remedy: "Set the STOPSIGNAL that the program asks for.",
  peers: {
    same: [
      { id: "tally:tally/prefer-systemd-sigrtmin-plus-3" },
      { id: "tally:tally/prefer-nginx-sigquit", options: { programs: ["nginx"] } },
    ],
  },
  on: "stage",
  needs: { instructions: ["CMD", "ENTRYPOINT"] },
  fix: "safe",
  options: {
    programs: { values: ["nginx", "systemd"], default: ["systemd"], meaning: "Which programs are known; nginx only when listed, since its default signal merely drops open connections." },
  },

  *check(stage, { options }) {
    if (stage.os === "windows") return;
    const started = stage.steps.findLast(({ instruction }) => instruction.keyword === "ENTRYPOINT") ?? stage.steps.findLast(({ instruction }) => instruction.keyword === "CMD");
    const first = started?.instruction.json?.items[0];
    const program = first && options.programs.map((name) => PROGRAMS[name]).find(({ path }) => path.test(first.value));
    const written = stage.lineage.flatMap(({ steps }) => steps.findLast(({ instruction }) => instruction.keyword === "STOPSIGNAL") ?? [])[0];
    const [word] = written?.instruction.words ?? [];
    if (!program || program.name === "SIGRTMIN+3" && isBusyboxInit(first.value, stage) || word && (word.variables.length > 0 || program.signal.test(word.value))) return;
    const own = written?.stage === stage ? word : undefined;
    const edit = own ? replace(own.span, program.name) : insertInstructionBefore(stage.dockerfile.tree, started.instruction, `STOPSIGNAL ${program.name}`);
    yield {
      at: own?.span ?? first.span,
      message: `${first.value} stops cleanly on ${program.name}, ${word ? `not on ${word.value}` : "and no STOPSIGNAL says so"}`,
      ...("severity" in program ? { severity: program.severity } : {}),
      fix: { title: `stop it with ${program.name}`, safe: !("severity" in program), edits: [edit] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM fedora:42
        STOPSIGNAL SIGTERM
        CMD ["/sbin/init"]
      `,
      good: dockerfile`
        FROM fedora:42
        STOPSIGNAL SIGRTMIN+3
        CMD ["/sbin/init"]
      `,
    },
    {
      options: { programs: ["nginx"] },
      bad: dockerfile`
        FROM alpine:3.20
        CMD ["/usr/sbin/nginx", "-g", "daemon off;"]
      `,
      good: dockerfile`
        FROM alpine:3.20
        STOPSIGNAL SIGQUIT
        CMD ["/usr/sbin/nginx", "-g", "daemon off;"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        ENTRYPOINT ["/lib/systemd/systemd"]

        FROM debian:12
        ARG SIGNAL
        STOPSIGNAL $SIGNAL
        ENTRYPOINT ["/lib/systemd/systemd"]
      `,
      good: dockerfile`
        FROM debian:12
        STOPSIGNAL SIGRTMIN+3
        ENTRYPOINT ["/lib/systemd/systemd"]

        FROM debian:12
        ARG SIGNAL
        STOPSIGNAL $SIGNAL
        ENTRYPOINT ["/lib/systemd/systemd"]
      `,
    },
  ],
});

const PROGRAMS = {
  systemd: { path: /^(?:(?:\/usr)?\/sbin\/init|systemd|(?:\/usr)?\/lib\/systemd\/systemd)$/, signal: /^(?:(?:SIG)?RTMIN\+3|37)$/i, name: "SIGRTMIN+3" },
  nginx: { path: /^(?:.*\/)?(?:nginx|openresty)$/, signal: /^(?:(?:SIG)?QUIT|3)$/i, name: "SIGQUIT", severity: "info" },
} as const;

/** Alpine and busybox have no systemd: their init is busybox's. */
function isBusyboxInit(path: string, { origin }: Stage): boolean {
  return path.endsWith("/init") && (origin?.repository === "alpine" || origin?.repository === "busybox");
}
