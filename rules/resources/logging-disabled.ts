import { compose, contains, cover, removeLines, rule, textOf, type Edit, type Service } from "#rule";

export default rule({
  id: "logging-disabled",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The service's output is thrown away",
  why: "With the driver none the engine keeps nothing of what the service says, and `docker logs` shows nothing when it fails.",
  remedy: "Take the setting out, or use a driver whose files are bounded, such as `local`.",
  peers: { same: [{ id: "compose-lint:CL-0014" }] },
  on: "service",
  fix: "safe",

  *check(service) {
    const driver = service.at("logging", "driver");
    if (!driver || service.compose.resolve(driver).value?.trim().toLowerCase() !== "none") return;
    const edit = withoutLogging(service);
    yield { at: driver.span, message: `nothing of what ${service.name} says is kept`, address: `${service.address}.logging`, ...(edit ? { fix: { title: "take the setting out", safe: true, edits: [edit] } } : {}) };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            logging:
              driver: none
            restart: always
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            restart: always
      `,
    },
    {
      about: "Nothing is taken out that holds a comment",
      bad: compose`
        services:
          web:
            image: nginx:1.27
            logging:
              # too chatty
              driver: "none"
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            logging:
              driver: json-file
      `,
      fixed: null,
    },
  ],
});

/** Cuts the key out where it stands on lines of its own, says nothing else and holds no comment. */
function withoutLogging(service: Service): Edit | undefined {
  const key = service.keySpanOf("logging");
  const value = service.get("logging");
  if (!key || value?.kind !== "map" || value.aliasSpan || value.entries.length !== 1 || !contains(service.span, key)) return undefined;
  const { document } = key;
  const whole = cover(key, value.span);
  const line = document.lineSpan(document.position(key.start).line);
  const last = document.lineSpan(document.position(Math.max(key.start, whole.end - 1)).line);
  const alone = document.text.slice(line.start, key.start).trim() === "" && document.text.slice(whole.end, last.end).trim() === "";
  return alone && !textOf(whole).includes("#") && (service.get("image") ?? service.get("build")) ? removeLines(whole) : undefined;
}
