import { compose, rule } from "#rule";

export default rule({
  id: "volume-subpath-missing",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Nothing makes the folder of a volume that is mounted",
  why: "The engine mounts a folder of a volume only where it exists already. In a new volume it does not, and the container does not start.",
  remedy: "Let another service mount the whole volume first and make the folder.",
  on: "service",

  *check(service) {
    const { services, volumes } = service.compose;
    for (const entry of service.volumes) {
      if (entry.type !== "volume" || entry.subpath === undefined || entry.source === undefined || volumes.get(entry.source)?.external !== false) continue;
      const maker = services.some((other) => other.volumes.some((one) => one.source === entry.source && one.type === "volume" && one.subpath === undefined && !one.readOnly));
      if (!maker) yield { at: entry.span, message: `nothing in this project makes ${entry.subpath} in the volume ${entry.source}`, address: entry.address };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - type: volume
                source: shared
                target: /usr/share/nginx/html
                volume:
                  subpath: site
        volumes:
          shared:
      `,
      good: compose`
        services:
          init:
            image: busybox:1.37
            command: mkdir -p /shared/site
            volumes: [shared:/shared]
          web:
            image: nginx:1.27
            depends_on: [init]
            volumes:
              - type: volume
                source: shared
                target: /usr/share/nginx/html
                volume:
                  subpath: site
        volumes:
          shared:
      `,
    },
  ],
});
