import { readLines } from "../../../parse/settings/index.ts";
import type { DataClass, ImageFile } from "../../types.ts";
import type { ConfigInput, ConfigReader, ConfiguredWrite } from "../types.ts";
import { withEnvironment } from "./settings.ts";

const DIRECTIVES: ReadonlyMap<string, { readonly type: ConfiguredWrite["type"]; readonly class: DataClass }> = new Map([
  ["errorlog", { type: "file", class: "logs" }], ["customlog", { type: "file", class: "logs" }], ["transferlog", { type: "file", class: "logs" }], ["scriptlog", { type: "file", class: "logs" }],
  ["pidfile", { type: "file", class: "scratch" }], ["cacheroot", { type: "tree", class: "cache" }], ["davlockdb", { type: "file", class: "scratch" }],
]);

/** Apache httpd: logs, caches and the process file (httpd docs, directive index). */
export const apache: ConfigReader = (files, _run, input) => ({
  writes: files.flatMap((file) => readLines(file.text()?.text ?? "").flatMap(({ name, args }) => {
    const known = DIRECTIVES.get(name.toLowerCase());
    const [value] = args;
    if (!known || !value || /^(syslog|\|)/.test(value.text)) return [];
    return [{ file, key: name, value, path: pathOf(value.text, file, input), base: file.path.startsWith("/usr/local/apache2/") ? "/usr/local/apache2" : undefined, ...known }];
  })),
});

/** Debian's own start script sets APACHE_LOG_DIR and APACHE_RUN_DIR where nothing else does. */
function pathOf(text: string, file: ImageFile, { env }: ConfigInput): string {
  const filled = withEnvironment(text, env);
  if (!file.path.startsWith("/etc/apache2/")) return filled;
  return filled.replace(/^\$\{?APACHE_LOG_DIR\}?/, "/var/log/apache2").replace(/^\$\{?APACHE_RUN_DIR\}?/, "/run/apache2");
}
