import { readBlocks, type Directive, type SettingText } from "../../../parse/settings/index.ts";
import { nameOf, parentOf, resolvePath } from "../../paths.ts";
import type { ImageFile } from "../../types.ts";
import type { ConfigInput, ConfigReader, ConfiguredWrite } from "../types.ts";
import { withEnvironment } from "./settings.ts";

const FOLDERS = /^(client_body_temp_path|(proxy|fastcgi|uwsgi|scgi)_temp_path)$/;
const CACHES = /^(proxy|fastcgi|uwsgi|scgi)_cache_path$/;
const MOST_FILES = 200;

/** nginx: logs, caches, temporary folders and the process file. Where a whole nginx.conf is there, only what it includes is read (nginx docs, core and HTTP modules). */
export const nginx: ConfigReader = (files, run, input) => {
  const main = files.find((file) => nameOf(file.path) === "nginx.conf" || run.args.includes(file.path));
  const writes: ConfiguredWrite[] = [];
  const queue = main ? [main] : [...files];
  const seen = new Set(queue.map(({ path }) => path));
  for (let file = queue.shift(); file && seen.size < MOST_FILES; file = queue.shift()) {
    for (const directive of readBlocks(file.text()?.text ?? "")) {
      if (directive.name === "include") for (const one of included(directive, main ?? file, input)) {
        if (!seen.has(one.path)) queue.push(one);
        seen.add(one.path);
      }
      const write = writeOf(file, directive, input);
      if (write) writes.push(write);
    }
  }
  return { writes };
};

/** `include conf.d/*.conf;` hangs on the folder of nginx.conf. The official image fills conf.d from its templates at start. */
function included({ args }: Directive, main: ImageFile, input: ConfigInput): readonly ImageFile[] {
  const pattern = resolvePath(parentOf(main.path), args[0]?.text ?? "");
  const star = nameOf(pattern).split("*");
  if (star.length === 1) return [input.fileAt(pattern) ?? []].flat();
  const [before = "", after = ""] = star;
  const templates = pattern.startsWith("/etc/nginx/conf.d/") ? input.filesIn("/etc/nginx/templates").filter(({ path }) => path.endsWith(".template")) : [];
  return [...input.filesIn(parentOf(pattern)).filter(({ path }) => nameOf(path).startsWith(before) && nameOf(path).endsWith(after)), ...templates];
}

function writeOf(file: ImageFile, { name, args }: Directive, { env, image }: ConfigInput): ConfiguredWrite | undefined {
  const [first] = args;
  if (!first) return undefined;
  const value: SettingText = file.path.endsWith(".template") ? { ...first, text: withEnvironment(first.text, env) } : first;
  const base = /openresty/.test(image ?? "") ? "/usr/local/openresty/nginx" : image === undefined ? undefined : "/etc/nginx";
  const made = { file, key: name, value, path: value.text, base };
  if (name === "access_log" || name === "error_log") return /^(off|stderr|syslog:.*|memory:.*)$/.test(value.text) ? undefined : { ...made, type: "file", class: "logs" };
  if (CACHES.test(name)) return { ...made, type: "tree", class: "cache" };
  if (FOLDERS.test(name)) return { ...made, type: "tree", class: "scratch" };
  return name === "pid" || name === "lock_file" ? { ...made, type: "file", class: "scratch" } : undefined;
}
