import { compose, rule } from "#rule";

export default rule({
  id: "shadowed-watch",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A watched path is mounted as well",
  why: "Compose does not watch a path that the service mounts from the host: the change is there already, and no rebuild or restart follows.",
  remedy: "Drop the mount or the watch.",
  on: "service",

  *check(service) {
    const watch = service.at("develop", "watch");
    for (const [at, item] of (watch?.kind === "list" ? watch.items : []).entries()) {
      const path = item.kind === "map" ? item.get("path")?.value : undefined;
      const text = path ? service.compose.resolve(path).value : undefined;
      if (!path || text === undefined) continue;
      const place = plain(text);
      const bind = service.hostBinds.find((one) => one.through === "entry" && (place === plain(one.path) || plain(one.path) === "" || place.startsWith(`${plain(one.path)}/`)));
      if (bind) yield { at: path.span, message: `${text} is mounted from the host, so Compose does not watch it`, related: [{ at: bind.entry.span, note: "mounted here" }], address: `${service.address}.develop.watch[${String(at)}]` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            build: .
            volumes:
              - ./src:/app/src
            develop:
              watch:
                - path: ./src
                  action: rebuild
      `,
      good: compose`
        services:
          web:
            build: .
            develop:
              watch:
                - path: ./src
                  action: rebuild
      `,
    },
  ],
});

function plain(path: string): string {
  return path.replace(/^(\.\/)+/, "").replace(/(?<!\/)\/+$/, "").replace(/^\.$/, "");
}
