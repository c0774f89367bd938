import { compose, dockerfile, isDatabaseFile, persistAt, rule } from "#rule";

export default rule({
  id: "sqlite-in-writable-layer",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A database file lies in the container's own layer",
  why: "An embedded database is one file. In the writable layer it is gone after `down`, after a new image and on another host.",
  remedy: "Mount a named volume on the folder of the database file; the folder, not the file, because the database writes more files beside it.",
  on: "path",
  fix: "unsafe",

  *check(path) {
    const { container } = path;
    if (path.kind !== "writable-layer" || container.purpose === "test") return;
    const write = path.writes.find((one) => one.evidence !== "known-image" && isDatabaseFile(one.path));
    if (!write || path.documented) return;
    yield {
      at: write.span,
      message: `${container.name} keeps the database file ${path.path} in its writable layer`,
      trace: write.trace,
      confidence: write.confidence,
      address: `${container.address}.path:${path.path}`,
      ...persistAt(container, path.path.slice(0, Math.max(path.path.lastIndexOf("/"), 1))),
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.20
        WORKDIR /srv/shop
        CMD sqlite3 orders.sqlite "create table if not exists orders (id integer)"
      `,
      good: dockerfile`
        FROM alpine:3.20
        WORKDIR /srv/shop
        VOLUME /srv/shop
        CMD sqlite3 orders.sqlite "create table if not exists orders (id integer)"
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
        CMD sqlite3 /srv/orders/book.sqlite "create table if not exists orders (id integer)"
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
        CMD sqlite3 /srv/orders/book.sqlite "create table if not exists orders (id integer)"
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
        CMD sqlite3 /srv/orders/book.sqlite "create table if not exists orders (id integer)"
      ` },
    },
  ],
});
