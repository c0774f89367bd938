import { compose, rule, type Finding, type PortRange, type PublishedPort, type Service } from "#rule";

export default rule({
  id: "duplicate-host-port",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Two services publish the same port of the host",
  why: "A port of the host belongs to one container. The second one does not start.",
  remedy: "Give one of them another port of the host, or publish only the one that is needed from outside.",
  peers: { same: [{ id: "dclint:no-duplicate-exported-ports" }] },
  on: "compose",

  *check(file) {
    const seen: Taken[] = [];
    for (const service of file.services) {
      for (const port of service.ports) {
        const range = port.hasPublished ? port.published : port.target;
        if (!range || port.text.includes("$") || port.protocol === undefined) continue;
        const other = seen.find((one) => one.port.protocol === port.protocol && one.range.first <= range.last && range.first <= one.range.last && mayRunTogether(one.service, service));
        if (other) yield clash(other, { service, port, range });
        seen.push({ service, port, range });
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["8080:80"]
          admin:
            image: nginx:1.27
            ports: ["8000-8100:8000-8100"]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["8080:80"]
          admin:
            image: nginx:1.27
            ports: ["8081:80", "8080:80/udp"]
      `,
    },
    {
      about: "Named twice, though on different addresses",
      bad: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["127.0.0.1:8080:80", "10.0.0.5:8080:80"]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["127.0.0.1:8080:80", "10.0.0.5:8081:80"]
      `,
    },
  ],
});

interface Taken {
  readonly service: Service;
  readonly port: PublishedPort;
  readonly range: PortRange;
}

/** Services of different profiles are seldom started together. */
function mayRunTogether(a: Service, b: Service): boolean {
  return a === b || a.profiles.length === 0 || b.profiles.length === 0 || a.profiles.some((profile) => b.profiles.includes(profile));
}

function clash(earlier: Taken, later: Taken): Finding {
  const number = String(Math.max(earlier.range.first, later.range.first));
  const random = !earlier.port.hasPublished || !later.port.hasPublished;
  const apart = earlier.port.hasAddress && later.port.hasAddress && earlier.port.hostAddress !== later.port.hostAddress && !earlier.port.everyInterface && !later.port.everyInterface;
  const what = earlier.service === later.service ? `${later.service.name} names port ${number} twice` : `${later.service.name} names port ${number} as ${earlier.service.name} does`;
  const how = random ? ", and where no host port is given the engine picks one" : apart ? ", on another address" : "";
  return {
    at: later.port.span,
    message: `${what}${how}`,
    related: [{ at: earlier.port.span, note: "published here" }],
    address: later.port.address,
    ...(random || apart ? { severity: "info" } : {}),
  };
}
