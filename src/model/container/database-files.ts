import { isDatabaseFile } from "../run/class.ts";
import type { Container, DatabaseFiles } from "../types.ts";

const SERVERS = new Set(["database", "queue", "search"]);

/**
 * Where the container keeps the files of a database that expects to be their only writer: the data of a known database, queue
 * or search server, of a known application that says it uses SQLite, and SQLite files that the container is known to write.
 */
export function databaseFilesOf(container: Container): readonly DatabaseFiles[] {
  const category = container.image?.known?.category ?? "";
  const found: DatabaseFiles[] = [];
  for (const data of container.dataPaths) {
    if (data.loss !== "data" || !(SERVERS.has(category) || /sqlite|\bh2\b|bolt/i.test(data.what))) continue;
    const trace = container.writes.find((write) => write.path === data.path && write.evidence === "known-image")?.trace ?? [];
    found.push({ path: data.path, fate: data.fate, what: data.what, kind: SERVERS.has(category) ? "server" : "embedded", trace, confidence: "certain" });
  }
  for (const write of container.writes) {
    if (write.evidence === "known-image" || write.type !== "file" || !isDatabaseFile(write.path)) continue;
    found.push({ path: write.path, fate: write.fate, what: "SQLite database", kind: "embedded", trace: write.trace, confidence: write.confidence });
  }
  return found;
}
