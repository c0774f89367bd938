import { compose, file, mayBeFor, rule, type ComposeFile, type Container, type Mount, type Project, type StateCommand } from "#rule";

export default rule({
  id: "volume-removal-in-script",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A script deletes the volumes that hold the project's data",
  why: "`down -v` deletes every volume that the compose file declares, and `volume prune -a` every volume that no container uses at that moment. Run by a script or a timer, nobody is asked.",
  remedy: "Leave `-v` and `-a` out; where a volume has to go, remove it by name. Volumes declared `external: true` are left alone by `down -v`.",
  on: "project",
  options: {
    commands: { values: ["down", "prune", "renew"], default: ["down", "prune"], meaning: "down: `compose down -v` and `rm -v`; prune: volume prune; renew: `up -V` in a project with data in anonymous volumes." },
  },

  *check(project, { options }) {
    for (const command of project.stateCommands) {
      if (command.kind === "commit" || !options.commands.some((one) => one === command.kind)) continue;
      if (command.kind === "prune") {
        yield { at: command.span, message: "this deletes every volume that no running or stopped container uses, named ones too" };
        continue;
      }
      const lost = lostBy(command, project);
      if (!lost) continue;
      const verb = command.kind === "down" ? "`down -v` deletes" : "`up -V` throws away";
      yield { at: command.span, message: `${verb} the ${lost.what} of ${lost.container.name}`, related: [{ at: lost.mount.span, note: "the volume that goes" }] };
    }
  },

  examples: [
    {
      bad: { ...compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `, ...file("deploy.sh")`
        #!/bin/sh
        docker compose down -v
        docker compose up -d
      ` },
      good: { ...compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `, ...file("deploy.sh")`
        #!/bin/sh
        docker compose up -d --build
      ` },
    },
    {
      about: "A volume that stands on its own is left alone by down.",
      bad: { ...compose`
        services:
          db:
            image: mysql:8.4
      `, ...file("nightly.sh")`
        #!/bin/sh
        docker volume prune -af
      ` },
      good: { ...compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
            external: true
      `, ...file("nightly.sh")`
        #!/bin/sh
        docker compose down -v
      ` },
    },
    {
      about: "Data in an anonymous volume, where `up -V` is looked for.",
      options: { commands: ["renew"] },
      bad: { ...compose`
        services:
          db:
            image: mysql:8.4
      `, ...file("update.sh")`
        #!/bin/sh
        docker compose up -d -V
      ` },
      good: { ...compose`
        services:
          db:
            image: mysql:8.4
      `, ...file("update.sh")`
        #!/bin/sh
        docker compose up -d
      ` },
    },
  ],
});

interface Lost {
  readonly container: Container;
  readonly mount: Mount;
  readonly what: string;
}

/** The first data of the compose project that the script is for. */
function lostBy(command: StateCommand, project: Project): Lost | undefined {
  const kind = command.kind === "down" ? "named-volume" : "anonymous-volume";
  for (const compose of project.composeFiles) {
    if (!isMeant(compose, command) || compose.purpose === "test" || compose.purpose === "development") continue;
    for (const { container } of compose.services) {
      const data = container.dataPaths.find(({ loss, fate }) => (loss === "data" || loss === "secrets") && fate.mount?.kind === kind);
      if (data?.fate.mount) return { container, mount: data.fate.mount, what: data.what };
    }
  }
  return undefined;
}

/** The usual file of the script's folder or the one above it, or the file that the command names. */
function isMeant(compose: ComposeFile, command: StateCommand): boolean {
  const name = nameOf(compose.document.path);
  if (command.composeFiles.length > 0 ? command.composeFiles[0] !== name : !/^(docker-)?compose\.ya?ml$/.test(name)) return false;
  return mayBeFor(command, compose.document.path);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
