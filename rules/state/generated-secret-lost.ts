import { compose, dockerfile, file, persistAt, rule, type Container, type Span, type StartCommand, type Write } from "#rule";

export default rule({
  id: "generated-secret-lost",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A secret is made at start and lost with the container, while its data stays",
  why: "The next container makes another one. What was encrypted or signed with the first is in the volume and cannot be read any more.",
  remedy: "Keep the secret beside the data it protects, on a mount, or hand it in as a secret.",
  confidence: "likely",
  on: "path",
  fix: "unsafe",

  *check(path) {
    const { container } = path;
    if (path.kind !== "writable-layer" || container.purpose === "test" || container.purpose === "development") return;
    const write = path.writes.find((one) => one.evidence === "script" && one.type === "file" && isSecret(one));
    const maker = write && makerOf(container, write);
    const kept = maker && keptData(container);
    if (!write || !maker || !kept || path.documented) return;
    yield {
      at: write.span,
      message: `${container.name} makes ${path.path} anew in each container, while ${kept.path} outlives it`,
      related: kept.at ? [{ at: kept.at, note: "the data stays here" }] : [],
      trace: write.trace,
      confidence: write.confidence,
      ...persistAt(container, path.path.slice(0, Math.max(path.path.lastIndexOf("/"), 1))),
    };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN mkdir -p /srv/shop
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        [ -f /srv/shop/secret.key ] || openssl rand -hex 32 > /srv/shop/secret.key
        echo opened >> /srv/orders/book.csv
      ` },
      fixed: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
              - shop-data:/srv/shop
        volumes:
          orders:
          shop-data:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN mkdir -p /srv/shop
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        [ -f /srv/shop/secret.key ] || openssl rand -hex 32 > /srv/shop/secret.key
        echo opened >> /srv/orders/book.csv
      ` },
      good: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN mkdir -p /srv/shop
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        [ -f /srv/orders/secret.key ] || openssl rand -hex 32 > /srv/orders/secret.key
        echo opened >> /srv/orders/book.csv
      ` },
    },
  ],
});

/** Host keys have a rule of their own; a certificate can be made anew without harm. */
function isSecret(write: Write): boolean {
  if (/ssh_host_|\/wireguard\/|\/(ssl|tls|certs?|letsencrypt|acme)\/|\.(crt|pem|csr)$|htpasswd|\.pgpass/i.test(write.path)) return false;
  return write.class === "secrets" || /(secret|(^|[-_.])key|salt|token)/i.test(write.path.slice(write.path.lastIndexOf("/") + 1));
}

/** The command on the same line that makes random text. */
function makerOf(container: Container, write: Write): StartCommand | undefined {
  const { document } = write.span;
  const line = document.position(write.span.start).line;
  return container.startCommands.find((command) => command.span.document === document && document.position(command.span.start).line <= line && document.position(command.span.end).line >= line && isGenerator(command));
}

function isGenerator({ name, args }: StartCommand): boolean {
  const line = args.map((arg) => arg ?? "?").join(" ");
  if (name === "uuidgen" || name === "pwgen" || name === "apg") return true;
  if (name === "openssl") return /^(rand|genrsa|genpkey|ecparam)\b/.test(line);
  if (/^(head|cat|dd|od|xxd)$/.test(name)) return /\/dev\/u?random/.test(line);
  if (/^(python[\d.]*|node|php|ruby)$/.test(name)) return /secrets\.|os\.urandom|randomBytes|random_bytes|SecureRandom/.test(line);
  return false;
}

/** Data of the container that outlives it, or of a database that it uses. */
function keptData(container: Container): { readonly path: string; readonly at: Span | undefined } | undefined {
  const own = container.writes.find((write) => write.class === "data" && write.type !== "directory" && write.fate.survives.down);
  if (own) return { path: own.path, at: own.fate.mount?.span };
  for (const name of container.service?.dependsOn ?? []) {
    const database = container.service?.compose.service(name)?.container.databaseFiles.find(({ fate }) => fate.survives.down);
    if (database) return { path: `the data of ${name}`, at: database.fate.mount?.span };
  }
  return undefined;
}
