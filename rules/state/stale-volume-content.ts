import { compose, dockerfile, file, rule } from "#rule";

export default rule({
  id: "stale-volume-content",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A volume keeps the first version of files that the image brings",
  why: "An empty named volume is filled from the image once. After that a rebuilt image's new files at that path are never copied: the container keeps serving the old ones.",
  remedy: "Mount the volume only where the container writes; leave code and assets to the image.",
  on: "mount",

  *check(mount) {
    const { container } = mount;
    if ((mount.kind !== "named-volume" && mount.kind !== "external-volume") || mount.noCopy || mount.declaredBy !== "compose" || mount.readOnly) return;
    if (!container.image?.built || container.purpose === "development" || container.dataPaths.some((data) => data.fate.mount === mount)) return;
    if (container.writes.some((write) => write.fate.mount === mount) || container.removals.some((removal) => container.fateOf(removal.path).mount === mount)) return;
    const content = container.image.contentBelow(mount.target).find((found) => found.by === "copy" && found.confidence === "certain" && isAsset(found.path) && container.fateOf(found.path).mount === mount);
    if (!content) return;
    yield { at: mount.span, message: `${mount.source ?? "the volume"} keeps the first ${content.path} it gets: a rebuilt image does not replace it`, related: [{ at: content.span, note: "the image brings it here" }] };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          web:
            build: .
            volumes:
              - site:/srv/site
        volumes:
          site:
      `, ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/site
        COPY server.py .
        CMD ["python", "server.py"]
      `, ...file("server.py")`
        print("open")
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            volumes:
              - uploads:/srv/site/uploads
        volumes:
          uploads:
      `, ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/site
        COPY server.py .
        CMD ["python", "server.py"]
      `, ...file("server.py")`
        print("open")
      ` },
    },
  ],
});

function isAsset(path: string): boolean {
  return /\.(js|mjs|cjs|ts|tsx|jsx|py|rb|php|css|html?|vue|svg|png|jar|war|go|java|pl|ex|exs)$/.test(path);
}
