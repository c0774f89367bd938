import { compose, rule } from "#rule";

export default rule({
  id: "swarm-ignored-mount-option",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "A mount option has no effect in a swarm",
  why: "A swarm service ignores ro, z and Z of the short mount syntax. The container writes what was meant to be read-only.",
  remedy: "Write the mount in long syntax, with `read_only: true`.",
  on: "service",

  *check(service) {
    const setting = ["endpoint_mode", "mode", "placement", "rollback_config", "update_config"].find((key) => service.at("deploy", key) !== undefined);
    if (setting === undefined) return;
    for (const entry of service.volumes) {
      if (entry.type !== "bind" || entry.syntax !== "short") continue;
      const ignored = entry.options.filter((option) => option === "ro" || option === "z" || option === "Z");
      if (entry.readOnly && !ignored.includes("ro")) ignored.push("ro");
      if (ignored.length > 0) yield { at: entry.span, message: `a swarm ignores ${ignored.join(" and ")} on ${entry.target ?? "this mount"}`, address: entry.address };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /srv/site:/usr/share/nginx/html:ro
            deploy:
              placement:
                constraints: [node.role == worker]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - type: bind
                source: /srv/site
                target: /usr/share/nginx/html
                read_only: true
            deploy:
              placement:
                constraints: [node.role == worker]
      `,
    },
  ],
});
