import { compose, replace, rule, textOf } from "#rule";

export default rule({
  id: "ignored-mount-option",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A mount option that Compose does not know",
  why: "Compose drops an option that it does not know without a word, so the mount is not what the line says.",
  remedy: "Take it out, or write the option that is meant.",
  on: "service",
  fix: "safe",

  *check(service) {
    for (const entry of service.volumes) {
      if (entry.syntax !== "short" || !entry.address.includes(".volumes[")) continue;
      const unknown = entry.options.filter((option) => !KNOWN.has(option));
      if (unknown.length === 0) continue;
      const written = textOf(entry.span);
      const better = withoutOptions(written, unknown);
      const fix = better === undefined || written.includes("$") ? {} : { fix: { title: `take ${unknown.join(" and ")} out`, safe: true, edits: [replace(entry.span, better)] } };
      yield { at: entry.span, message: `Compose drops ${unknown.join(" and ")} on ${entry.target ?? "this mount"}`, address: entry.address, ...fix };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - ./site:/srv/site:cached
              - "./etc:/etc/nginx:ro,delegated"
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - ./site:/srv/site
              - "./etc:/etc/nginx:ro"
      `,
    },
  ],
});

const KNOWN: ReadonlySet<string> = new Set(["ro", "rw", "z", "Z", "nocopy", "private", "rprivate", "shared", "rshared", "slave", "rslave"]);

function withoutOptions(written: string, unknown: readonly string[]): string | undefined {
  const match = /^(["']?)(.*):([^:"']*)(["']?)$/.exec(written);
  const [, open = "", start = "", options = "", close = ""] = match ?? [];
  if (!match || !options.split(",").some((option) => unknown.includes(option))) return undefined;
  const kept = options.split(",").filter((option) => !unknown.includes(option));
  return `${open}${start}${kept.length > 0 ? `:${kept.join(",")}` : ""}${close}`;
}
