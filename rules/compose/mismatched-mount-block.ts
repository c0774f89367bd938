import { compose, removeLines, rule, textOf, type Span } from "#rule";

export default rule({
  id: "mismatched-mount-block",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A mount has settings of another type",
  why: "Compose reads only the block of the mount's own type. What the other block asks for does not happen.",
  remedy: "Change the type, or take the block out.",
  on: "service",
  fix: "safe",

  *check(service) {
    const volumes = service.get("volumes");
    for (const [at, item] of (volumes?.kind === "list" ? volumes.items : []).entries()) {
      if (item.kind !== "map") continue;
      const type = item.get("type");
      const name = type ? service.compose.resolve(type.value).value : undefined;
      if (name === undefined || !BLOCKS.includes(name)) continue;
      for (const block of BLOCKS) {
        const entry = block === name ? undefined : item.get(block);
        if (!entry || entry.value.kind !== "map") continue;
        const own = !entry.mergedFrom && !entry.value.aliasSpan && !item.aliasSpan && !textOf(entry.span).includes("#") && isOnOwnLines(entry.span);
        yield {
          at: entry.keySpan,
          message: `the ${block} settings do nothing for a mount of type ${name}`,
          address: `${service.address}.volumes[${String(at)}]`,
          ...(own ? { fix: { title: "take them out", safe: true, edits: [removeLines(entry.span)] } } : {}),
        };
      }
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
                source: site
                target: /srv/site
                bind:
                  propagation: rslave
        volumes:
          site:
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - type: volume
                source: site
                target: /srv/site
        volumes:
          site:
      `,
    },
  ],
});

const BLOCKS: readonly string[] = ["bind", "volume", "tmpfs", "image"];

function isOnOwnLines({ document, start, end }: Span): boolean {
  const first = document.lineSpan(document.position(start).line);
  const last = document.lineSpan(document.position(end - 1).line);
  return document.text.slice(first.start, start).trim() === "" && document.text.slice(end, last.end).trim() === "";
}
