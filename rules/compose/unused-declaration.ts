import { compose, removeLines, rule, type YamlEntry } from "#rule";

export default rule({
  id: "unused-declaration",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Something is declared that no service uses",
  why: "It is left over, or a service names another one by mistake. Readers take it for part of the project.",
  remedy: "Take it out, or use it.",
  on: "compose",
  fix: "safe",

  *check(file) {
    if (file.root?.kind !== "map" || file.root.get("include") || file.services.length === 0 || /\{%|\{\{/.test(file.document.text)) return;
    for (const section of ["volumes", "networks", "configs", "secrets"] as const) {
      const declared = file.root.get(section);
      if (declared?.value.kind !== "map") continue;
      const used = file.namesIn(section);
      for (const entry of declared.value.entries) {
        if (used.has(entry.key) || (section === "networks" && entry.key === "default") || entry.mergedFrom || entry.key.startsWith("x-")) continue;
        if (entry.keySpan.document !== file.document || file.isNamedBelow(section, entry.key)) continue;
        const whole = declared.value.entries.length === 1 ? declared : entry;
        const own = !declared.value.aliasSpan && isPlain(whole);
        yield { at: entry.keySpan, message: `no service uses the ${section.slice(0, -1)} ${entry.key}`, address: `${section}.${entry.key}`, ...(own ? { fix: { title: "take it out", safe: true, edits: [removeLines(whole.span)] } } : {}) };
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: postgres:16
            volumes:
              - data:/var/lib/postgresql/data
        volumes:
          data:
          dta:
      `,
      good: compose`
        services:
          db:
            image: postgres:16
            volumes:
              - data:/var/lib/postgresql/data
        volumes:
          data:
      `,
    },
  ],
});

/** True for lines of its own, without an anchor or a comment in them. */
function isPlain(entry: YamlEntry): boolean {
  const { document, start, end } = entry.span;
  const first = document.lineSpan(document.position(start).line);
  const last = document.lineSpan(document.position(Math.max(start, end - 1)).line);
  const alone = document.text.slice(first.start, start).trim() === "" && document.text.slice(end, last.end).trim() === "";
  return alone && !/[#&]/.test(document.text.slice(first.start, last.end));
}
