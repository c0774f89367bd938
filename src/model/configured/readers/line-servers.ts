import { readIni, readLines, type Directive } from "../../../parse/settings/index.ts";
import { resolvePath } from "../../paths.ts";
import type { ImageFile } from "../../types.ts";
import { flagValue } from "../places.ts";
import type { ConfigReader, ConfiguredWrite } from "../types.ts";
import { isOn, lastByKey, type Placed } from "./settings.ts";

interface PlacedLine extends Placed {
  readonly args: Directive["args"];
}

/** The last directive of each name over several files. */
function lastByName(files: readonly ImageFile[]): ReadonlyMap<string, PlacedLine> {
  const found = new Map<string, PlacedLine>();
  for (const file of files) {
    for (const { name, args } of readLines(file.text()?.text ?? "")) {
      const [value] = args;
      if (value) found.set(name.toLowerCase(), { file, key: name, value, args });
    }
  }
  return found;
}

/**
 * Redis and its kin. A file that asks for snapshots or an append-only log makes it keep data; one that switches both off makes it
 * a cache; one that says nothing of it leaves that open (snapshots are the default, and seldom meant). Source: redis.conf of version 7.
 */
export const redis: ConfigReader = (files, run, input) => {
  const last = lastByName(files);
  const flags = run.args.join(" ");
  const appends = /--appendonly\s+yes/.test(flags) || isOn(last.get("appendonly")?.value.text);
  const saves = last.get("save");
  const snapshots = saves !== undefined && /^\d+/.test(saves.value.text);
  const persists = appends || snapshots ? true : saves?.value.text === "" ? false : undefined;
  const folder = last.get("dir");
  const cwd = input.image === undefined ? run.cwd : run.cwd ?? "/data";
  const base = folder ? (cwd === undefined ? absolute(folder.value.text) : resolvePath(cwd, folder.value.text)) : cwd;
  const writes: ConfiguredWrite[] = [];
  let data: ConfiguredWrite | undefined;
  const moved = flagValue(run.args, ["--dir"]) !== undefined;
  if (folder && base !== undefined && !moved && persists !== false) {
    data = { file: folder.file, key: folder.key, value: folder.value, path: base, type: "tree", class: persists === true ? "data" : "cache" };
    writes.push(data);
  } else if (!folder && !moved && base !== undefined && persists === true) {
    const reason = appends ? last.get("appendonly") : saves;
    const name = last.get(appends ? "appenddirname" : "dbfilename")?.value.text ?? (appends ? "appendonlydir" : "dump.rdb");
    if (reason) writes.push({ ...reason, path: name, base, type: appends ? "tree" : "file", class: "data" });
  }
  const log = last.get("logfile");
  if (log) writes.push({ ...log, path: log.value.text, base, type: "file", class: "logs" });
  const pid = last.get("pidfile");
  if (pid) writes.push({ ...pid, path: pid.value.text, type: "file", class: "scratch" });
  return { writes, data, persists };
};

function absolute(path: string): string | undefined {
  return path.startsWith("/") ? path : undefined;
}

/** Mosquitto keeps nothing unless `persistence true` says so (mosquitto.conf(5)). */
export const mosquitto: ConfigReader = (files) => {
  const last = lastByName(files);
  const writes: ConfiguredWrite[] = [];
  const persists = isOn(last.get("persistence")?.value.text);
  const location = last.get("persistence_location") ?? last.get("persistence_file");
  const data: ConfiguredWrite | undefined = persists && location ? { ...location, path: location.value.text, type: location.key.endsWith("file") ? "file" : "tree", class: "data" } : undefined;
  if (data) writes.push(data);
  for (const file of files) {
    for (const { name, args } of readLines(file.text()?.text ?? "")) {
      const [where, path] = args;
      if (name === "log_dest" && where?.text === "file" && path) writes.push({ file, key: name, value: path, path: path.text, type: "file", class: "logs" });
    }
  }
  const pid = last.get("pid_file");
  if (pid) writes.push({ ...pid, path: pid.value.text, type: "file", class: "scratch" });
  return { writes, data, persists };
};

const POSTGRES = { comments: "#", trailing: "#" };

/** PostgreSQL: the data directory, and logs where the collector is on (postgresql.conf: log_directory hangs on the data directory). */
export const postgres: ConfigReader = (files, run, { env, image }) => {
  const last = lastByKey(files, (text) => readIni(text, POSTGRES), () => true, (key) => key.toLowerCase());
  const flag = flagValue(run.args, ["data_directory", "-D"]);
  const folder = last.get("data_directory");
  const home = flag ?? folder?.value.text ?? env.get("PGDATA")?.value ?? (image === undefined ? undefined : "/var/lib/postgresql/data");
  const writes: ConfiguredWrite[] = [];
  const data: ConfiguredWrite | undefined = folder && flag === undefined ? { ...folder, path: folder.value.text, type: "tree", class: "data" } : undefined;
  if (data) writes.push(data);
  const logs = last.get("log_directory");
  if (logs && isOn(last.get("logging_collector")?.value.text)) writes.push({ ...logs, path: logs.value.text, base: home, type: "tree", class: "logs" });
  const pid = last.get("external_pid_file");
  if (pid) writes.push({ ...pid, path: pid.value.text, type: "file", class: "scratch" });
  return { writes, data };
};
