import { compose, contains, cover, lineEnd, replace, rule, textOf, type Service, type Span } from "#rule";

export default rule({
  id: "unconditional-dependency",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A dependency is awaited only until it starts",
  why: "Without a condition Compose starts this service as soon as the other one's container runs. The other one has a check that says when it works, and nobody waits for it.",
  remedy: "Write `depends_on` in long form with `condition: service_healthy`.",
  on: "service",
  fix: "unsafe",

  *check(service) {
    const node = service.get("depends_on");
    if (node?.kind !== "list") return;
    const checked = node.items.filter((item) => item.kind === "scalar" && hasCheck(service.compose.service(item.text)));
    const [first] = checked;
    if (!first) return;
    const names = node.items.map((item) => (item.kind === "scalar" ? item.text : ""));
    const keySpan = service.keySpanOf("depends_on");
    const own = keySpan && !node.flow && !node.aliasSpan && contains(service.span, keySpan) && !/[#&*]/.test(textOf(node.span));
    const fix = own ? { fix: { title: "wait for its check", safe: false, edits: [replace(cover(keySpan, node.span), longForm(service, keySpan, names))] } } : {};
    yield { at: first.span, message: `${service.name} does not wait for the healthcheck of ${checked.map((item) => textOf(item.span)).join(" and ")}`, address: `${service.address}.depends_on`, ...fix };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            depends_on:
              - db
              - cache
          db:
            image: postgres:16
            healthcheck:
              test: pg_isready
          cache:
            image: redis:7.4
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            depends_on:
              db:
                condition: service_healthy
              cache:
                condition: service_started
          db:
            image: postgres:16
            healthcheck:
              test: pg_isready
          cache:
            image: redis:7.4
      `,
    },
  ],
});

function hasCheck(service: Service | undefined): boolean {
  const test = service?.at("healthcheck", "test");
  const disabled = service?.at("healthcheck", "disable");
  return test !== undefined && disabled === undefined && !(test.kind === "list" && test.items[0]?.kind === "scalar" && test.items[0].text === "NONE");
}

function longForm(service: Service, keySpan: Span, names: readonly string[]): string {
  const indent = " ".repeat(keySpan.document.position(keySpan.start).column - 1);
  const end = lineEnd(keySpan.document);
  const lines = names.flatMap((name) => [`${indent}  ${name}:`, `${indent}    condition: ${hasCheck(service.compose.service(name)) ? "service_healthy" : "service_started"}`]);
  return [`depends_on:`, ...lines].join(end);
}
