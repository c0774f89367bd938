import { escapeMarkup } from "../markup.ts";
import { htmlPage } from "../page.ts";
import type { MapContainer, StorageMap } from "./facts.ts";
import { events, fateWords, idleMounts, landing, unknownsOf, verdictReason } from "./words.ts";

/** The map as a page that stands alone: no script, nothing loaded from elsewhere. */
export function htmlMap(map: StorageMap): string {
  return htmlPage("stowage map", mapSections(map));
}

/** The map as a part of a page: a heading, and a section for each container with its verdict and evidence. */
export function* mapSections(map: StorageMap): Iterable<string> {
  yield "<h1>Where each container's data lives</h1>";
  if (map.containers.length === 0) yield "<p>No containers found.</p>";
  for (const container of map.containers) yield section(container, map);
}

const verdictClasses = { stateful: "error", unknown: "warning", stateless: "info" } as const;

function section(container: MapContainer, map: StorageMap): string {
  const { origin, image } = container;
  return [
    `<article class="${verdictClasses[container.verdict]}">`,
    `<h2>${escapeMarkup(container.name)}</h2>`,
    `<p><code>${escapeMarkup(origin.path)}:${origin.line}</code>${image ? `, ${image.built ? "built here" : "image"} <code>${escapeMarkup(image.reference)}</code>` : ""}<br>`,
    `<strong>${container.verdict}</strong>: ${escapeMarkup(verdictReason(container, map))}</p>`,
    ...(container.writes.length + container.mounts.length === 0 ? [] : [table(container)]),
    ...container.writes.filter((write) => write.trace.length > 0).map((write) =>
      `<details><summary>How <code>${escapeMarkup(write.path)}</code> is written</summary><ol>${write.trace.map((step) =>
        `<li><code>${escapeMarkup(step.path)}:${step.line}</code> ${escapeMarkup(step.message)}</li>`).join("")}</ol></details>`),
    ...unknownsOf(container, map).map((why) => `<p>Unknown: ${escapeMarkup(why)}</p>`),
    "</article>",
  ].join("\n");
}

function table(container: MapContainer): string {
  const head = ["Path", "Class", "Lands on", ...events.map((event) => event.word)].map((word) => `<th>${escapeMarkup(word)}</th>`).join("");
  const writes = container.writes.map((write) => [
    write.path, write.confidence === "likely" ? `${write.class}, likely` : write.class, landing(write, container),
    ...events.map(({ key }) => (write.survives[key] ? "yes" : "no")),
  ]);
  const mounts = idleMounts(container).map((mount) => [
    mount.target, "", `${fateWords[mount.kind]}${mount.source === null ? "" : ` ${mount.source}`}`, ...events.map(() => ""),
  ]);
  const rows = [...writes, ...mounts].map((row) => `<tr>${row.map((text) => `<td>${escapeMarkup(text)}</td>`).join("")}</tr>`);
  return `<table><tr>${head}</tr>${rows.join("")}</table>`;
}
