import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The peers' cases and settings that are shared between projects; not part of this one. */
export const casesFolder = join(__dirname, "../../../shared/cases");

/** One case of a peer's own tests. */
export interface PeerCase {
  readonly peer: string;
  readonly id: string;
  readonly file: string;
  readonly content: string;
  readonly fixed?: string;
  readonly rules?: readonly string[];
  readonly fragment?: boolean;
  readonly context?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly expect?: readonly { readonly rule: string; readonly line?: number | null }[];
  readonly absent?: readonly string[];
  readonly absentAt?: readonly { readonly rule: string; readonly line: number }[];
}

/** The cases of one file; undefined, with a printed reason, where they are not next to the project. */
export function casesOf(name: string): readonly PeerCase[] | undefined {
  const path = join(casesFolder, `${name}.jsonl`);
  if (!existsSync(path)) {
    console.log(`skipped: the shared cases of ${name} are not next to this project`);
    return undefined;
  }
  return readFileSync(path, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as PeerCase);
}
