import { paint, type Paint } from "../paint.ts";
import { plainLine, visible } from "../visible.ts";
import { padEnd, textWidth } from "../width.ts";
import type { MapContainer, MapWrite, StorageMap } from "./facts.ts";
import { events, fateWords, idleMounts, landing, unknownsOf, verdictReason } from "./words.ts";

/** The map for people at a terminal: a table for each container, then how each write is known. `yes` and `no` read without colour. */
export function prettyMap(map: StorageMap, options: { readonly color: boolean }): string {
  const style = paint(options.color);
  const lines = map.containers.length === 0 ? ["No containers found."] : map.containers.flatMap((container) => [...block(container, map, style), ""]);
  return lines.map((line) => `${plainLine(line.trimEnd())}\n`).join("");
}

function block(container: MapContainer, map: StorageMap, style: Paint): readonly string[] {
  return [
    `${style.bold(visible(container.name))}  ${style.dim(visible(`${container.origin.path}:${container.origin.line}`))}  ${imageWords(container)}`,
    `  ${verdictWord(container.verdict, style)}: ${visible(verdictReason(container, map))}`,
    ...table(container, style),
    ...container.writes.flatMap((write) => traceLines(write, style)),
    ...unknownsOf(container, map).map((why) => `  ${style.yellow("unknown:")} ${visible(why)}`),
  ];
}

function imageWords({ image, readOnlyRoot }: MapContainer): string {
  const words = image ? `${image.built ? "built here" : "image"} ${visible(image.reference)}${image.built || image.known ? "" : " (not known)"}` : "no image";
  return readOnlyRoot ? `${words}, root read-only` : words;
}

function verdictWord(verdict: MapContainer["verdict"], style: Paint): string {
  return { stateless: style.green, stateful: style.red, unknown: style.yellow }[verdict](verdict);
}

interface TableCell {
  readonly text: string;
  readonly style?: (text: string) => string;
}

function table(container: MapContainer, style: Paint): readonly string[] {
  const writes = container.writes.map((write): readonly TableCell[] => [
    { text: visible(write.path) },
    { text: write.confidence === "likely" ? `${write.class}, likely` : write.class },
    { text: visible(landing(write, container)) },
    ...events.map(({ key }) => write.survives[key] ? { text: "yes", style: style.green } : { text: "no", style: style.red }),
  ]);
  const mounts = idleMounts(container).map((mount): readonly TableCell[] => [
    { text: visible(mount.target) }, { text: "-" },
    { text: visible(`${fateWords[mount.kind]}${mount.source === null ? "" : ` ${mount.source}`}${mount.readOnly ? ", read-only" : ""}`) },
  ]);
  if (writes.length + mounts.length === 0) return [];
  const head = ["path", "class", "lands on", ...events.map((event) => event.word)].map((text): TableCell => ({ text, style: style.dim }));
  return aligned([head, ...writes, ...mounts]).map((line) => `  ${line}`);
}

function aligned(rows: readonly (readonly TableCell[])[]): readonly string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => textWidth(row[at]?.text ?? ""))));
  return rows.map((row) => row.map(({ text, style }, at) => {
    const blanks = padEnd(text, widths[at] ?? 0).slice(text.length);
    return (style ? style(text) : text) + blanks;
  }).join("  "));
}

function traceLines(write: MapWrite, style: Paint): readonly string[] {
  if (write.trace.length === 0) return [];
  return [
    `  ${style.dim("writes")} ${visible(write.path)}`,
    ...write.trace.map((step) => `    ${visible(step.path)}:${step.line} ${visible(step.message)}`),
  ];
}
