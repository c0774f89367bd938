import { readProperties, readYaml, type Setting } from "../../../parse/settings/index.ts";
import { nameOf } from "../../paths.ts";
import type { ImageFile } from "../../types.ts";
import type { ConfigInput, ConfigRun } from "../types.ts";
import type { Placed } from "./settings.ts";

const MOST_LEVELS = 10;

/** The settings of a Spring program as it sees them: arguments before environment before files, later files before earlier ones. */
export class SpringSettings {
  readonly #found = new Map<string, Placed>();
  readonly #run: ConfigRun;
  readonly #input: ConfigInput;

  constructor(files: readonly ImageFile[], run: ConfigRun, input: ConfigInput) {
    this.#run = run;
    this.#input = input;
    for (const file of files) this.#read(file);
  }

  /** Every setting of the files that neither the environment nor an argument takes over. */
  * all(): Iterable<Placed> {
    for (const placed of this.#found.values()) if (!this.#isOverridden(placed.key)) yield placed;
  }

  /** A setting by its name in the files. */
  get(key: string): Placed | undefined {
    return this.#isOverridden(key) ? undefined : this.#found.get(canonical(key));
  }

  /** A value with its placeholders filled in; undefined where one of them is not known. */
  text(value: string, depth = 0): string | undefined {
    const open = value.indexOf("${");
    if (open < 0) return value;
    const close = closing(value, open + 2);
    if (close < 0 || depth > MOST_LEVELS) return undefined;
    const inner = value.slice(open + 2, close);
    const colon = inner.indexOf(":");
    const name = colon < 0 ? inner : inner.slice(0, colon);
    const filled = this.#variable(name.trim(), depth) ?? (colon < 0 ? undefined : this.text(inner.slice(colon + 1).replace(/^-/, ""), depth + 1));
    return filled === undefined ? undefined : this.text(value.slice(0, open) + filled + value.slice(close + 1), depth + 1);
  }

  #variable(name: string, depth: number): string | undefined {
    const { env, user } = this.#input;
    const set = env.get(name) ?? env.get(variableOf(name));
    if (set) return set.value;
    if (name === "user.home") return user === "root" ? "/root" : undefined;
    if (name === "java.io.tmpdir") return "/tmp";
    if (name === "user.dir") return this.#run.cwd;
    const other = this.#found.get(canonical(name));
    return other ? this.text(other.value.text, depth + 1) : undefined;
  }

  #isOverridden(key: string): boolean {
    const name = canonical(key);
    return this.#input.env.has(variableOf(key)) || this.#run.args.some((arg) => arg !== undefined && /^(--|-D)/.test(arg) && canonical(arg.replace(/^(--|-D)/, "").split("=", 1)[0] ?? "") === name);
  }

  #read(file: ImageFile): void {
    const text = file.text()?.text ?? "";
    const settings = file.path.endsWith(".properties") ? readProperties(text) : readYaml(text);
    const profile = /^application-([\w-]+)\./.exec(nameOf(file.path))?.[1];
    if (profile !== undefined && !this.#profiles().includes(profile)) return;
    const asleep = this.#asleep(settings);
    for (const { section, key, value } of settings) if (!asleep.has(section)) this.#found.set(canonical(key), { file, key, value });
  }

  /** Documents of a YAML file that only hold for a profile that is not on. */
  #asleep(settings: readonly Setting[]): ReadonlySet<string> {
    const conditions = settings.filter(({ key }) => key === "spring.config.activate.on-profile" || key === "spring.profiles");
    return new Set(conditions.filter(({ value }) => !this.#profiles().includes(value.text)).map(({ section }) => section));
  }

  #profiles(): readonly string[] {
    const said = this.#input.env.get("SPRING_PROFILES_ACTIVE")?.value
      ?? this.#run.args.find((arg) => /^(-D|--)spring\.profiles\.active=/.test(arg ?? ""))?.split("=")[1]
      ?? this.#found.get("spring.profiles.active")?.value.text;
    return (said ?? "default").split(",").map((name) => name.trim());
  }
}

/** Spring takes `log-file`, `logFile` and `logfile` for one. */
function canonical(key: string): string {
  return key.replace(/[-_]/g, "").toLowerCase();
}

/** The environment variable that sets a key. */
function variableOf(key: string): string {
  return key.replaceAll(".", "_").replaceAll("-", "").toUpperCase();
}

/** The place of the brace that closes a placeholder, others inside it left out. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    else if (text.charAt(at) === "}" && --depth === 0) return at;
  }
  return -1;
}
