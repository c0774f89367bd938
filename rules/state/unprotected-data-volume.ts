import { rule, type Mount } from "#rule";

export default rule({
  id: "unprotected-data-volume",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "One option too many deletes the data of a production project",
  why: "`docker compose down -v` deletes every volume that the file declares itself. An external volume is left alone.",
  remedy: "Make the volume once by hand and declare it with `external: true`.",
  on: "container",

  *check(container) {
    if (container.service?.compose.purpose !== "production") return;
    const told = new Set<Mount>();
    for (const { fate, path, what } of container.databaseFiles) {
      const mount = fate.mount;
      if (mount?.kind !== "named-volume" || mount.declaredBy !== "compose" || !mount.volume || told.has(mount)) continue;
      told.add(mount);
      yield { at: mount.volume.keySpan, message: `\`down -v\` deletes ${mount.volume.key} with the ${what} of ${container.name}`, related: [{ at: mount.span, note: `mounted for ${path}` }], address: `volumes.${mount.volume.key}` };
    }
  },

  examples: [
    {
      bad: { "compose.prod.yaml": "services:\n  db:\n    image: mysql:8.4\n    volumes:\n      - db:/var/lib/mysql\nvolumes:\n  db:\n" },
      good: { "compose.prod.yaml": "services:\n  db:\n    image: mysql:8.4\n    volumes:\n      - db:/var/lib/mysql\nvolumes:\n  db:\n    external: true\n" },
    },
  ],
});
