import { compose, insertBefore, lineEnd, rule } from "#rule";

export default rule({
  id: "missing-project-name",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The volumes' names follow the folder's name",
  why: "Without a name the project is called like its folder. In a renamed or second copy of the folder the services find empty volumes.",
  remedy: "Give the project a `name`, or its volumes fixed ones.",
  peers: { same: [{ id: "dclint:require-project-name-field", options: { projects: "all" } }] },
  on: "compose",
  fix: "safe",
  options: {
    projects: { values: ["all", "with-data"], default: "with-data", meaning: "with-data: as above; all: any file without a top-level `name`, whatever its volumes." },
  },

  *check(file, { options }) {
    if (file.root?.kind !== "map" || file.root.get("name") || /^[ \t]*COMPOSE_PROJECT_NAME=/m.test(file.surroundings.read(".env") ?? "")) return;
    const kept = [...file.volumes.values()].find((volume) => !volume.external && volume.name === volume.key);
    if (options.projects === "with-data" && !kept) return;
    const first = file.root.entries.find((entry) => !entry.mergedFrom);
    const folder = file.document.path.split("/").at(-2)?.toLowerCase().replace(/[^a-z0-9_-]/g, "").replace(/^[_-]+/, "");
    const start = first?.keySpan.document === file.document && file.document.position(first.keySpan.start).column === 1 ? first.keySpan : undefined;
    const fix = start && folder ? { fix: { title: "write down the name it has now", safe: true, edits: [insertBefore(start, `name: ${quoted(folder)}${lineEnd(file.document)}`)] } } : {};
    yield { at: kept?.keySpan ?? first?.keySpan ?? file.root.span, message: kept && options.projects === "with-data" ? `the volume ${kept.key} is another one when the folder is renamed` : "the project has no name", address: "name", ...fix };
  },

  examples: [
    {
      bad: {
        "shop/compose.yaml": "services:\n  db:\n    image: postgres:16\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n",
      },
      good: {
        "shop/compose.yaml": "name: shop\nservices:\n  db:\n    image: postgres:16\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n",
      },
    },
    {
      about: "A folder that is called like a number",
      bad: {
        "1.0/compose.yaml": "services:\n  db:\n    image: postgres:16\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n",
      },
      good: {
        "1.0/compose.yaml": "name: \"10\"\nservices:\n  db:\n    image: postgres:16\n    volumes:\n      - data:/var/lib/postgresql/data\nvolumes:\n  data:\n",
      },
    },
    {
      about: "Any project",
      options: { projects: "all" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
      `,
      good: compose`
        name: site
        services:
          web:
            image: nginx:1.27
      `,
      fixed: null,
    },
  ],
});

/** A name that YAML would take for a number or another value needs quotes. */
function quoted(name: string): string {
  return /^(?:[-\d].*|true|false|null|yes|no|on|off|y|n)$/.test(name) ? `"${name}"` : name;
}
