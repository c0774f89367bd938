import type { MappedText } from "#text";
import { writeAt } from "../files.ts";
import { UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import { traceInto } from "../scripts.ts";
import { isList } from "../shell.ts";

const TASK = /^(db:(setup|create|migrate|prepare|reset|schema:load|seed)|server|s)$/;
const MOST_LINES = 2000;

/** A variable's text; undefined where it is set and cannot be told, null where nothing sets it. */
function variable({ shell }: Call, name: string): string | undefined | null {
  const binding = shell.vars.get(name);
  if (binding === undefined || binding === null) return null;
  return isList(binding) ? undefined : binding.text;
}

/** `rails db:migrate`, `rake db:setup`, `rails server`, and the servers that start the application: the SQLite file of config/database.yml, where that says one. */
function rails(call: Call): Outcome {
  const { machine, shell, args, name, span } = call;
  machine.journal.unknownProgram = true;
  const asks = name !== "rails" && name !== "rake";
  if ((!asks && !args.some(({ value }) => value !== undefined && TASK.test(value))) || variable(call, "DATABASE_URL") !== null) return UNSURE;
  const place = machine.world.resolve(shell.cwd, "config/database.yml");
  const file = place && machine.input.fileAt(place.path);
  const text = file?.text();
  const environment = [variable(call, "RAILS_ENV"), variable(call, "RACK_ENV"), "development"].find((one) => one !== null);
  const database = text && typeof environment === "string" ? sqliteFile(text, environment) : undefined;
  const at = database && machine.world.resolve(shell.cwd, database.text);
  if (!file || !database || !at) return UNSURE;
  const inside = shell.copy();
  inside.trace = traceInto(shell, file.trace, span, `runs ${name}`);
  const where = database.span(0, database.text.length);
  writeAt(machine, inside, at, { value: database.text, text: database.text, raw: database.text, span: where, node: undefined, doubt: false, glob: false }, { class: "data", confidence: "likely" });
  return UNSURE;
}

/** The file that one environment of a database.yml names, its defaults taken along; undefined for another adapter or a computed name. */
export function sqliteFile(yaml: MappedText, environment: string): MappedText | undefined {
  const sections = new Map<string, { readonly text: string; readonly start: number }[]>();
  let current: { readonly text: string; readonly start: number }[] = [];
  let start = 0;
  for (const text of yaml.text.split("\n", MOST_LINES)) {
    const head = /^(\w+):/.exec(text)?.[1];
    const line = { text: text.replace(/\r$/, ""), start };
    start += text.length + 1;
    if (head === undefined) current.push(line);
    else sections.set(head, (current = [line]));
  }
  const own = sections.get(environment);
  const from = own && /<<:\s*\*(\w+)/.exec(own.map(({ text }) => text).join("\n"))?.[1];
  const shared = from === undefined ? [] : [...sections.values()].find(([head]) => head?.text.includes(`&${from}`)) ?? [];
  const all = [...shared, ...(own ?? [])];
  if (!all.some(({ text }) => /^\s+adapter:\s*["']?sqlite3\b/.test(text))) return undefined;
  const line = all.findLast(({ text }) => /^\s+database:/.test(text));
  const [, before, name] = /^(\s+database:\s*["']?)([^\s"'<>#]+)["']?\s*(?:#.*)?$/.exec(line?.text ?? "") ?? [];
  if (!line || before === undefined || name === undefined || name === ":memory:") return undefined;
  return yaml.slice(line.start + before.length, line.start + before.length + name.length);
}

/** Rails and what starts it. */
export const RAILS: Readonly<Record<string, Program>> = { rails, rake: rails, puma: rails, unicorn: rails, unicorn_rails: rails, thin: rails, rackup: rails, passenger: rails, falcon: rails, sidekiq: rails };
