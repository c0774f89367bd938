import { compose, dockerfile, file, rule, type Container, type StartCommand, type Write } from "#rule";

export default rule({
  id: "stray-init-marker",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The mark of a finished set-up does not live where the data lives",
  why: "A new container finds the data but no mark, and sets everything up once more over it; or it finds the mark and no data, and sets nothing up.",
  remedy: "Keep the mark in the volume with the data, or look for the data itself.",
  confidence: "likely",
  on: "path",

  *check(path) {
    const { container } = path;
    if (container.purpose === "test" || !MARK.test(path.path)) return;
    const mark = path.writes.find((one) => one.evidence === "script" && one.type === "file" && one.confidence === "likely");
    const setUp = mark && setUpBefore(container, mark);
    if (!mark || !setUp) return;
    if (path.kind === "writable-layer") {
      const kept = container.writes.find((write) => write !== mark && write.class === "data" && write.type !== "directory" && write.fate.survives.down);
      if (kept) yield { at: mark.span, message: `${path.path} goes with the container and ${kept.path} stays, so ${setUp.name} runs again over the data`, related: [{ at: setUp.span, note: "runs again" }], trace: mark.trace };
    } else if (path.survives.down) {
      const lost = container.databaseFiles.find(({ fate }) => fate.kind === "writable-layer");
      if (lost) yield { at: mark.span, message: `${path.path} stays and ${lost.path} goes with the container, so ${setUp.name} does not run when it is needed`, related: [{ at: setUp.span, note: "does not run again" }], trace: mark.trace };
    }
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
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        if [ ! -f /.initialized ]; then
          sqlite3 /srv/orders/book.db 'create table orders (id integer)'
          touch /.initialized
        fi
        exec shop-server
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
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        if [ ! -f /srv/orders/.initialized ]; then
          sqlite3 /srv/orders/book.db 'create table orders (id integer)'
          touch /srv/orders/.initialized
        fi
        exec shop-server
      ` },
    },
  ],
});

/** Names that scripts give to the mark. */
const MARK = /\/\.?[\w.-]*(initiali[sz]ed|init[-_.]?(done|complete|ok)|set[-_]?up[-_.]?(done|complete|ok)|first[-_.]?(run|start|boot)|installed|configured|bootstrapped|migrated|provisioned|seeded)[\w.-]*$/i;

/** Commands that may be repeated without harm. */
const HARMLESS = /^(chown|chmod|chgrp|mkdir|touch|echo|printf|sed|cp|ln|mv|cat|export|useradd|usermod|groupadd|groupmod|adduser|addgroup|envsubst|sleep|rm|grep|true|test|date|ls|set|wait.*|until|nc|curl|wget|pip3?|npm|apt-get|apk|git|composer|exec|id)$/;

/** What the script sets up under the same condition, before it makes the mark. */
function setUpBefore(container: Container, mark: Write): StartCommand | undefined {
  const { document, start } = mark.span;
  return container.startCommands.find((command) => command.conditional && command.span.document === document && command.span.start < start && start - command.span.end < 1500 && !HARMLESS.test(command.name) && isSetUp(command));
}

function isSetUp({ name, args }: StartCommand): boolean {
  return /init|install|set-?up|migrat|import|restore|seed|create|load|psql|mysql|mongo/i.test([name, ...args.map((arg) => arg ?? "")].join(" "));
}
