import { addTopLevelVolume, comesAgain, compose, dockerfile, insertBefore, isDeclaredForData, persistAt, rule, type Fix, type Mount } from "#rule";

export default rule({
  id: "anonymous-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Data goes into a volume without a name",
  why: "`docker compose down` leaves an anonymous volume behind under a random name, `docker run --rm` deletes it, and the next container starts with a new, empty one.",
  remedy: "Give the volume a name, declared under the top-level `volumes`.",
  on: "mount",
  fix: "unsafe",

  *check(mount) {
    const { container } = mount;
    if (mount.kind !== "anonymous-volume" || container.purpose === "test" || comesAgain(mount.target)) return;
    if (container.dataPaths.some((data) => data.fate.mount === mount)) return;
    if (mount.declaredBy === "compose") yield { at: mount.span, message: messageFor(mount), ...nameIt(mount) };
    if (mount.declaredBy !== "image" || container.kind === "lone") return;
    const written = container.writes.find((write) => write.fate.mount === mount && (write.class === "data" || write.class === "secrets"));
    if (!written && !isDeclaredForData(mount)) return;
    yield {
      at: container.origin,
      message: written ? messageFor(mount) : `${container.name} mounts nothing on ${mount.target}, a volume of its image: \`down\` leaves what it holds behind without a name`,
      related: [{ at: mount.span, note: "VOLUME declared here" }],
      ...(written ? { trace: written.trace } : { confidence: "likely" as const }),
      ...persistAt(container, mount.target),
    };
  },

  examples: [
    {
      bad: compose`
        services:
          intake:
            image: example/intake:3
            volumes:
              - /var/lib/intake
      `,
      fixed: compose`
        services:
          intake:
            image: example/intake:3
            volumes:
              - intake-intake:/var/lib/intake
        volumes:
          intake-intake:
      `,
      good: compose`
        services:
          intake:
            image: example/intake:3
            volumes:
              - intake:/var/lib/intake
        volumes:
          intake:
      `,
    },
    {
      about: "A VOLUME of the project's own image, when nobody can see what the program writes.",
      bad: { ...compose`
        services:
          ledger:
            build: .
      `, ...dockerfile`
        FROM alpine:3.20
        RUN apk add --no-cache ledgerd
        VOLUME /var/ledger
        CMD ["ledgerd"]
      ` },
      fixed: { ...compose`
        services:
          ledger:
            build: .
            volumes:
              - ledger-data:/var/ledger
        volumes:
          ledger-data:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN apk add --no-cache ledgerd
        VOLUME /var/ledger
        CMD ["ledgerd"]
      ` },
      good: { ...compose`
        services:
          ledger:
            build: .
            volumes:
              - ledger-data:/var/ledger
        volumes:
          ledger-data:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN apk add --no-cache ledgerd
        VOLUME /var/ledger
        CMD ["ledgerd"]
      ` },
    },
    {
      about: "Modules under a source bind are rebuilt with the image.",
      bad: { ...compose`
        services:
          web:
            build: .
      `, ...dockerfile`
        FROM alpine:3.20
        RUN mkdir -p /srv/orders
        VOLUME /srv/orders
        CMD echo paid >> /srv/orders/book.csv
      ` },
      good: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - /app/node_modules
      `,
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
        VOLUME /srv/orders
        CMD echo paid >> /srv/orders/book.csv
      ` },
    },
  ],
});

function messageFor(mount: Mount): string {
  return `${mount.container.name} keeps ${mount.target} in an anonymous volume, which \`down\` leaves behind without a name`;
}

function nameIt(mount: Mount): { readonly fix?: Fix } {
  const service = mount.service;
  const target = mount.entry?.targetSpan;
  if (!service || !target || mount.entry.syntax !== "short") return {};
  const name = `${service.name}-${mount.target.split("/").filter(Boolean).pop() ?? "data"}`;
  const declaration = service.compose.volumes.has(name) ? undefined : addTopLevelVolume(service.compose, name);
  return declaration ? { fix: { title: `name the volume ${name}`, safe: false, edits: [insertBefore(target, `${name}:`), ...declaration] } } : {};
}
