import { compose, file, rule, type Container, type Span } from "#rule";

export default rule({
  id: "log-position-lost",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A log shipper forgets how far it has read",
  why: "The file with the positions goes with the container. The next one sends everything again, or leaves out what was written in between.",
  remedy: "Keep the file with the positions on a volume.",
  on: "container",

  *check(container) {
    const { service } = container;
    const name = service?.image?.value;
    if (!service || name === undefined || service.build || container.purpose === "test") return;
    const found = /\/filebeat([:@]|$)/.test(name) ? { path: "/usr/share/filebeat/data", at: service.image?.span ?? container.origin } : positionsOf(container, name);
    const kind = found && container.fateOf(found.path).kind;
    if (found && (kind === "writable-layer" || kind === "anonymous-volume")) yield { at: found.at, message: `${container.name} keeps its positions at ${found.path}, which goes with the container` };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          shipper:
            image: grafana/promtail:3.2.0
            volumes:
              - ./promtail.yaml:/etc/promtail/config.yml:ro
      `, ...file("promtail.yaml")`
        positions:
          filename: /tmp/positions.yaml
      ` },
      good: { ...compose`
        services:
          shipper:
            image: grafana/promtail:3.2.0
            volumes:
              - ./promtail.yaml:/etc/promtail/config.yml:ro
              - positions:/var/lib/promtail
        volumes:
          positions:
      `, ...file("promtail.yaml")`
        positions:
          filename: /var/lib/promtail/positions.yaml
      ` },
    },
  ],
});

/** What a configuration file of the project says. */
function positionsOf(container: Container, image: string): { readonly path: string; readonly at: Span } | undefined {
  const pattern = /\/promtail([:@]|$)/.test(image) ? /^positions:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t][^\n]*\n|\r?\n)*?[ \t]+filename:[ \t]*["']?(\/[^\s"']+)/m : /\/fluent-bit([:@]|$)/.test(image) ? /^[ \t]+DB[ \t]+(\/\S+)/mi : undefined;
  for (const mount of pattern ? container.mounts : []) {
    const source = mount.entry?.type === "bind" ? mount.entry.source : undefined;
    const text = source === undefined || !/\.(ya?ml|conf)$/.test(source) ? undefined : container.service?.compose.surroundings.read(source);
    const path = text === undefined ? undefined : pattern?.exec(text)?.[1];
    if (path !== undefined) return { path, at: mount.span };
  }
  return undefined;
}
