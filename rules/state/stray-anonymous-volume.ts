import { compose, dockerfile, isDeclaredForData, rule } from "#rule";

export default rule({
  id: "stray-anonymous-volume",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The image's VOLUME leaves one more volume behind with each container",
  why: "Nothing is known to keep data there, yet every new container makes a new volume that nobody removes; disks fill up with them.",
  remedy: "Mount a named volume or a tmpfs on the path, or drop the VOLUME from the image.",
  on: "mount",

  *check(mount) {
    const { container } = mount;
    if (mount.kind !== "anonymous-volume" || container.kind === "lone") return;
    if (mount.declaredBy !== "image" || container.dataPaths.some((data) => data.fate.mount === mount)) return;
    if (container.writes.some((write) => write.fate.mount === mount && (write.class === "data" || write.class === "secrets")) || isDeclaredForData(mount)) return;
    yield { at: container.origin, message: `each new container of ${container.name} leaves an anonymous volume for ${mount.target} behind`, related: [{ at: mount.span, note: "declared here" }] };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          web:
            build: .
      `, ...dockerfile`
        FROM alpine:3.20
        VOLUME /scratch
        CMD ["sleep", "60"]
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            tmpfs:
              - /scratch
      `, ...dockerfile`
        FROM alpine:3.20
        VOLUME /scratch
        CMD ["sleep", "60"]
      ` },
    },
  ],
});
