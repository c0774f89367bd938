import { compose, rule, type Service } from "#rule";

export default rule({
  id: "missing-resource-limit",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The service may use all of the host",
  why: "Without limits one service that leaks or loops takes the memory and the processors from all the others, and the kernel picks what to kill.",
  remedy: "Set `deploy.resources.limits`, or `mem_limit` and `cpus`.",
  peers: {
    same: [
      { id: "compose-lint:CL-0026" },
      { id: "kics:Cpus Not Limited", options: { limits: ["cpu"], accept: ["any-value"] } },
      { id: "kics:Memory Not Limited", options: { limits: ["memory"], accept: ["any-value"] } },
      { id: "kics:Pids Limit Not Set", options: { limits: ["pids"] } },
    ],
  },
  on: "service",
  options: {
    limits: { values: ["cpu", "memory", "pids"], default: ["cpu", "memory"], meaning: "Which limits are asked for; pids: `pids_limit` or the deploy limit, where -1 counts as none." },
    accept: { values: ["any-value"], default: [], meaning: "any-value: a limit that is there passes whatever its value, and cpu_quota is no CPU limit." },
  },

  *check(service, { options }) {
    const anyValue = options.accept.includes("any-value");
    const missing = options.limits.filter((limit) => !PLACES[limit]?.some((keys) => limits(service, limit, keys, anyValue)));
    if (missing.length > 0) yield { at: service.keySpan, message: `${service.name} has no limit of ${missing.map((limit) => NAMES[limit]).join(" and ")}`, address: service.address };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            mem_limit: 0
            cpus: 0.5
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            mem_limit: 256m
            cpus: \${CPUS:-0.5}
          worker:
            image: example/worker:2
            deploy:
              resources:
                limits: { memory: 1G, cpus: "2" }
      `,
    },
    {
      about: "The number of processes",
      options: { limits: ["pids"] },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            pids_limit: -1
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            pids_limit: 200
      `,
    },
    {
      about: "Any value will do",
      options: { limits: ["memory"], accept: ["any-value"] },
      bad: compose`
        services:
          web:
            image: nginx:1.27
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            mem_limit: 0
      `,
    },
  ],
});

const NAMES: Readonly<Record<string, string>> = { cpu: "processors", memory: "memory", pids: "processes" };
const PLACES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  cpu: [["cpus"], ["cpu_quota"], ["deploy", "resources", "limits", "cpus"]],
  memory: [["mem_limit"], ["deploy", "resources", "limits", "memory"]],
  pids: [["pids_limit"], ["deploy", "resources", "limits", "pids"]],
};

function limits(service: Service, limit: string, keys: readonly string[], anyValue: boolean): boolean {
  if (anyValue) return keys[0] !== "cpu_quota" && service.at(...keys) !== undefined;
  const fact = service.limit(limit === "memory" ? "bytes" : "number", ...keys);
  return fact !== undefined && fact.worth !== "none";
}
