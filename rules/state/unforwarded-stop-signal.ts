import { compose, dockerfile, file, insertBefore, rule, type Container, type HiddenProcess, type PathFate } from "#rule";

export default rule({
  id: "unforwarded-stop-signal",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The stop signal ends at a shell and never reaches the server",
  why: "The engine signals the container's first process. A shell does not pass the signal on, so after the grace period the server is killed in the middle of its writes.",
  remedy: "Start the server with `exec` as the last command, in the JSON form, or set `init: true` with a program that signals the whole group.",
  confidence: "likely",
  peers: { near: ["hadolint:DL3025", "buildkit:JSONArgsRecommended"] },
  on: "container",
  fix: "unsafe",

  *check(container) {
    if (container.purpose === "test" || container.purpose === "development") return;
    const kept = durablePath(container);
    const hidden = kept === undefined ? undefined : container.hiddenProcess;
    if (kept === undefined || !hidden) return;
    const place = hidden.insertExec;
    yield {
      at: hidden.span,
      message: `${hidden.name} runs behind ${BEHIND[hidden.behind]}, so a stop kills it while it may be writing ${kept}`,
      trace: hidden.trace,
      ...(place ? { fix: { title: `replace the shell by ${hidden.name}`, safe: false, edits: [insertBefore(place, "exec ")] } } : {}),
    };
  },

  examples: [
    {
      bad: { ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/shop
        COPY start.sh shop.py ./
        VOLUME /srv/orders
        CMD ["sh", "start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        echo opened >> /srv/orders/book.csv
        python shop.py
      `, ...file("shop.py")`
        print("open")
      ` },
      good: { ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/shop
        COPY start.sh shop.py ./
        VOLUME /srv/orders
        CMD ["sh", "start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        echo opened >> /srv/orders/book.csv
        exec python shop.py
      `, ...file("shop.py")`
        print("open")
      ` },
    },
    {
      about: "Every command of a pipe is a child of the shell.",
      bad: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/shop
        COPY shop.py ./
        CMD python shop.py | tee -a /srv/orders/book.csv
      `, ...file("shop.py")`
        print("open")
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
        FROM python:3.13
        WORKDIR /srv/shop
        COPY shop.py ./
        CMD ["python", "shop.py"]
      `, ...file("shop.py")`
        print("open")
      ` },
      fixed: null,
    },
  ],
});

const BEHIND: Readonly<Record<HiddenProcess["behind"], string>> = {
  script: "a script that stays its parent",
  shell: "a shell that stays its parent",
  pipe: "the shell of a pipe",
};

/** Data that the container writes and that outlives it; for an image alone, data below a VOLUME. */
function durablePath(container: Container): string | undefined {
  const database = container.databaseFiles.find(({ fate }) => isKept(container, fate));
  if (database) return database.path;
  return container.writes.find((write) => write.class === "data" && write.type !== "directory" && isKept(container, write.fate))?.path;
}

function isKept(container: Container, fate: PathFate): boolean {
  return fate.survives.down || (container.kind === "lone" && fate.kind === "anonymous-volume");
}
