import { compose, remove, replace, rule, type Fix, type Mount } from "#rule";

export default rule({
  id: "read-only-data-mount",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A read-only mount covers a path that the container writes",
  why: "The first write fails with \"Read-only file system\", most often at start.",
  remedy: "Drop `ro` from the mount, or give the program another place to write.",
  on: "container",
  fix: "unsafe",

  *check(container) {
    const seen = new Set<Mount>();
    for (const write of container.blockedWrites) {
      const mount = write.fate.mount;
      if (!mount || seen.has(mount)) continue;
      seen.add(mount);
      yield { at: mount.span, message: `${container.name} writes ${write.path}, but its mount is read-only`, trace: write.trace, confidence: write.confidence, ...makeWritable(mount) };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql:ro
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `,
    },
  ],
});

/** Takes `ro` out of the short form: with its colon where it stands alone. */
function makeWritable(mount: Mount): { readonly fix?: Fix } {
  const entry = mount.entry;
  const span = entry?.optionSpans.get("ro");
  if (!entry || !span || entry.syntax !== "short") return {};
  const edit = entry.options.length === 1 ? remove(span.document.span(span.start - 1, span.end)) : replace(span, "rw");
  return { fix: { title: "mount it writable", safe: false, edits: [edit] } };
}
