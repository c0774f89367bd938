import { compose, dockerfile, replace, rule, type Finding, type Span } from "#rule";

export default rule({
  id: "ungraceful-stop-signal",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The stop signal kills the process on the spot",
  why: "SIGKILL and SIGSTOP cannot be handled. The process gets no chance to write what it holds in memory, so `docker stop` and `down` can lose or damage data.",
  remedy: "Use the signal that the program stops on, most often SIGTERM; leaving the setting out gives the image's own.",
  peers: { same: [{ id: "tally:tally/no-ungraceful-stopsignal" }] },
  on: "document",
  fix: "unsafe",

  *check(document) {
    for (const step of document.dockerfile?.steps ?? []) {
      const word = step.instruction.keyword === "STOPSIGNAL" ? step.instruction.words[0] : undefined;
      if (word && step.stage?.os !== "windows" && isUngraceful(word.value)) yield findingFor(word.span, word.value, step.stage?.image.known?.stopSignal);
    }
    for (const service of document.compose?.services ?? []) {
      const signal = service.scalar("stop_signal");
      if (signal?.value === undefined || service.compose.document !== document.document || !isUngraceful(signal.value)) continue;
      yield { ...findingFor(signal.span, signal.value, service.container.image?.known?.stopSignal), address: `${service.address}.stop_signal` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.20
        STOPSIGNAL SIGKILL
        CMD ["ledgerd"]
      `,
      good: dockerfile`
        FROM alpine:3.20
        STOPSIGNAL SIGTERM
        CMD ["ledgerd"]
      `,
    },
    {
      about: "With the image's own signal where it is known.",
      bad: compose`
        services:
          db:
            image: mysql:8.4
            stop_signal: kill
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            stop_signal: SIGTERM
      `,
    },
  ],
});

function isUngraceful(signal: string): boolean {
  return /^(SIG)?(KILL|STOP)$|^(9|19)$/i.test(signal.trim().replace(/^(["'])(.*)\1$/, "$2"));
}

function findingFor(at: Span, signal: string, own: string | undefined): Finding {
  const better = own ?? "SIGTERM";
  return {
    at,
    message: `${signal} leaves the process no time to finish what it writes`,
    fix: { title: `stop with ${better}`, safe: false, edits: [replace(at, better)] },
  };
}
