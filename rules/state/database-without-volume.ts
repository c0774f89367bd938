import { compose, persistAt, rule, type Container, type KnownImageFacts } from "#rule";

export default rule({
  id: "database-without-volume",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A database keeps its data where the next down loses it",
  why: "Data in the container's own layer dies with the container. An anonymous volume is left behind without a name: after `docker compose down` and `up` the database starts empty.",
  remedy: "Mount a named volume on the image's data path.",
  on: "container",
  fix: "unsafe",

  *check(container) {
    const image = container.image;
    const known = image?.known;
    if (!known || container.kind === "lone" || !holdsRecords(known, container)) return;
    const { kept, lost, movedOff, misses } = container.coverage;
    const [data] = lost;
    if (!data || kept.length > 0 || misses.length > 0 || movedOff.length > 0 || isThrowaway(container)) return;
    // With `--rm` the engine deletes it at the first stop: a rule of its own tells that.
    if (container.removedOnExit && data.fate.kind === "anonymous-volume") return;
    yield {
      at: container.origin,
      message: `${container.name} keeps its ${data.what} at ${data.path} in ${data.fate.kind === "writable-layer" ? "the container's writable layer" : "an anonymous volume"}`,
      related: container.service?.image ? [{ at: container.service.image.span, note: `what ${image.reference} stores is lost by down and up` }] : [],
      trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
      ...persistAt(container, data.fate.mount?.target ?? data.path),
    };
  },

  examples: [
    {
      about: "The image declares a VOLUME, so the data lands in a volume without a name.",
      bad: compose`
        services:
          db:
            image: postgres:17
      `,
      fixed: compose`
        services:
          db:
            image: postgres:17
            volumes:
              - db-data:/var/lib/postgresql/data
        volumes:
          db-data:
      `,
      good: compose`
        services:
          db:
            image: postgres:17
            volumes:
              - records:/var/lib/postgresql/data
        volumes:
          records:
      `,
    },
    {
      about: "A client that only talks to a database stores nothing.",
      bad: compose`
        services:
          search:
            image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
      `,
      good: compose`
        services:
          dump:
            image: postgres:17
            command: pg_dump -h db -f /tmp/all.sql
      `,
      fixed: compose`
        services:
          search:
            image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
            volumes:
              - search-data:/usr/share/elasticsearch/data
        volumes:
          search-data:
      `,
    },
  ],
});

const RECORDS = new Set(["database", "queue", "search"]);

/** A cache counts where the project asks it to keep things. */
function holdsRecords(known: KnownImageFacts, container: Container): boolean {
  if (RECORDS.has(known.category)) return true;
  return known.category === "cache" && container.coverage.lost.some((data) => data.loss === "data");
}

function isThrowaway(container: Container): boolean {
  return container.purpose === "test" || (container.service?.profiles.some((profile) => /test|ci|e2e/i.test(profile)) ?? false);
}
