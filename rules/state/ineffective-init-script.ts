import { compose, rule, type ContainerDataPath, type Span } from "#rule";

export default rule({
  id: "ineffective-init-script",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Settings for the first start do nothing on a volume that has data",
  why: "The image runs its init scripts and reads these variables only while the data directory is empty. Later changes have no effect, and a script that fails leaves a volume that is half set up.",
  remedy: "Change an existing database with migrations or by hand; remove the volume only where its data may go.",
  on: "container",

  *check(container) {
    const known = container.image?.known;
    const kept = container.coverage.kept.find((data) => data.loss === "data");
    if (!known || !kept || !container.service || container.purpose === "test") return;
    const script = container.mounts.find((mount) => mount.declaredBy === "compose" && mount.target.startsWith("/docker-entrypoint-initdb.d"));
    if (script) {
      yield { at: script.span, message: `these scripts run only while ${kept.path} is empty`, related: related(kept), address: script.address };
      return;
    }
    for (const [name, setting] of container.service.environment) {
      if (!FIRST_RUN.test(name) || !/^(postgres|mysql|mariadb|mongo|postgis|timescale|percona)/.test(known.image.replace(/^.*\//, ""))) continue;
      yield { at: setting.span, message: `${name} is read only while ${kept.path} is empty`, related: related(kept) };
      return;
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
              - ./tables.sql:/docker-entrypoint-initdb.d/tables.sql:ro
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `,
    },
  ],
});

const FIRST_RUN = /^(POSTGRES_(USER|PASSWORD|DB|INITDB_ARGS)|(MYSQL|MARIADB)_(ROOT_PASSWORD|DATABASE|USER|PASSWORD)|MONGO_INITDB_\w+)$/;

function related(kept: ContainerDataPath): readonly { readonly at: Span; readonly note: string }[] {
  return kept.fate.mount ? [{ at: kept.fate.mount.span, note: "keeps the data" }] : [];
}
