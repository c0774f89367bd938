import { namingOf } from "../../container/environment.ts";
import { databaseFile } from "../../sqlite-address.ts";
import type { ConfiguredWrite } from "../types.ts";
import { isOn, type Placed } from "./settings.ts";
import type { SpringSettings } from "./spring-settings.ts";

/** Settings of Spring Boot and Quarkus that name what is written (their docs: common application properties; all configuration options). */
export function springWrites(settings: SpringSettings, cwd: string | undefined): readonly ConfiguredWrite[] {
  const found: ConfiguredWrite[] = [];
  const put = (placed: Placed | undefined, type: ConfiguredWrite["type"], kind: ConfiguredWrite["class"], tail = ""): void => {
    const path = placed && settings.text(placed.value.text);
    if (placed && path !== undefined && path !== "") found.push({ ...placed, path: path + tail, base: cwd, type, class: kind });
  };
  const logFile = settings.get("logging.file.name") ?? settings.get("logging.file");
  if (logFile) put(logFile, "file", "logs");
  else put(settings.get("logging.file.path") ?? settings.get("logging.path"), "file", "logs", "/spring.log");
  const accessLog = isOn(settings.get("server.tomcat.accesslog.enabled")?.value.text);
  put(settings.get("server.tomcat.basedir"), "tree", accessLog ? "logs" : "scratch");
  if (accessLog && settings.get("server.tomcat.accesslog.directory")?.value.text.startsWith("/")) put(settings.get("server.tomcat.accesslog.directory"), "tree", "logs");
  if (isOn(settings.get("server.undertow.accesslog.enabled")?.value.text)) put(settings.get("server.undertow.accesslog.dir"), "tree", "logs");
  if (isOn(settings.get("server.jetty.accesslog.enabled")?.value.text)) put(settings.get("server.jetty.accesslog.filename"), "file", "logs");
  put(settings.get("spring.servlet.multipart.location"), "tree", "scratch");
  if (isOn(settings.get("quarkus.log.file.enable")?.value.text) || isOn(settings.get("quarkus.log.file.enabled")?.value.text)) put(settings.get("quarkus.log.file.path"), "file", "logs");
  for (const placed of settings.all()) found.push(...addressed(placed, settings, cwd));
  return found;
}

/** The file of a database that runs inside the program, and folders whose key says that they take uploads and the like. */
function addressed(placed: Placed, settings: SpringSettings, cwd: string | undefined): readonly ConfiguredWrite[] {
  const text = settings.text(placed.value.text);
  if (text === undefined) return [];
  const database = text.startsWith("jdbc:") ? databaseFile(text) : undefined;
  if (database !== undefined) {
    const home = database.startsWith("~/") ? settings.text("${user.home}") : undefined;
    const path = database.startsWith("~/") ? (home === undefined ? undefined : home + database.slice(1)) : database;
    return path === undefined ? [] : [{ ...placed, path, base: cwd, type: "file", class: "data" }];
  }
  const naming = /^(spring|server|management|logging|quarkus)\./.test(placed.key) ? undefined : namingOf(placed.key.replace(/([a-z])([A-Z])/g, "$1_$2").replace(/[^\w]/g, "_"), text);
  return naming ? [{ ...placed, path: text, base: cwd, type: naming.type, class: naming.class }] : [];
}
