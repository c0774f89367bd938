import { compose, reorder, rule, type Finding, type Span, type YamlMap, type YamlNode } from "#rule";

export default rule({
  id: "unsorted-entries",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Entries of the file are not in their usual order",
  why: "Who knows the order finds a service or a setting at once, and two people do not add the same thing in two places.",
  remedy: "Put the entries in order; the fix moves each with its comments.",
  peers: {
    same: [
      { id: "dclint:service-dependencies-alphabetical-order", options: { parts: ["dependencies"] } },
      { id: "dclint:service-ports-alphabetical-order", options: { parts: ["ports"] } },
      { id: "dclint:service-keys-order", options: { parts: ["service-keys"] } },
      { id: "dclint:services-alphabetical-order", options: { parts: ["services"] } },
      { id: "dclint:top-level-properties-order", options: { parts: ["top-level"] } },
    ],
  },
  on: "compose",
  fix: "safe",
  options: {
    parts: { values: ["dependencies", "ports", "service-keys", "services", "top-level"], default: ["dependencies", "ports", "service-keys", "services", "top-level"], meaning: "dependencies: `depends_on`, short or long, alphabetical; ports: the `ports` of a service, alphabetical; service-keys: the keys of a service in the order of the groups; services: alphabetical; top-level: x-*, version, name, include, services, networks, volumes, secrets, configs." },
    topLevelOrder: { type: "strings", default: ["x-*", "version", "name", "include", "services", "networks", "volumes", "secrets", "configs"], meaning: "The order of the top-level keys." },
    serviceKeyGroups: { type: "map", default: {}, meaning: "The groups of service keys and their order; an empty list stands for the usual keys of core, dependencies, data, environment, networking, runtime, metadata and security." },
  },

  *check(file, { options }) {
    for (const tree of file.trees) {
      if (tree.faults.some(({ fatal }) => fatal)) continue;
      const [root] = tree.roots;
      const movable = tree.roots.length === 1 && tree.faults.length === 0 && !/(^|\s)[&*][\w-]|<<\s*:/.test(tree.document.text);
      if (root?.kind === "map") yield* unsortedIn(root, options, movable);
    }
  },

  examples: [
    {
      bad: compose`
        # What the shop needs.

        volumes:
          data:

        services:
          # the shop itself
          web:
            depends_on: # both
              - mail
              - db # its data
            image: example/web:3
            ports:
              - "9000:9000"
              - "8080:80"
            # labels:
            #   - later
          db:
            image: postgres:16
      `,
      good: compose`
        # What the shop needs.

        services:
          db:
            image: postgres:16
          # the shop itself
          web:
            image: example/web:3
            depends_on: # both
              - db # its data
              - mail
            ports:
              - "8080:80"
              - "9000:9000"
            # labels:
            #   - later

        volumes:
          data:
      `,
    },
    {
      about: "Only one part, in an order of one's own",
      options: { parts: ["top-level"], topLevelOrder: ["services", "name"] },
      bad: compose`
        name: shop
        services:
          web:
            image: example/web:3
          db:
            image: postgres:16
      `,
      good: compose`
        services:
          web:
            image: example/web:3
          db:
            image: postgres:16
        name: shop
      `,
    },
    {
      about: "A comment that belongs to nothing stays, and so does everything else",
      options: { parts: ["services"], serviceKeyGroups: { first: ["image"] } },
      bad: compose`
        services:
          web:
            image: example/web:3

          # ---- stores ----

          db:
            image: postgres:16
      `,
      good: compose`
        services:
          db:
            image: postgres:16

          # ---- shop ----

          web:
            image: example/web:3
      `,
      fixed: null,
    },
  ],
});

interface Order {
  readonly parts: readonly string[];
  readonly topLevelOrder: readonly string[];
  readonly serviceKeyGroups: Readonly<Record<string, unknown>>;
}

function* unsortedIn(root: YamlMap, options: Order, movable: boolean): Iterable<Finding> {
  const parts = new Set<string>(options.parts);
  if (parts.has("top-level")) yield* unsorted(named(root), topLevelOrder(options.topLevelOrder), "the file", movable);
  const services = root.get("services")?.value;
  if (services?.kind !== "map") return;
  if (parts.has("services")) yield* unsorted(named(services), byName, "services", movable);
  const keyOrder = serviceKeyOrder(options.serviceKeyGroups);
  for (const service of named(services)) {
    if (service.node.kind !== "map") continue;
    if (parts.has("service-keys")) yield* unsorted(named(service.node), keyOrder, service.name, movable);
    const dependencies = service.node.get("depends_on")?.value;
    if (parts.has("dependencies") && dependencies) yield* unsorted(dependencies.kind === "map" ? named(dependencies) : items(dependencies, (item) => (item.kind === "scalar" ? item.text : "")), byName, `depends_on of ${service.name}`, movable);
    const ports = service.node.get("ports")?.value;
    if (parts.has("ports") && ports) yield* unsorted(items(ports, hostPort), byNumber, `ports of ${service.name}`, movable);
  }
}

