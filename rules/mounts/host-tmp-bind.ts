import { compose, rule } from "#rule";

export default rule({
  id: "host-tmp-bind",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Durable data is bound to a temporary folder of the host",
  why: "The host empties /tmp and /run when it starts, and cleans /tmp and /var/tmp by age, without asking the containers.",
  remedy: "Use a named volume, or a folder of the host that nothing cleans.",
  on: "mount",

  *check(mount) {
    const { source, container } = mount;
    if (mount.kind !== "bind-mount" || mount.readOnly || source === undefined || mount.declaredBy === "volumes-from" || container.purpose === "test") return;
    if (!/^\/(tmp|var\/tmp|run|var\/run)\/./.test(source) || /\.(?:sock|socket|pid)$|\.X11-unix/.test(source) || /X11-unix|dbus|pulse|wayland|udev|systemd|docker/.test(source)) return;
    const holdsData = container.dataPaths.some((data) => data.fate.mount === mount && data.loss !== "cache" && data.loss !== "scratch")
      || container.writes.some((write) => write.fate.mount === mount && (write.class === "data" || write.class === "secrets"));
    const mayHoldData = container.image?.known === undefined && DATA.test(mount.target);
    if (!holdsData && !mayHoldData) return;
    yield {
      at: mount.entry?.sourceSpan ?? mount.span,
      message: `${container.name} keeps ${mount.target} in ${source}, which the host empties`,
      ...(holdsData ? {} : { confidence: "likely" as const }),
    };
  },

  examples: [
    {
      about: "Of an image that is not known, the name of the path tells",
      bad: compose`
        services:
          orders:
            image: example/orders:4
            volumes:
              - /tmp/orders:/srv/orders/data
      `,
      good: compose`
        services:
          orders:
            image: example/orders:4
            volumes:
              - /tmp/orders:/srv/orders/exchange
      `,
    },
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - /tmp/mysql:/var/lib/mysql
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - /srv/mysql:/var/lib/mysql
      `,
    },
  ],
});

/** Where programs keep what must last, by its name. */
const DATA = /^\/(?:data|db)(?:\/|$)|^\/var\/lib\/[^/]|\/(?:data|db|databases?|storage|uploads?|media)$/;
