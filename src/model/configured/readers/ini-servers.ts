import { readIni } from "../../../parse/settings/index.ts";
import type { DataClass } from "../../types.ts";
import { flagValue } from "../places.ts";
import type { ConfigReader, ConfiguredWrite } from "../types.ts";
import { isOn, lastByKey, type Placed } from "./settings.ts";

function write(setting: Placed, type: ConfiguredWrite["type"], kind: DataClass, base?: string): ConfiguredWrite {
  return { ...setting, path: setting.value.text, base, type, class: kind };
}

const MYSQL = { comments: "#;", trailing: "#", trailingNeedsBlank: true };
/** MySQL and MariaDB docs, option files: the groups that a server reads. */
const SERVER_SECTION = /^(server|mysqld|mariadb|mariadbd|galera|mysqld_safe|mariadbd?-safe|(mysqld|mariadbd?)-[\d.]+)$/i;
const MYSQL_FOLDERS = ["innodb_data_home_dir", "innodb_log_group_home_dir", "innodb_undo_directory", "aria_log_dir_path"];

/** MySQL and MariaDB: dashes and underscores in names are the same; relative paths hang on the data directory. */
export const mysql: ConfigReader = (files, run, { image }) => {
  const last = lastByKey(files, (text) => readIni(text, MYSQL), (section) => SERVER_SECTION.test(section), (key) => key.replaceAll("-", "_").toLowerCase());
  const flag = flagValue(run.args, ["--datadir"]);
  const folder = last.get("datadir");
  const home = flag ?? folder?.value.text ?? (image === undefined ? undefined : "/var/lib/mysql");
  const data = folder && flag === undefined ? write(folder, "tree", "data") : undefined;
  const found: ConfiguredWrite[] = data ? [data] : [];
  const add = (name: string, type: ConfiguredWrite["type"], kind: DataClass, when = true): void => {
    const setting = last.get(name);
    if (setting && setting.value.text !== "" && when && !/^(on|off|0|1)$/i.test(setting.value.text)) found.push(write(setting, type, kind, home));
  };
  add("log_error", "file", "logs");
  add("general_log_file", "file", "logs", isOn(last.get("general_log")?.value.text));
  add("slow_query_log_file", "file", "logs", isOn(last.get("slow_query_log")?.value.text));
  for (const name of MYSQL_FOLDERS) add(name, "tree", "data");
  add("tmpdir", "tree", "scratch");
  for (const name of ["socket", "pid_file"]) add(name, "file", "scratch");
  return { writes: found, data };
};

const PHP = { comments: ";#", trailing: ";" };

/** PHP, and the pools of PHP-FPM: uploads on their way, sessions, logs (PHP manual, list of php.ini directives; FPM configuration). */
export const php: ConfigReader = (files) => {
  const last = lastByKey(files, (text) => readIni(text, PHP), () => true, (key) => /^php_(?:admin_)?(?:value|flag)\[(.*)\]$/.exec(key)?.[1] ?? key);
  const found: ConfiguredWrite[] = [];
  const add = (name: string, type: ConfiguredWrite["type"], kind: DataClass): void => {
    const setting = last.get(name);
    if (setting && setting.value.text.startsWith("/")) found.push(write(setting, type, kind));
  };
  for (const name of ["upload_tmp_dir", "sys_temp_dir"]) add(name, "tree", "scratch");
  for (const name of ["error_log", "access.log", "slowlog", "mail.log"]) add(name, "file", "logs");
  for (const name of ["opcache.file_cache", "soap.wsdl_cache_dir"]) add(name, "tree", "cache");
  add("xdebug.output_dir", "tree", "scratch");
  const sessions = last.get("session.save_path");
  const handler = last.get("session.save_handler")?.value.text ?? "files";
  // "N;MODE;/path": how many levels of folders, then the path.
  const folder = sessions?.value.text.split(";").at(-1) ?? "";
  if (sessions && handler === "files" && folder.startsWith("/")) found.push({ ...write(sessions, "tree", "session"), path: folder });
  return { writes: found };
};

const GRAFANA = { comments: ";#" };

/**
 * Grafana: environment variables win over the file (Grafana docs, configure: override configuration with environment variables), and
 * the official image sets GF_PATHS_DATA and GF_PATHS_LOGS itself (its Dockerfile), so the file's `[paths]` count elsewhere only.
 */
export const grafana: ConfigReader = (files, _run, { env, image }) => {
  if (image !== undefined && /^grafana\/grafana/.test(image)) return { writes: [] };
  const last = lastByKey(files, (text) => readIni(text, GRAFANA), (section) => section === "paths");
  const found: ConfiguredWrite[] = [];
  const folder = env.has("GF_PATHS_DATA") ? undefined : last.get("data");
  const data = folder ? write(folder, "tree", "data", "/usr/share/grafana") : undefined;
  if (data) found.push(data);
  const logs = env.has("GF_PATHS_LOGS") ? undefined : last.get("logs");
  if (logs) found.push(write(logs, "tree", "logs", "/usr/share/grafana"));
  return { writes: found, data };
};
