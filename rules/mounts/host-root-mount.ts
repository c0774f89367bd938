import { compose, rule } from "#rule";

export default rule({
  id: "host-root-mount",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The host's root directory is mounted into a container",
  why: "Whoever controls the container reads, and unless it is read-only changes, every file of the host, its keys and its engine included.",
  remedy: "Mount only the folders the service needs, read-only where it does not write.",
  securitySeverity: 8.8,
  peers: { near: ["compose-lint:CL-0001", "kics:Volume Has Sensitive Host Directory"] },
  on: "mount",

  *check(mount) {
    if (mount.kind !== "bind-mount" || mount.source === undefined || mount.declaredBy === "volumes-from") return;
    if (!/^\/[/.]*$/.test(mount.source) && !/^[A-Za-z]:[\\/]*$/.test(mount.source)) return;
    yield { at: mount.entry?.sourceSpan ?? mount.span, message: `${mount.container.name} gets the whole root directory of the host at ${mount.target}` };
  },

  examples: [
    {
      bad: compose`
        services:
          metrics:
            image: example/metrics:2
            volumes:
              - /:/host
      `,
      good: compose`
        services:
          metrics:
            image: example/metrics:2
            volumes:
              - /srv/metrics:/host
      `,
    },
  ],
});
