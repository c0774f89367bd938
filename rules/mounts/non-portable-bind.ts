import { compose, replace, rule, type Fix, type Mount } from "#rule";

export default rule({
  id: "non-portable-bind",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A bind mount names a folder that only one machine has",
  why: "On another machine the folder is missing, and the engine then makes an empty one there, owned by root. A drive letter's colon is also read differently by other engines.",
  remedy: "Use a path relative to the compose file, a named volume, or a variable.",
  on: "mount",
  fix: "safe",
  options: {
    kinds: { values: ["drive-letter", "home"], default: ["drive-letter", "home"], meaning: "Which paths count; home stands for the others." },
  },

  *check(mount, { options }) {
    const { source } = mount;
    if (mount.kind !== "bind-mount" || source === undefined || mount.declaredBy === "volumes-from" || (mount.entry?.unresolved.length ?? 0) > 0) return;
    const isDrive = /^[A-Za-z]:[\\/]/.test(source) || source.startsWith("\\\\") || /^\/[a-z]\/Users\//.test(source);
    const isHome = /^\/(Users|home)\/[^/$]+/.test(source) || /^\/mnt\/[a-z]\//.test(source);
    if (isDrive && options.kinds.includes("drive-letter") && mount.entry?.syntax === "short") {
      yield { at: mount.entry.sourceSpan ?? mount.span, message: `other engines read the colon of ${source} as the end of the source`, ...longForm(mount) };
    } else if (isHome && options.kinds.includes("home")) {
      yield { at: mount.entry?.sourceSpan ?? mount.span, message: `${source} exists on one machine only` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - C:\Users\anna\site:/srv/site
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - ./site:/srv/site
      `,
      fixed: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - type: bind
                source: C:\Users\anna\site
                target: /srv/site
      `,
    },
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - /home/anna/site:/srv/site
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - /srv/site:/srv/site
      `,
      fixed: null,
    },
  ],
});

/** The long form keeps source and target apart without a colon; only for a plain entry without options. */
function longForm(mount: Mount): { readonly fix?: Fix } {
  const entry = mount.entry;
  const { document, start } = mount.span;
  const { column } = document.position(start);
  const isPlain = entry?.source !== undefined && entry.target !== undefined && entry.options.length === 0 && /[^"'\s]/.test(document.text[start] ?? " ");
  if (!isPlain || document.slice(start - 2, start) !== "- ") return {};
  const indent = `\n${" ".repeat(column - 1)}`;
  const text = `type: bind${indent}source: ${entry.source}${indent}target: ${entry.target}`;
  return { fix: { title: "write it in the long form", safe: true, edits: [replace(mount.span, text)] } };
}
