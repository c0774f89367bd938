import { addListItem, compose, dockerfile, rule } from "#rule";

export default rule({
  id: "read-only-root-without-tmpfs",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The root is read-only and a path that is written has no mount",
  why: "With `read_only: true` every write outside a writable mount fails, so the program stops or works half.",
  remedy: "Mount a tmpfs where the program only needs scratch space, and a volume where it keeps data.",
  peers: { near: ["compose-lint:CL-0007"] },
  on: "container",
  fix: "unsafe",

  *check(container) {
    const service = container.service;
    const write = container.blockedWrites.find((one) => !one.fate.mount && one.type !== "directory");
    if (!service || !write) return;
    const folder = write.type === "tree" ? write.path : write.path.slice(0, Math.max(write.path.lastIndexOf("/"), 1));
    const edits = write.class === "scratch" || write.class === "cache" ? addListItem(service, "tmpfs", folder) : undefined;
    yield {
      at: service.keySpanOf("read_only") ?? container.origin,
      message: `${container.name} writes ${write.path}, but its root is read-only and nothing writable is mounted there`,
      trace: write.trace,
      confidence: write.confidence,
      ...(edits ? { fix: { title: `mount a tmpfs at ${folder}`, safe: false, edits } } : {}),
    };
  },

  examples: [
    {
      bad: compose`
        services:
          metrics:
            image: grafana/grafana:11.2.0
            read_only: true
      `,
      good: compose`
        services:
          metrics:
            image: grafana/grafana:11.2.0
            read_only: true
            volumes:
              - metrics:/var/lib/grafana
            tmpfs:
              - /var/log/grafana
        volumes:
          metrics:
      `,
      fixed: null,
    },
    {
      bad: { ...compose`
        services:
          web:
            build: .
            read_only: true
      `, ...dockerfile`
        FROM alpine:3.20
        CMD touch /tmp/ready; sleep 60
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            read_only: true
            tmpfs:
              - /tmp
      `, ...dockerfile`
        FROM alpine:3.20
        CMD touch /tmp/ready; sleep 60
      ` },
    },
  ],
});
