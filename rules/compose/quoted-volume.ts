import { compose, replace, rule, type YamlNode, type YamlScalar } from "#rule";

export default rule({
  id: "quoted-volume",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "A volume is in quotes",
  why: "Nothing in a volume needs quotes; without them the list reads as one.",
  remedy: "Take the quotes out.",
  peers: {
    same: [
      { id: "dclint:no-quotes-in-volumes" },
    ],
  },
  on: "service",

  *check(service) {
    const quoted = scalarsOf(service.get("volumes")).filter(({ style }) => style === "single" || style === "double");
    const first = quoted[0];
    if (!first) return;
    const removable = quoted.filter((scalar) => scalar.aliasSpan === undefined && /^[\w./~][\w./~:@${}-]*$/.test(scalar.text) && /[^\d.]/.test(scalar.text) && !/:$/.test(scalar.text));
    const edits = removable.map((scalar) => replace(scalar.span, scalar.text));
    yield {
      at: first.span,
      message: `${service.name} has volumes in quotes`,
      ...(edits.length === quoted.length ? { fix: { title: "take the quotes out", safe: true, edits } } : {}),
    };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - "./site:/usr/share/nginx/html"
              - 'logs:/var/log/nginx'
        volumes:
          logs:
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - ./site:/usr/share/nginx/html
              - logs:/var/log/nginx
        volumes:
          logs:
      `,
    },
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - type: bind
                source: "./my site"
                target: /usr/share/nginx/html
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - type: bind
                source: ./my site
                target: /usr/share/nginx/html
      `,
      fixed: null,
    },
  ],
});


function scalarsOf(node: YamlNode | undefined): readonly YamlScalar[] {
  if (!node) return [];
  if (node.kind === "scalar") return [node];
  return node.kind === "list" ? node.items.flatMap(scalarsOf) : node.entries.flatMap((entry) => scalarsOf(entry.value));
}
