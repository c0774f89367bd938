import { compose, dockerfile, file, holdsUploads, isDatabaseFile, persistAt, rule } from "#rule";

export default rule({
  id: "data-in-writable-layer",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The container writes data that goes when the container goes",
  why: "What a container writes outside every mount lies in its own layer. It survives a restart, but not `down`, not a new image and not a move to another host.",
  remedy: "Mount a named volume on the folder that is written to, or write to one that is mounted.",
  on: "path",
  fix: "unsafe",

  *check(path) {
    const { container } = path;
    if (path.kind !== "writable-layer" || container.purpose === "test" || holdsUploads(path)) return;
    // a database in one file has a rule of its own
    const write = path.writes.find((one) => one.class === "data" && one.type !== "directory" && one.evidence !== "known-image" && !isDatabaseFile(one.path));
    if (!write || path.documented) return;
    yield {
      at: write.span,
      message: `${container.name} writes ${path.path} into its writable layer`,
      trace: write.trace,
      confidence: write.confidence,
      address: `${container.address}.path:${path.path}`,
      ...persistAt(container, folderOf(path.path)),
    };
  },

  examples: [
    {
      bad: { ...dockerfile`
        FROM alpine:3.20
        WORKDIR /srv/counter
        COPY count.sh .
        CMD ["sh", "count.sh"]
      `, ...file("count.sh")`
        #!/bin/sh
        while true; do
          date >> visits.csv
          sleep 5
        done
      ` },
      good: { ...dockerfile`
        FROM alpine:3.20
        WORKDIR /srv/counter
        VOLUME /srv/counter/out
        COPY count.sh .
        CMD ["sh", "count.sh"]
      `, ...file("count.sh")`
        #!/bin/sh
        while true; do
          date >> out/visits.csv
          sleep 5
        done
      ` },
      fixed: null,
    },
    {
      about: "What a text for people says to mount, links, pid files and what every start fills in from a template pass",
      bad: dockerfile`
        FROM alpine:3.20
        RUN mkdir /srv/visits
        CMD date >> /srv/visits/list.csv
      `,
      good: dockerfile`
        # docker run -v visits:/srv/visits counter
        FROM alpine:3.20
        RUN mkdir /srv/visits
        COPY page.in /srv/
        CMD ln -s /data/kept /srv/kept && envsubst < /srv/page.in > /srv/page && echo $$ > /srv/counter.pidfile && date >> /srv/visits/list.csv
      `,
      fixed: null,
    },
    {
      bad: { ...compose`
        services:
          web:
            build: .
      `, ...dockerfile`
        FROM alpine:3.20
        RUN mkdir -p /srv/orders
        CMD echo paid >> /srv/orders/book.csv
      ` },
      fixed: { ...compose`
        services:
          web:
            build: .
            volumes:
              - web-data:/srv/orders
        volumes:
          web-data:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN mkdir -p /srv/orders
        CMD echo paid >> /srv/orders/book.csv
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            volumes:
              - kept:/srv/orders
        volumes:
          kept:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN mkdir -p /srv/orders
        CMD echo paid >> /srv/orders/book.csv
      ` },
    },
  ],
});

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}
