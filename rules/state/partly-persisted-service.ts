import { compose, persistAt, rule, type ContainerDataPath } from "#rule";

export default rule({
  id: "partly-persisted-service",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "One of the image's data paths is mounted and another is not",
  why: "The mounted half survives, the other half starts empty after the container is replaced; the two no longer fit together.",
  remedy: "Mount every path in which the image keeps data.",
  on: "container",
  fix: "unsafe",

  *check(container) {
    const { kept, lost, misses } = container.coverage;
    const [mounted] = kept;
    if (!mounted || misses.length > 0 || container.kind === "lone" || container.purpose === "test") return;
    for (const data of lost) {
      if (data.loss !== "data" || data.movedBy || isShell(data.path, kept, lost)) continue;
      yield {
        at: container.origin,
        message: `${container.name} keeps ${mounted.path} on a mount, but its ${data.what} at ${data.path} goes with the container`,
        related: mounted.fate.mount ? [{ at: mounted.fate.mount.span, note: `${mounted.path} is kept` }] : [],
        trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
        ...persistAt(container, data.path),
      };
    }
  },

  examples: [
    {
      about: "The program around its data comes from the image again",
      bad: compose`
        services:
          cloud:
            image: nextcloud:31
            volumes:
              - files:/var/www/html/data
              - apps:/var/www/html/custom_apps
        volumes:
          files:
          apps:
      `,
      good: compose`
        services:
          cloud:
            image: nextcloud:31
            volumes:
              - files:/var/www/html/data
              - apps:/var/www/html/custom_apps
              - settings:/var/www/html/config
        volumes:
          files:
          apps:
          settings:
      `,
      fixed: compose`
        services:
          cloud:
            image: nextcloud:31
            volumes:
              - files:/var/www/html/data
              - apps:/var/www/html/custom_apps
              - cloud-data:/var/www/html
        volumes:
          files:
          apps:
          cloud-data:
      `,
    },
    {
      bad: compose`
        services:
          coordination:
            image: zookeeper:3.9
            volumes:
              - snapshots:/data
        volumes:
          snapshots:
      `,
      good: compose`
        services:
          coordination:
            image: zookeeper:3.9
            volumes:
              - snapshots:/data
              - transactions:/datalog
        volumes:
          snapshots:
          transactions:
      `,
      fixed: compose`
        services:
          coordination:
            image: zookeeper:3.9
            volumes:
              - snapshots:/data
              - coordination-data:/datalog
        volumes:
          snapshots:
          coordination-data:
      `,
    },
  ],
});

/** The program's own folder around data paths that are all kept: each start fills it again from the image. */
function isShell(path: string, kept: readonly ContainerDataPath[], lost: readonly ContainerDataPath[]): boolean {
  const isBelow = (data: ContainerDataPath): boolean => data.path.startsWith(`${path}/`);
  return kept.some(isBelow) && !lost.some(isBelow);
}