interface Place {
  readonly name: string;
  /** Where the finding points. */
  readonly at: Span;
  /** What a fix would move. */
  readonly span: Span;
  readonly node: YamlNode;
}

type Compare = (a: Place, b: Place) => number;

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "core": ["image", "build", "container_name"],
  "dependencies": ["depends_on"],
  "data": ["volumes", "volumes_from", "configs", "secrets"],
  "environment": ["environment", "env_file"],
  "networking": ["ports", "networks", "network_mode", "extra_hosts"],
  "runtime": ["command", "entrypoint", "working_dir", "restart", "healthcheck"],
  "metadata": ["logging", "labels"],
  "security": ["user", "isolation"],
};

function byName(a: Place, b: Place): number {
  return a.name.localeCompare(b.name, "en");
}

function byNumber(a: Place, b: Place): number {
  return a.name.localeCompare(b.name, "en", { numeric: true });
}

function topLevelOrder(keys: readonly string[]): Compare {
  const rank = ({ name }: Place): number => rankIn(keys, name.startsWith("x-") ? "x-*" : name);
  return (a, b) => rank(a) - rank(b) || (a.name.startsWith("x-") && b.name.startsWith("x-") ? byName(a, b) : 0);
}

function serviceKeyOrder(groups: Readonly<Record<string, unknown>>): Compare {
  const given: readonly (readonly [string, unknown])[] = Object.entries(Object.keys(groups).length > 0 ? groups : GROUPS);
  const keys = given.flatMap(([name, group]) => (Array.isArray(group) && group.length > 0 ? group.filter((key) => typeof key === "string") : GROUPS[name] ?? []));
  return (a, b) => rankIn(keys, a.name) - rankIn(keys, b.name);
}

/** The place in the list; what is not in it comes last. */
function rankIn(keys: readonly string[], key: string): number {
  const at = keys.indexOf(key);
  return at < 0 ? keys.length : at;
}

function named(map: YamlMap): readonly Place[] {
  return map.entries.filter((entry) => !entry.mergedFrom).map((entry) => ({ name: entry.key, at: entry.keySpan, span: entry.span, node: entry.value }));
}

function items(list: YamlNode, name: (item: YamlNode) => string): readonly Place[] {
  return list.kind === "list" ? list.items.map((item) => ({ name: name(item), at: item.span, span: item.span, node: item })) : [];
}

/** The host's port of a mapping, or the only port there is, as written. */
function hostPort(item: YamlNode): string {
  if (item.kind === "map") {
    const published = item.get("published")?.value ?? item.get("target")?.value;
    return published?.kind === "scalar" ? published.text : "";
  }
  if (item.kind !== "scalar") return "";
  const parts = item.text.replace(/\$\{[^}]{0,120}\}/g, (variable) => variable.replace(/:/g, "")).replace(/\/\w+$/, "").split(":");
  return (parts.length > 1 ? parts.at(-2) : parts[0]) ?? "";
}

function* unsorted(places: readonly Place[], compare: Compare, where: string, movable: boolean): Iterable<Finding> {
  const order = places.map((_, at) => at).sort((a, b) => {
    const [first, second] = [places[a], places[b]];
    return first && second ? compare(first, second) || a - b : 0;
  });
  const wrong = order.findIndex((from, at) => from !== at);
  const moved = places[order[wrong] ?? -1];
  const before = places[wrong];
  if (!moved || !before) return;
  const edit = movable && isBlock(places) ? reorder(places.map((place) => place.span), order) : undefined;
  yield {
    at: moved.at,
    message: `${moved.name || "this entry"} belongs before ${before.name || "the one above"} in ${where}`,
    ...(edit ? { fix: { title: "put them in order", safe: true, edits: [edit] } } : {}),
  };
}

function isBlock(places: readonly Place[]): boolean {
  return places.every((place) => !place.node.aliasSpan);
}
