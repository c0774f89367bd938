import { compose, rule } from "#rule";

export default rule({
  id: "disguised-bind",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A named volume is a bind mount in disguise",
  why: "`down -v` and a look at the volume list promise a volume, but the files are a folder of one host: they must exist before, and they stay after.",
  remedy: "Write the bind mount as one, or drop the driver options.",
  peers: { near: ["compose-lint:CL-0001"] },
  on: "mount",

  *check(mount) {
    const device = mount.volume?.driverOptions.get("device");
    if (!device || mount.declaredBy !== "compose" || !mount.volume?.driverOptions.get("o")?.value?.split(",").includes("bind")) return;
    yield { at: device.span, message: `the volume ${mount.source ?? ""} of ${mount.container.name} is the host folder ${device.raw}`, related: [{ at: mount.span, note: "mounted here" }] };
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
            driver: local
            driver_opts:
              type: none
              o: bind
              device: /srv/mysql
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
