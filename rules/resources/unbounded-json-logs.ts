import { addServiceKey, compose, rule } from "#rule";

export default rule({
  id: "unbounded-json-logs",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The service's log grows without bound",
  why: "The engine keeps a container's output in one JSON file, and without max-size never cuts it. A busy service fills the host's disk; `max-file` alone does nothing.",
  remedy: "Give `max-size` and `max-file`, or use a driver that turns its files over, such as `local`.",
  peers: { near: ["compose-lint:CL-0014"] },
  on: "service",
  fix: "safe",

  *check(service) {
    const driver = service.at("logging", "driver");
    const name = driver ? service.compose.resolve(driver).value : "json-file";
    if (name !== "json-file" || service.at("logging", "options", "max-size")) return;
    const logging = service.get("logging");
    const edits = logging ? undefined : addServiceKey(service, "logging", '{ driver: json-file, options: { max-size: "10m", max-file: "3" } }');
    const fix = edits && { title: "keep three files of 10 MB", safe: true, edits };
    yield { at: driver?.span ?? service.keySpanOf("logging") ?? service.keySpan, message: `nothing bounds the log of ${service.name}`, address: `${service.address}.logging`, ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27 # the site
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27 # the site
            logging: { driver: json-file, options: { max-size: "10m", max-file: "3" } }
      `,
    },
    {
      about: "max-file alone bounds nothing",
      bad: compose`
        services:
          web:
            image: nginx:1.27
            logging:
              driver: json-file
              options:
                max-file: "3"
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            logging:
              driver: local
      `,
      fixed: null,
    },
  ],
});
