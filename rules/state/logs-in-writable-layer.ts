import { dockerfile, rule } from "#rule";

export default rule({
  id: "logs-in-writable-layer",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "A process logs into files of the container's own layer",
  why: "`docker logs` shows nothing of them, nothing rotates them, and they are gone with the container, most likely when they are needed.",
  remedy: "Log to standard output, or mount a volume on the folder of the logs.",
  on: "path",

  *check(path) {
    const { container } = path;
    if (path.kind !== "writable-layer" || container.purpose === "test") return;
    const write = path.writes.find((one) => one.class === "logs" && one.type !== "directory" && one.evidence !== "known-image");
    if (!write || path.documented) return;
    yield {
      at: write.span,
      message: `${container.name} logs to ${path.path} in its writable layer`,
      trace: write.trace,
      confidence: write.confidence,
      address: `${container.address}.path:${path.path}`,
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.20
        CMD ping -i 60 gateway > /var/log/ping.log
      `,
      good: dockerfile`
        FROM alpine:3.20
        CMD ping -i 60 gateway
      `,
    },
  ],
});
