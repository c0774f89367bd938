import { compose, replace, rule, type Finding, type YamlEntry, type YamlNode } from "#rule";

export default rule({
  id: "deprecated-compose-key",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "A key or spelling that Compose has replaced",
  why: "The old spelling still works in some versions and not in others, and readers look for the new one.",
  remedy: "Write what the message names.",
  on: "compose",
  fix: "safe",

  *check(file) {
    const { root } = file;
    if (root?.kind !== "map") return;
    for (const section of ["volumes", "networks", "configs", "secrets"]) {
      for (const entry of entriesOf(root.get(section)?.value)) {
        const external = entry.value.kind === "map" ? entry.value.get("external") : undefined;
        const name = external?.value.kind === "map" ? external.value.get("name") : undefined;
        if (name) yield { at: name.keySpan, message: `the name of ${entry.key} stands below external, and beside it today`, address: `${section}.${entry.key}.external` };
      }
    }
    for (const service of file.services) {
      for (const [key, today] of [["x-develop", "develop"], ["links", "networks"]] as const) {
        const at = service.keySpanOf(key);
        if (!at || (key === "links" && service.get("links")?.kind === "scalar")) continue;
        yield { at, message: key === "links" ? `${service.name} has links, where services of one network find each other by name` : `${key} of ${service.name} is ${today} today`, address: `${service.address}.${key}` };
      }
      const watch = service.at("develop", "watch") ?? service.at("x-develop", "watch");
      for (const item of watch?.kind === "list" ? watch.items : []) {
        const old = item.kind === "map" ? item.get("x-initialSync") : undefined;
        if (old) yield { at: old.keySpan, message: `x-initialSync of ${service.name} is initial_sync today`, address: `${service.address}.develop.watch` };
      }
    }
    if (!file.documents.some(({ text }) => OLD_WORD.test(text))) return;
    const old: Finding[] = [];
    for (const entry of entriesOf(root)) if (!entry.key.startsWith("x-")) addOldBooleans(entry, 0, old);
    yield* old;
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            tty: yes # for the shell
            environment:
              tty: yes
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            tty: true # for the shell
            environment:
              tty: yes
      `,
    },
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            links: [db]
          db:
            image: postgres:16
            volumes: [data:/var/lib/postgresql/data]
        volumes:
          data:
            external:
              name: shop-data
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
          db:
            image: postgres:16
            volumes: [data:/var/lib/postgresql/data]
        volumes:
          data:
            external: true
            name: shop-data
      `,
      fixed: null,
    },
  ],
});

const BOOLEANS: ReadonlySet<string> = new Set([
  "privileged", "read_only", "tty", "stdin_open", "init", "oom_kill_disable", "use_api_socket", "external", "internal", "attachable", "enable_ipv6", "enable_ipv4",
  "nocopy", "create_host_path", "no_cache", "disable",
]);
const FREE: ReadonlySet<string> = new Set(["environment", "labels", "annotations", "args", "sysctls", "extra_hosts", "driver_opts", "options", "env_file"]);

function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === "map" ? node.entries : [];
}

const OLD_WORD = /\b(?:yes|no|on|off)\b/i;

/** Adds `yes` and its like where a boolean is asked for. */
function addOldBooleans(entry: YamlEntry, depth: number, found: Finding[]): void {
  const { value } = entry;
  if (entry.mergedFrom || value.aliasSpan || FREE.has(entry.key) || depth > 8) return;
  if (value.kind === "map") for (const one of value.entries) addOldBooleans(one, depth + 1, found);
  else if (value.kind === "list") for (const item of value.items) for (const one of entriesOf(item)) addOldBooleans(one, depth + 1, found);
  else if (value.style === "plain" && BOOLEANS.has(entry.key) && /^(yes|no|on|off)$/i.test(value.text)) {
    const today = /^(yes|on)$/i.test(value.text) ? "true" : "false";
    found.push({ at: value.span, message: `${value.text} is written ${today} today`, fix: { title: `write ${today}`, safe: true, edits: [replace(value.span, today)] } });
  }
}
