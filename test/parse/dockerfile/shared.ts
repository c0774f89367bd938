import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Document } from "#text";
import { parseDockerfile, type DockerfileTree } from "../../../src/parse/dockerfile/index.ts";

/** The folder beside the project that holds the peers' cases and the corpus. */
export const shared = resolve(__dirname, "../../../../shared");

/** The path below `shared`, or undefined (with a printed reason) where it is not there. */
export function sharedPath(path: string): string | undefined {
  const full = join(shared, path);
  if (existsSync(full)) return full;
  console.warn(`skipped: ${path} is not beside the project (../shared)`);
  return undefined;
}

export function read(path: string): string {
  return readFileSync(path, "utf8");
}

export function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

export function parse(text: string): DockerfileTree {
  return parseDockerfile(new Document("Dockerfile", text, "dockerfile"));
}

export function fatal(tree: DockerfileTree): string[] {
  return tree.faults.filter((fault) => fault.fatal).map((fault) => fault.code);
}
