import { compose, persistAt, rule, type ContainerDataPath } from "#rule";

export default rule({
  id: "stateful-app-without-volume",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "An application that stores data has nothing mounted where it stores it",
  why: "Wikis, registries, dashboards and forges keep users' work in files. Without a mount these live in the container and go with it.",
  remedy: "Mount a named volume on the image's data path.",
  on: "container",
  fix: "unsafe",

  *check(container) {
    const image = container.image;
    const known = image?.known;
    if (!known || container.kind === "lone" || !APPS.has(known.category) || container.purpose === "test") return;
    const { kept, lost, movedOff, misses } = container.coverage;
    const data = lost.find((path) => path.loss === "data") ?? lost[0];
    if (!data || kept.length > 0 || misses.length > 0 || movedOff.length > 0 || isCertificateStore(data)) return;
    // With `--rm` the engine deletes it at the first stop: a rule of its own tells that.
    if (container.removedOnExit && data.fate.kind === "anonymous-volume") return;
    yield {
      at: container.origin,
      message: `${container.name} (${image.reference}) keeps its ${data.what} at ${data.path} in ${data.fate.kind === "writable-layer" ? "the container's writable layer" : "an anonymous volume"}`,
      trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
      ...persistAt(container, data.fate.mount?.target ?? data.path),
    };
  },

  examples: [
    {
      bad: compose`
        services:
          dashboards:
            image: grafana/grafana:11.2.0
      `,
      good: compose`
        services:
          dashboards:
            image: grafana/grafana:11.2.0
            volumes:
              - dashboards-data:/var/lib/grafana
        volumes:
          dashboards-data:
      `,
    },
  ],
});

const APPS = new Set(["app", "tool", "proxy"]);

/** Certificates have a rule of their own. */
function isCertificateStore(data: ContainerDataPath): boolean {
  return data.loss === "secrets" && /certificate|acme/i.test(data.what);
}
