import { compose, rule } from "#rule";

export default rule({
  id: "selinux-relabelled-system-path",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A mount relabels files that others need",
  why: "With `z` or `Z` the engine gives every file of the source a container's SELinux label. The host's own services can no longer read a system directory, and after `Z` no other container can read the source.",
  remedy: "Leave the option out for directories of the host. Use `z` for what several containers mount.",
  on: "compose",

  *check(file) {
    const users = new Map<string, number>();
    const binds = file.services.flatMap((service) => service.hostBinds.map((bind) => ({ service, bind })));
    for (const { bind } of binds) users.set(bind.path, (users.get(bind.path) ?? 0) + 1);
    for (const { service, bind } of binds) {
      const label = bind.entry.options.find((option) => option === "z" || option === "Z");
      if (label === undefined) continue;
      const system = SYSTEM.test(bind.path);
      if (!system && !(label === "Z" && (users.get(bind.path) ?? 0) > 1)) continue;
      yield { at: bind.entry.span, message: system ? `${service.name} relabels ${bind.path} of the host` : `${service.name} takes ${bind.path} for itself with Z, and another service mounts it too`, address: bind.entry.address };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /home:/srv/homes:z
              - ./shared:/srv/shared:Z
          worker:
            image: example/worker:2
            volumes:
              - ./shared:/srv/shared
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - ./site:/srv/site:Z
              - ./shared:/srv/shared:z
          worker:
            image: example/worker:2
            volumes:
              - ./shared:/srv/shared:z
      `,
    },
  ],
});

const SYSTEM = /^(~|\/|\/(home|root|srv|opt|media|mnt|tmp|run|var|var\/(lib|log|run|tmp|cache|spool))|\/home\/[^/]+|\/(bin|boot|dev|etc|lib|lib64|proc|sbin|sys|usr)(\/.*)?)$/;
