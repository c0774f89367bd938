import { compose, dockerfile, rule, type Invocation, type PortRange, type Service, type Stage } from "#rule";

export default rule({
  id: "unexposed-port",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A published port is one the image does not speak of",
  why: "The image says on which ports it listens. A port that it does not name is often a wrong number, and then nothing answers there.",
  remedy: "Check the container's port, the right one of the two numbers; add EXPOSE where it is right.",
  confidence: "likely",
  on: "service",

  *check(service) {
    const exposed = exposedPorts(service);
    if (!exposed || exposed.length === 0) return;
    const texts = [...service.container.env.values()].map((value) => value.value ?? "$").concat(words(service.container.command), words(service.container.entrypoint));
    for (const port of service.ports) {
      const { target } = port;
      if (!target || exposed.some((range) => range.first <= target.last && target.first <= range.last)) continue;
      if (texts.some((text) => text.includes("$") || new RegExp(`(^|\\D)${String(target.first)}(\\D|$)`).test(text))) continue;
      yield { at: port.span, message: `${service.name} publishes ${String(target.first)}, and its image speaks of ${[...new Set(exposed.map(portsOf))].join(", ")}`, address: port.address };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build: .
              ports: ["8080:8008"]
        `,
        ...dockerfile`
          FROM node:22
          WORKDIR /app
          EXPOSE 8080
          CMD ["node", "server.js"]
        `,
      },
      good: {
        ...compose`
          services:
            web:
              build: .
              ports: ["8080:8080", "9090:9090"]
              environment:
                METRICS_PORT: "9090"
        `,
        ...dockerfile`
          FROM node:22
          WORKDIR /app
          EXPOSE 8080
          CMD ["node", "server.js"]
        `,
      },
    },
  ],
});

function words(invocation: Invocation | undefined): readonly string[] {
  return invocation?.words ?? [];
}

/** The ports that the image names; undefined where not all of its layers are known. */
function exposedPorts(service: Service): readonly PortRange[] | undefined {
  const { image } = service.container;
  if (image?.known && !image.built) {
    // a proxy listens where its configuration says, and so does what is given a file of its own
    const configured = image.known.category === "proxy" || image.known.category === "app" || service.hostBinds.length > 0;
    return image.known.factsCertain && !configured ? image.known.ports.flatMap((port) => range(port)) : undefined;
  }
  return service.container.stage && stagePorts(service.container.stage, 0);
}

function stagePorts(stage: Stage, depth: number): readonly PortRange[] | undefined {
  const own: PortRange[] = [];
  for (const step of stage.steps) {
    if (step.instruction.keyword !== "EXPOSE") continue;
    for (const word of step.instruction.words) {
      const found = range(word.value);
      if (found.length === 0) return undefined;
      own.push(...found);
    }
  }
  const { base } = stage;
  if (base.kind === "scratch") return own;
  if (base.kind === "stage") {
    const inherited = depth > 50 ? undefined : stagePorts(base.stage, depth + 1);
    return inherited && [...own, ...inherited];
  }
  return base.kind === "image" && base.known?.factsCertain ? [...own, ...base.known.ports.flatMap((port) => range(port))] : undefined;
}

function range(text: string): readonly PortRange[] {
  const match = /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(text);
  return match ? [{ first: Number(match[1]), last: Number(match[2] ?? match[1]) }] : [];
}

function portsOf({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? String(first) : `${String(first)} to ${String(last)}`;
}
