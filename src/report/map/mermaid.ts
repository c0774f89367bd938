import { visible } from "../visible.ts";
import type { MapContainer, StorageMap } from "./facts.ts";
import { fateWords, mountOf } from "./words.ts";

/** The map as a Mermaid flowchart: containers to the places where their data lands. Shared volumes are one node. */
export function mermaidMap(map: StorageMap): string {
  const places = new Nodes("s");
  const lines = map.containers.flatMap((container, at) => containerLines(container, `c${at}`, places));
  return `${[
    "flowchart LR",
    ...lines,
    ...places.lines(),
    "  classDef lost stroke:#cf222e,stroke-width:2px,stroke-dasharray:4 3",
    "  classDef kept stroke:#1a7f37,stroke-width:2px",
  ].join("\n")}\n`;
}

function containerLines(container: MapContainer, id: string, places: Nodes): readonly string[] {
  const edges = new Map<string, Set<string>>();
  const add = (place: string, path: string): void => {
    edges.set(place, (edges.get(place) ?? new Set()).add(path));
  };
  for (const write of container.writes) {
    const mount = mountOf(write.path, container);
    const name = write.fate === mount?.kind ? placeName(mount.kind, mount.source, container, mount.target) : placeName(write.fate, null, container, "");
    add(places.id(name, write.survives.down ? "kept" : "lost"), write.path);
  }
  for (const mount of container.mounts) {
    const kept = mount.kind !== "anonymous-volume" && mount.kind !== "tmpfs";
    add(places.id(placeName(mount.kind, mount.source, container, mount.target), kept ? "kept" : "lost"), mount.target);
  }
  return [
    `  ${id}["${label(`${container.name} (${container.verdict})`)}"]`,
    ...[...edges].map(([place, paths]) => `  ${id} -->|"${paragraph([...paths])}"| ${place}`),
  ];
}

/** What makes two places the same: named sources are shared, all else belongs to its container. */
function placeName(kind: MapContainer["mounts"][number]["kind"], source: string | null, container: MapContainer, target: string): readonly string[] {
  return source === null ? [fateWords[kind], `of ${container.name}${target === "" ? "" : ` ${target}`}`] : [fateWords[kind], source];
}

class Nodes {
  readonly #prefix: string;
  readonly #known = new Map<string, { readonly id: string; readonly label: string; readonly style: string }>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  id(name: readonly string[], style: "kept" | "lost"): string {
    const text = paragraph(name);
    const known = this.#known.get(text) ?? { id: `${this.#prefix}${this.#known.size}`, label: text, style };
    this.#known.set(text, known);
    return known.id;
  }

  lines(): readonly string[] {
    return [...this.#known.values()].map((node) => `  ${node.id}[("${node.label}")]:::${node.style}`);
  }
}

function paragraph(lines: readonly string[]): string {
  const shown = lines.slice(0, 4).map(label);
  return [...shown, ...(lines.length > 4 ? [`and ${lines.length - 4} more`] : [])].join("<br/>");
}

/** A text inside quotes of Mermaid: what is no plain character stands as its entity. */
function label(text: string): string {
  return visible(text).replace(/[^\w\s./:,()\-]/gu, (character) => `#${character.codePointAt(0) ?? 63};`);
}
