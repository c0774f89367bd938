import type { Program } from "../machine.ts";
import { ARCHIVES } from "./archives.ts";
import { awk } from "./awk.ts";
import { COPIES } from "./copies.ts";
import { DATABASES } from "./databases.ts";
import { DOWNLOADS } from "./downloads.ts";
import { FRAMEWORKS } from "./frameworks.ts";
import { FILES } from "./plain-files.ts";
import { KEYS } from "./keys.ts";
import { PROJECTS } from "./projects.ts";
import { PRINTERS } from "./printers.ts";
import { quietPrograms } from "./quiet.ts";
import { RAILS } from "./rails.ts";
import { RUNNERS } from "./runners.ts";
import { SUPERVISORS } from "./supervisor.ts";
import { SEARCHES } from "./searches.ts";
import { FILTERS } from "./filters.ts";

let all: ReadonlyMap<string, Program> | undefined;

/** What is known of a program by its name; undefined for one that may do anything. */
export function programOf(name: string): Program | undefined {
  all ??= new Map(Object.entries({ ...quietPrograms(), ...PRINTERS, ...FILTERS, awk, gawk: awk, mawk: awk, ...SEARCHES, ...FILES, ...COPIES, ...ARCHIVES, ...DOWNLOADS, ...DATABASES, ...KEYS, ...RUNNERS, ...PROJECTS, ...FRAMEWORKS, ...RAILS, ...SUPERVISORS }));
  return all.get(name);
}
