import { dockerfile, file, rule } from "#rule";

export default rule({
  id: "copy-into-inherited-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Files are copied below a VOLUME of the base image",
  why: "A container sees them only if its volume is new and empty. Every container that brings its volume along keeps the old files.",
  remedy: "Copy to a path outside the volume and let the entry point put the files in place.",
  on: "instruction",
  needs: { instructions: ["ADD", "COPY"] },

  *check(step) {
    const destination = step.copy?.destination;
    if (destination === undefined || !step.stage) return;
    const target = destination.replace(/(?<=^\/|[^/])\/+$/, "");
    for (const volume of step.before.volumes) {
      if (volume.from !== "base-image" || (target !== volume.path && !target.startsWith(`${volume.path}/`))) continue;
      yield { at: step.copy?.destinationSpan ?? step.instruction.headSpan, message: `${target} lies below ${volume.path}, a VOLUME of the base image: only a new volume gets these files`, related: [{ at: volume.span, note: `declares VOLUME ${volume.path}` }] };
      return;
    }
  },

  examples: [
    {
      bad: { ...dockerfile`
        FROM wordpress:6.7
        COPY theme /var/www/html/wp-content/themes/own
      `, ...file("theme/style.css")`
        body { color: black; }
      ` },
      good: { ...dockerfile`
        FROM wordpress:6.7
        COPY theme /usr/src/wordpress/wp-content/themes/own
      `, ...file("theme/style.css")`
        body { color: black; }
      ` },
    },
  ],
});
