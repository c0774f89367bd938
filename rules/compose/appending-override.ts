import { compose, insertAfter, rule, type Document, type Service, type YamlEntry } from "#rule";

export default rule({
  id: "appending-override",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "An override file adds a port in place of replacing it",
  why: "Compose appends the ports of an override file to those of the base file. The container port is then published twice, and the old host port stays open.",
  remedy: "Write `ports: !override` in the override file.",
  confidence: "likely",
  on: "service",
  fix: "unsafe",

  *check(service) {
    const [base] = service.compose.documents;
    for (const port of service.ports) {
      if (port.span.document === base || !port.target || !port.hasPublished) continue;
      const earlier = service.ports.find((one) => one.span.document === base && one.hasPublished && one.protocol === port.protocol && one.target?.first === port.target?.first && one.target?.last === port.target?.last && one.text !== port.text);
      if (!earlier) continue;
      const entry = portsIn(service, port.span.document);
      const key = entry?.keySpan;
      const colon = key?.document.text[key.end] === ":" ? key.document.span(key.end, key.end + 1) : undefined;
      const fix = colon && entry?.value.tag === undefined && !entry?.value.aliasSpan ? { fix: { title: "replace the base file's ports", safe: false, edits: [insertAfter(colon, " !override")] } } : {};
      yield { at: port.span, message: `${service.name} publishes ${port.text} besides the base file's ${earlier.text}`, related: [{ at: earlier.span, note: "stays published" }], address: port.address, ...fix };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              image: nginx:1.27
              ports:
                - "8080:80"
        `,
        "compose.override.yaml": "services:\n  web:\n    ports:\n      - \"9090:80\"\n",
      },
      good: {
        ...compose`
          services:
            web:
              image: nginx:1.27
              ports:
                - "8080:80"
        `,
        "compose.override.yaml": "services:\n  web:\n    ports: !override\n      - \"9090:80\"\n",
      },
    },
  ],
});

/** Where a file of the project writes the ports of a service. */
function portsIn(service: Service, document: Document): YamlEntry | undefined {
  const root = service.compose.trees.find((tree) => tree.document === document)?.roots[0];
  const services = root?.kind === "map" ? root.get("services")?.value : undefined;
  const own = services?.kind === "map" ? services.get(service.name)?.value : undefined;
  return own?.kind === "map" ? own.get("ports") : undefined;
}
