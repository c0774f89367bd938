import { compose, file, rule } from "#rule";

export default rule({
  id: "single-file-bind",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A single file is mounted",
  why: "The mount holds on to the file itself, not to its name. Editors and git replace a file by a new one, and the container keeps the old one until it is started anew; a program inside that replaces it gets an error.",
  remedy: "Mount the folder that holds it, or use `configs`, and start the container anew after a change.",
  on: "service",

  *check(service) {
    for (const entry of service.volumes) {
      if (entry.type !== "bind" || entry.readOnly || entry.source === undefined || service.compose.surroundings.at(entry.source) !== "file") continue;
      if (/\.(db|sqlite3?|sock|pid|lock)$/.test(entry.source)) continue;
      yield { at: entry.sourceSpan ?? entry.span, message: `${service.name} keeps the old ${entry.source} when the file is replaced`, address: entry.address };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            metrics:
              image: prom/prometheus:v2.55.1
              volumes:
                - ./prometheus.yml:/etc/prometheus/prometheus.yml
        `,
        ...file("prometheus.yml")`
          global: {}
        `,
      },
      good: {
        ...compose`
          services:
            metrics:
              image: prom/prometheus:v2.55.1
              volumes:
                - ./prometheus:/etc/prometheus
        `,
        ...file("prometheus/prometheus.yml")`
          global: {}
        `,
      },
    },
  ],
});
