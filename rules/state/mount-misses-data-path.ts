import { compose, replace, rule, type ContainerDataPath, type Fix, type MissedMount, type Mount } from "#rule";

export default rule({
  id: "mount-misses-data-path",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The mount is not where the image keeps its data",
  why: "The service looks persistent, but the data goes next to the mount, into the container or a volume without a name, and is lost with it.",
  remedy: "Mount the volume on the data path that this version of the image uses.",
  on: "container",
  fix: "unsafe",

  *check(container) {
    const image = container.image;
    if (!image) return;
    const reported = new Set<Mount>();
    for (const { mount, data, how } of container.coverage.misses) {
      if (reported.has(mount)) continue;
      reported.add(mount);
      yield {
        at: mount.span,
        message: `${image.reference} keeps its ${data.what} at ${data.path}; the mount at ${mount.target} ${EXPLAINED[how]}`,
        related: [{ at: container.origin, note: `${container.name} loses what it stores with the container` }],
        trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
        confidence: image.known?.versionCertain === false ? "likely" : "certain",
        ...retarget(mount, data),
      };
    }
  },

  examples: [
    {
      about: "Up to version 17 the image declares a VOLUME at /var/lib/postgresql/data.",
      bad: compose`
        services:
          db:
            image: postgres:16
            volumes:
              - db:/var/lib/postgresql
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: postgres:16
            volumes:
              - db:/var/lib/postgresql/data
        volumes:
          db:
      `,
    },
    {
      about: "Version 18 moved the data to /var/lib/postgresql/18/docker.",
      bad: compose`
        services:
          db:
            image: postgres:18
            volumes:
              - db:/var/lib/postgresql/data
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: postgres:18
            volumes:
              - db:/var/lib/postgresql
        volumes:
          db:
      `,
    },
  ],
});

const EXPLAINED: Readonly<Record<MissedMount["how"], string>> = {
  parent: "lies above a volume that the image declares there, so the data goes into that one",
  child: "holds only a part of it",
  sibling: "lies beside it",
  misspelt: "is spelt differently",
  "other-image": "is the path of another image",
};

/** Puts the right path into the mount; the volume's content so far stays where it was, so this is unsafe. */
function retarget(mount: Mount, data: ContainerDataPath): { readonly fix?: Fix } {
  const span = mount.entry?.targetSpan;
  const target = data.fate.mount?.target ?? data.path;
  return span ? { fix: { title: `mount it at ${target}`, safe: false, edits: [replace(span, target)] } } : {};
}
