import { compose, rule, type ComposeFile, type Span, type YamlMap, type YamlNode } from "#rule";

export default rule({
  id: "invalid-compose",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Compose refuses the project",
  why: "Compose loads the files whole or not at all: one unknown key, undefined name or circle, and no service starts.",
  remedy: "Mend the place as the message says; `docker compose config` shows the loaded project.",
  peers: {
    same: [
      { id: "compose-go:invalid-compose" },
      { id: "compose-lint:invalid-compose", options: { check: "file" } },
    ],
    near: ["dclint:invalid-schema", "dclint:invalid-yaml"],
  },
  on: "compose",
  options: {
    check: { values: ["file", "project"], default: "project", meaning: "project: everything for which Compose refuses the loaded project; file: the file cannot be analysed as a compose project by itself: no or bad YAML, control characters or odd line breaks, duplicate keys, no `services` mapping (a fragment, a version 1 file, another tool's configuration), a service that is null or no mapping, an `include` without services of its own, or `extends` chained too deep; the schema is not asked." },
  },

  *check(compose, { options }) {
    if (options.check === "file") {
      yield* fileFaults(compose);
      return;
    }
    for (const problem of compose.problems) {
      if (problem.kind === "missing-file" || elsewhere.has(problem.code)) continue;
      const finding = { at: problem.span, message: sentence(problem.message), ...(problem.related ? { related: problem.related } : {}) };
      // something supplies the name, or so many projects would not use it
      yield problem.shared ? { ...finding, severity: "warning", confidence: "likely" } : finding;
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            port:
              - "80:80"
            depends_on:
              - database
            volumes:
              - pages:/usr/share/nginx/html
            healthcheck:
              test: ["curl", "-f", "http://localhost"]
              interval: 30 seconds
          db:
            image: postgres:17
            network_mode: host
            networks: [back]
        networks:
          back:
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports:
              - "80:80"
            depends_on:
              - db
            volumes:
              - pages:/usr/share/nginx/html
            healthcheck:
              test: ["CMD", "curl", "-f", "http://localhost"]
              interval: 30s
          db:
            image: postgres:17
            networks: [back]
        networks:
          back:
        volumes:
          pages:
      `,
    },
    {
      bad: compose`
        sevices:
          web:
            image: nginx:1.27
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
      `,
    },
    {
      bad: compose`
        services:
          api:
            extends: worker
            image: acme/app:1
          worker:
            extends: api
      `,
      good: compose`
        services:
          api:
            extends: worker
            command: serve
          worker:
            image: acme/app:1
      `,
    },
    {
      options: { check: "file" },
      bad: compose`
        include:
          - db/compose.yaml
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            port: 80
      `,
    },
  ],
});

/** Faults that have a rule of their own. */
const elsewhere: ReadonlySet<string> = new Set(["duplicate-container-name"]);

interface Fault {
  readonly at: Span;
  readonly message: string;
}

/** Messages are parts of a report's line: no full stop at their end. */
function sentence(text: string): string {
  return text.replace(/\.$/, "");
}

/** What keeps a file from being analysed by itself; the first reason says it all, faults of the text are all told. */
function fileFaults({ tree, document, services }: ComposeFile): readonly Fault[] {
  const text = tree.faults.filter((fault) => fault.fatal).map((fault) => ({ at: fault.span, message: sentence(fault.message) }));
  if (text.length > 0) return text;
  const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0085\u2028\u2029]/.exec(document.text);
  if (odd) return [{ at: document.span(odd.index, odd.index + 1), message: "a control character or an odd line break stands here" }];
  const [root] = tree.roots;
  const start = document.span(0, 0);
  if (root?.kind !== "map") return [{ at: root?.span ?? start, message: "the file is no map with `services`" }];
  const entry = root.get("services");
  if (entry?.value.kind !== "map") return [{ at: entry?.keySpan ?? start, message: "the file has no `services` of its own" }];
  const deep = services.find((service) => chainLength(mapOf(entry.value), service.name) > longestChain);
  const broken = entry.value.entries.filter(({ key, value }) => !key.startsWith("x-") && value.kind !== "map");
  const faults = broken.map(({ key, keySpan }) => ({ at: keySpan, message: `the service \`${key}\` is no map` }));
  return deep ? [...faults, { at: deep.keySpan, message: "`extends` is chained too deep" }] : faults;
}

const longestChain = 10;

function chainLength(services: YamlMap | undefined, name: string): number {
  let length = 0;
  for (let next: string | undefined = name; next !== undefined && length <= longestChain; length++) next = baseOf(services, next);
  return length;
}

/** The service of the same file that a service extends. */
function baseOf(services: YamlMap | undefined, name: string): string | undefined {
  const extend = mapOf(services?.get(name)?.value)?.get("extends")?.value;
  const long = mapOf(extend);
  if (long?.get("file")) return undefined;
  const base = long ? long.get("service")?.value : extend;
  return base?.kind === "scalar" && base.text !== "" ? base.text : undefined;
}

function mapOf(node: YamlNode | undefined): YamlMap | undefined {
  return node?.kind === "map" ? node : undefined;
}
