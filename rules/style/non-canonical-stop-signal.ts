import { dockerfile, effective, replace, rule } from "#rule";

export default rule({
  id: "non-canonical-stop-signal",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "STOPSIGNAL is not written in its usual form",
  why: "A number or a short name has to be looked up, and tools that compare signals by name miss it. Docker passes quotes on as part of the name.",
  remedy: "Write the full name in capitals, such as `SIGTERM`.",
  peers: { same: [{ id: "tally:tally/prefer-canonical-stopsignal" }] },
  on: "instruction",
  needs: { instructions: ["STOPSIGNAL"] },
  fix: "safe",

  *check(step) {
    const instruction = effective(step.instruction);
    const [word] = instruction.words;
    if (instruction.keyword !== "STOPSIGNAL" || !word || step.stage?.os === "windows" || word.variables.length > 0) return;
    const name = canonicalName(word.value.replace(/^(["'])(.*)\1$/, "$2"));
    if (name === undefined || name === word.raw) return;
    yield { at: word.span, message: `${word.raw} is usually written ${name}`, fix: { title: `write ${name}`, safe: true, edits: [replace(word.span, name)] } };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        STOPSIGNAL 15
      `,
      good: dockerfile`
        FROM debian:12
        STOPSIGNAL SIGTERM
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        STOPSIGNAL "rtmin+3"
      `,
      good: dockerfile`
        FROM debian:12
        STOPSIGNAL SIGRTMIN+3
      `,
    },
    {
      about: "Numbers without a name, and variables, pass",
      bad: dockerfile`
        FROM debian:12
        STOPSIGNAL int
      `,
      good: dockerfile`
        FROM debian:12
        STOPSIGNAL 42
        STOPSIGNAL \${SIGNAL}
      `,
      fixed: dockerfile`
        FROM debian:12
        STOPSIGNAL SIGINT
      `,
    },
  ],
});

/** The signals of Linux by their numbers on x86 and ARM. */
const SIGNALS: readonly string[] = [
  "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT",
  "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
];

/** `SIGTERM` for `term`, `TERM` and `15`; undefined for a number without a name and for what is no signal. */
function canonicalName(written: string): string | undefined {
  if (/^\d+$/.test(written)) {
    const name = SIGNALS[Number(written)];
    return name ? `SIG${name}` : undefined;
  }
  const name = written.toUpperCase().replace(/^SIG/, "");
  return SIGNALS.includes(name) || /^RT(?:MIN(?:\+\d+)?|MAX(?:-\d+)?)$/.test(name) || ["POLL", "IOT", "CLD"].includes(name) ? `SIG${name}` : undefined;
}
