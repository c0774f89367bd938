import type { Span } from "#text";
import type { Container, DataPath, Invocation, VariableValue } from "../types.ts";

/** Where a container's data lies instead of the image's own place; `unknown` where it is moved and nobody can tell where to. */
export type MovedData = { readonly path: string; readonly span: Span } | "unknown" | undefined;

interface Mover {
  readonly image: RegExp;
  /** The data path that moves; left out: all of the image's. */
  readonly path?: string;
  readonly variables: readonly string[];
  /** What the program puts below the directory that the variable names. */
  readonly below?: string;
}

/**
 * Variables besides the one that our data names for a path. Sources: InfluxDB 1, 2 and 3 docs, configuration options; Neo4j docs,
 * Docker configuration settings; CNCF Distribution docs, overriding options; n8n docs, deployment variables; Elasticsearch docs,
 * Docker; RabbitMQ docs, file and directory locations; Ghost docs, configuration (environment variables); Typesense docs, server
 * configuration; Hyperledger Fabric CA docs, server configuration.
 *
 * Some variables look as if they moved the data and do not: INFLUXD_BOLT_PATH moves the metadata alone, and RABBITMQ_DATA_DIR,
 * NEXUS_DATA, GHOST_CONTENT, GITEA_CUSTOM and MSSQL_DATA_DIR are read when the image is built, or name something else.
 */
const MOVERS: readonly Mover[] = [
  { image: /^influxdb$/, path: "/var/lib/influxdb", variables: ["INFLUXDB_DATA_DIR"] },
  { image: /^influxdb$/, path: "/var/lib/influxdb2", variables: ["INFLUXD_ENGINE_PATH"] },
  { image: /^influxdb$/, path: "/var/lib/influxdb3/data", variables: ["INFLUXDB3_DB_DIR", "INFLUXDB3_DATA_DIR"] },
  { image: /^neo4j$/, path: "/data", variables: ["NEO4J_server_directories_data", "NEO4J_dbms_directories_data"] },
  { image: /^registry$/, variables: ["REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY"] },
  { image: /n8n/, variables: ["N8N_USER_FOLDER"], below: "/.n8n" },
  { image: /^((docker\.elastic\.co\/elasticsearch\/)?elasticsearch|opensearchproject\/opensearch)$/, variables: ["path.data"] },
  { image: /rabbitmq/, variables: ["RABBITMQ_MNESIA_BASE", "RABBITMQ_MNESIA_DIR"] },
  { image: /^ghost$/, variables: ["paths__contentPath"] },
  { image: /\/fabric-ca$/, variables: ["FABRIC_CA_SERVER_HOME", "FABRIC_CA_HOME"] },
  { image: /^typesense\//, variables: ["TYPESENSE_DATA_DIR"] },
];

/** Moved by a variable that only this image knows, or by the words of its command. */
export function movedOtherwise(image: string, data: DataPath, container: Container): MovedData {
  if (/^minio\/|\/minio$|^minio$/.test(image) && data.loss === "data") return servedPath(container);
  for (const mover of MOVERS) {
    if (!mover.image.test(image) || (mover.path !== undefined && mover.path !== data.path)) continue;
    const setting = mover.variables.map((name) => container.env.get(name)).find((one) => one !== undefined);
    const moved = movedBySetting(setting, mover.below);
    if (moved) return moved;
  }
  return undefined;
}

/** Where a variable's value moves the data; a list of places or a pattern (`/d1,/d2`, `/disk{1...4}`) cannot be told as one. */
export function movedBySetting(setting: VariableValue | undefined, below = ""): MovedData {
  if (!setting) return undefined;
  if (setting.value === undefined || (setting.value.startsWith("/") && !isPlainPath(setting.value))) return "unknown";
  return setting.value.startsWith("/") && setting.span ? { path: setting.value + below, span: setting.span } : undefined;
}

/** One absolute path without anything that makes it a list or a pattern. */
export function isPlainPath(text: string): boolean {
  return /^\/[^\s,;{}*?|<>"'$]*$/.test(text);
}

/** MinIO keeps its objects where `server PATH` says; several places are a cluster of disks. */
function servedPath({ command, entrypoint }: Container): MovedData {
  const { words, invocation } = wordsOf(command, entrypoint);
  const at = words.indexOf("server");
  if (at < 0 || !invocation) return undefined;
  const places: { readonly word: string; readonly at: number }[] = [];
  for (let next = at + 1; next < words.length; next++) {
    const word = words[next] ?? "";
    if (!word.startsWith("-")) places.push({ word, at: next });
    else if (!word.includes("=") && !/^--(quiet|anonymous|json|no-color)$/.test(word)) next++;
  }
  const [only] = places;
  if (!only) return undefined;
  if (places.length > 1 || !/^\/[\w./-]+$/.test(only.word)) return "unknown";
  return { path: only.word, span: invocation.itemSpans[only.at] ?? invocation.span };
}

function wordsOf(...invocations: readonly (Invocation | undefined)[]): { readonly words: readonly string[]; readonly invocation: Invocation | undefined } {
  const invocation = invocations.find((one) => one !== undefined);
  if (!invocation) return { words: [], invocation };
  return { words: invocation.script ? invocation.script.text.trim().split(/\s+/).map((word) => word.replace(/^["']|["']$/g, "")) : invocation.words, invocation };
}
