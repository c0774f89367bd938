import { compose, rule } from "#rule";

export default rule({
  id: "replicated-local-volume",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Several replicas write one local volume",
  why: "All replicas of a service on one host get the same volume. Programs that expect to own their files damage them.",
  remedy: "Run one replica, or give the data to a service that is made for several writers.",
  on: "service",

  *check(service) {
    if (service.replicas === undefined || service.replicas < 2) return;
    for (const data of service.container.dataPaths) {
      const mount = data.fate.mount;
      if (!mount || mount.kind === "anonymous-volume" || mount.kind === "tmpfs" || mount.readOnly || data.loss !== "data" || mount.declaredBy !== "compose") continue;
      yield { at: mount.span, message: `${String(service.replicas)} replicas of ${service.name} write ${data.path} in one place`, trace: service.container.writes.find((write) => write.path === data.path)?.trace ?? [] };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            deploy:
              replicas: 3
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            deploy:
              replicas: 1
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `,
    },
  ],
});
