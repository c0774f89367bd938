import { escapeMarkdown, markdownCode } from "../markup.ts";
import type { MapContainer, StorageMap } from "./facts.ts";
import { mermaidMap } from "./mermaid.ts";
import { events, fateWords, idleMounts, landing, unknownsOf, verdictReason } from "./words.ts";

/** The map as Markdown: the Mermaid drawing, then a table for each container. */
export function markdownMap(map: StorageMap): string {
  return `${[
    "# Where each container's data lives",
    ...(map.containers.length === 0 ? ["No containers found."] : [`\`\`\`mermaid\n${mermaidMap(map)}\`\`\``]),
    ...map.containers.map((container) => section(container, map)),
  ].join("\n\n")}\n`;
}

function section(container: MapContainer, map: StorageMap): string {
  const { origin, image } = container;
  return [
    `## ${escapeMarkdown(container.name)}`,
    `${markdownCode(`${origin.path}:${origin.line}`)}${image ? `, ${image.built ? "built here" : "image"} ${markdownCode(image.reference)}` : ""}. **${container.verdict}**: ${escapeMarkdown(verdictReason(container, map))}.`,
    ...(container.writes.length + container.mounts.length === 0 ? [] : [table(container)]),
    ...traces(container),
    ...unknownsOf(container, map).map((why) => `*Unknown:* ${escapeMarkdown(why)}.`),
  ].join("\n\n");
}

function table(container: MapContainer): string {
  const writes = container.writes.map((write) => [
    markdownCode(write.path), write.confidence === "likely" ? `${write.class}, likely` : write.class, escapeMarkdown(landing(write, container)),
    ...events.map(({ key }) => (write.survives[key] ? "yes" : "**no**")),
  ]);
  const mounts = idleMounts(container).map((mount) => [
    markdownCode(mount.target), "", escapeMarkdown(`${fateWords[mount.kind]}${mount.source === null ? "" : ` ${mount.source}`}`), ...events.map(() => ""),
  ]);
  const head = ["Path", "Class", "Lands on", ...events.map((event) => event.word)];
  return [head, head.map(() => "---"), ...writes, ...mounts].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function traces(container: MapContainer): readonly string[] {
  return container.writes.filter((write) => write.trace.length > 0).map((write) => [
    `How ${markdownCode(write.path)} is written:`,
    "",
    ...write.trace.map((step, at) => `${at + 1}. ${markdownCode(`${step.path}:${step.line}`)} ${escapeMarkdown(step.message)}`),
  ].join("\n"));
}
