import { compose, insertBefore, replace, rule, textOf, type Fix, type PublishedPort, type Service } from "#rule";

export default rule({
  id: "port-on-all-interfaces",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A data store's port is open on every interface",
  why: "A published port without an address is reachable from every network the host is in, past the host's own firewall rules. The services of the project reach each other without it.",
  remedy: "Leave the port out, or bind it to the address that needs it, `127.0.0.1` for this host.",
  securitySeverity: 6.5,
  peers: {
    same: [
      { id: "compose-lint:CL-0005", options: { services: "all" } },
      { id: "dclint:no-unbound-port-interfaces", options: { services: "all", accept: ["wildcard-address"] } },
      { id: "kics:Container Traffic Not Bound To Host Interface", options: { services: "all", accept: ["wildcard-address"] } },
    ],
  },
  on: "service",
  fix: "unsafe",
  options: {
    services: { values: ["all", "data-stores"], default: "data-stores", meaning: "data-stores: as above; all: every published port of every service." },
    accept: { values: ["wildcard-address"], default: [], meaning: "wildcard-address: any address that is written passes, 0.0.0.0 included." },
  },

  *check(service, { options }) {
    const dataPorts = options.services === "all" ? undefined : dataPortsOf(service);
    if (options.services !== "all" && (!dataPorts || service.container.purpose === "test")) return;
    for (const port of service.ports) {
      if (!port.everyInterface || (port.hasAddress && options.accept.includes("wildcard-address"))) continue;
      if (dataPorts && !dataPorts.some((number) => port.target && port.target.first <= number && number <= port.target.last)) continue;
      const fix = bindTo(port);
      yield { at: port.span, message: `${service.name} opens ${port.text} on every interface of the host`, address: port.address, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: postgres:16
            ports:
              - "5432:5432"
              - "[::]:5433:5432"
      `,
      good: compose`
        services:
          db:
            image: postgres:16
            ports:
              - "127.0.0.1:5432:5432"
              - "127.0.0.1:5433:5432"
      `,
    },
    {
      about: "A bare port, and the long form",
      bad: compose`
        services:
          cache:
            image: redis:7.4
            ports:
              - "6379"
              - target: 6379
                published: 7000
                host_ip: "0.0.0.0"
      `,
      good: compose`
        services:
          cache:
            image: redis:7.4
            ports:
              - "127.0.0.1::6379"
              - target: 6379
                published: 7000
                host_ip: "127.0.0.1"
      `,
    },
    {
      about: "Every service, where a written address will do",
      options: { services: "all", accept: ["wildcard-address"] },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            ports:
              - 8080:80
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports:
              - 0.0.0.0:8080:80
      `,
      fixed: compose`
        services:
          web:
            image: nginx:1.27
            ports:
              - 127.0.0.1:8080:80
      `,
    },
  ],
});

function dataPortsOf(service: Service): readonly number[] | undefined {
  const known = service.container.image?.known;
  if (!known || !["database", "queue", "search", "cache"].includes(known.category)) return undefined;
  return known.ports.map((port) => Number.parseInt(port, 10)).filter((port) => Number.isFinite(port));
}

function bindTo(port: PublishedPort): Fix | undefined {
  const title = "bind it to this host only";
  if (port.addressSpan) {
    const quote = /^["']/.exec(textOf(port.addressSpan))?.[0] ?? "";
    return port.syntax === "long" || quote === "" ? { title, safe: false, edits: [replace(port.addressSpan, `${quote}127.0.0.1${quote}`)] } : undefined;
  }
  if (!port.addressPlace || port.text.includes("$")) return undefined;
  return { title, safe: false, edits: [insertBefore(port.addressPlace, port.hasPublished ? "127.0.0.1:" : "127.0.0.1::")] };
}
