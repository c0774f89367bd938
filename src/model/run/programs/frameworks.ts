import { writeAt } from "../files.ts";
import { UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import { isList } from "../shell.ts";
import type { Argument } from "../types.ts";

/** A variable's text; undefined where it is set and cannot be told, null where nothing sets it. */
function variable({ shell }: Call, name: string): string | undefined | null {
  const binding = shell.vars.get(name);
  if (binding === undefined || binding === null) return null;
  return isList(binding) ? undefined : binding.text;
}

function textAt({ machine }: Call, path: string): string | undefined {
  return machine.input.fileAt(path)?.text()?.text;
}

/** A database file that the command is likely to make. */
function writeDatabase(call: Call, path: string | undefined, at: Argument | undefined): void {
  const { machine, shell } = call;
  const place = path === undefined || !at ? undefined : machine.world.resolve(shell.cwd, path);
  if (place && at) writeAt(machine, shell, place, at, { class: "data", confidence: "likely" });
}

const AIRFLOW_SETTINGS = ["AIRFLOW__CORE__SQL_ALCHEMY_CONN", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "AIRFLOW__CORE__SQL_ALCHEMY_CONN_CMD", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_CMD", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_SECRET"];

/** Airflow keeps its metadata in SQLite below AIRFLOW_HOME unless a connection is set (its configuration reference). */
function airflow(call: Call): Outcome {
  call.machine.journal.unknownProgram = true;
  const [first, second] = call.args;
  const command = [first?.value, second?.value].join(" ");
  if (!/^(initdb|upgradedb|resetdb|standalone)\b|^db (init|migrate|upgrade|reset)$/.test(command)) return UNSURE;
  if (AIRFLOW_SETTINGS.some((name) => variable(call, name) !== null)) return UNSURE;
  const given = variable(call, "AIRFLOW_HOME");
  const user = variable(call, "HOME");
  const home = given !== null ? given : typeof user === "string" ? `${user}/airflow` : undefined;
  if (home === undefined) return UNSURE;
  const configured = textAt(call, `${home}/airflow.cfg`);
  if (configured !== undefined && !/^[ \t]*sql_alchemy_conn[ \t]*=[ \t]*sqlite:/m.test(configured) && /^[ \t]*sql_alchemy_conn[ \t]*=/m.test(configured)) return UNSURE;
  writeDatabase(call, `${home}/airflow.db`, first);
  return UNSURE;
}

/** `php artisan migrate` with DB_CONNECTION=sqlite in the environment or the copied `.env`. */
function php(call: Call): Outcome {
  call.machine.journal.unknownProgram = true;
  const { machine, shell, args } = call;
  const task = args.find(({ value }) => value !== undefined && /^migrate(:(fresh|refresh|install))?$/.test(value));
  if (!task || !/(^|\/)artisan$/.test(args[0]?.value ?? "")) return UNSURE;
  const place = machine.world.resolve(shell.cwd, ".env");
  const file = place ? textAt(call, place.path) ?? "" : "";
  const setting = (name: string): string | undefined => {
    const own = variable(call, name);
    return own === null ? new RegExp(`^${name}=["']?([^"'\\s#]*)`, "m").exec(file)?.[1] : own;
  };
  if (setting("DB_CONNECTION") !== "sqlite") return UNSURE;
  const named = setting("DB_DATABASE");
  writeDatabase(call, named === undefined || named === "" ? "database/database.sqlite" : named, task);
  return UNSURE;
}

/** Programs of frameworks whose database is a file unless something says otherwise. All that they write is likely, no more. */
export const FRAMEWORKS: Readonly<Record<string, Program>> = { airflow, php, php8: php };
