import { compose, dockerfile, file, rule } from "#rule";

export default rule({
  id: "sessions-in-writable-layer",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Everybody is logged out when the container is replaced",
  why: "Sessions are files in the container's own layer. A new container knows none of them, and with several replicas each knows only its own.",
  remedy: "Keep sessions in a store that all containers reach, or mount a volume on their folder.",
  on: "path",

  *check(path) {
    const { container } = path;
    if ((path.kind !== "writable-layer" && path.kind !== "anonymous-volume") || container.purpose === "test" || container.purpose === "development") return;
    const write = path.writes.find((one) => one.class === "session" && one.type !== "directory");
    if (!write || path.documented || (path.kind === "anonymous-volume" && container.kind === "lone")) return;
    const replicas = container.service?.replicas ?? 1;
    yield {
      at: write.span,
      message: `${container.name} keeps its sessions at ${path.path} in ${path.kind === "writable-layer" ? "the container's writable layer" : "an anonymous volume"}${replicas > 1 ? `, each of ${String(replicas)} replicas its own` : ""}`,
      trace: write.trace,
      confidence: write.confidence,
      severity: replicas > 1 ? "warning" : "info",
    };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          shop:
            build: .
            environment:
              SESSION_DIR: /srv/shop/sessions
      `, ...dockerfile`
        FROM node:22
        WORKDIR /srv/shop
        COPY server.js ./
        CMD ["node", "server.js"]
      `, ...file("server.js")`require("express")().listen(80)` },
      good: { ...compose`
        services:
          shop:
            build: .
            environment:
              SESSION_DIR: /srv/shop/sessions
            volumes:
              - sessions:/srv/shop/sessions
        volumes:
          sessions:
      `, ...dockerfile`
        FROM node:22
        WORKDIR /srv/shop
        COPY server.js ./
        CMD ["node", "server.js"]
      `, ...file("server.js")`require("express")().listen(80)` },
    },
  ],
});
