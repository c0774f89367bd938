import { Document } from "#text";
import type { Host, Note } from "../../model/index.ts";
import type { Catalogue } from "../catalogue.ts";
import type { PathPatterns } from "../ignore-rules.ts";
import { folderOf, inFolder } from "../paths.ts";
import { ConfigError, type Configuration } from "./configuration.ts";
import { isPlainMap, type PeerSettings, type PlainMap } from "./peer-settings.ts";

/** What is configured in a folder. With a configuration of ours, the peers' do not count. */
export interface Found {
  readonly configuration: Configuration | undefined;
  readonly peers: readonly PeerSettings[];
}

/** How many folders above the working directory are looked at. */
const highest = 32;

const nothing: Found = { configuration: undefined, peers: [] };
const ownNames = ["stowage.yaml", "stowage.yml", ".stowage.yaml", ".stowage.yml", "stowage.json"];
const peerNames: Readonly<Record<string, "hadolint" | "dclint" | "tally">> = {
  ".hadolint.yaml": "hadolint", ".hadolint.yml": "hadolint",
  ".dclintrc": "dclint", ".dclintrc.json": "dclint", ".dclintrc.yaml": "dclint", ".dclintrc.yml": "dclint",
  "tally.toml": "tally", ".tally.toml": "tally",
};

/** Finds and reads configuration: the nearest one upward of each folder, not above its git work tree or the project. */
export class ConfigFinder {
  readonly #host: Host;
  readonly #catalogue: Catalogue;
  readonly #fixed: Found | undefined;
  readonly #found = new Map<string, Found>();
  readonly #notes = new Map<string, Note>();

  /** `only` is the file of `--config`; `false` looks for none. Throws a `ConfigError` where that file is wrong. */
  constructor(host: Host, catalogue: Catalogue, only?: string | false) {
    this.#host = host;
    this.#catalogue = catalogue;
    if (only === false) this.#fixed = nothing;
    else if (only !== undefined) this.#fixed = { configuration: this.#read(only), peers: [] };
  }

  /** What is configured for the files of a folder. Throws a `ConfigError` for a wrong configuration. */
  in(folder: string): Found {
    if (this.#fixed) return this.#fixed;
    const known = this.#found.get(folder);
    if (known) return known;
    const found = this.#look(folder);
    this.#found.set(folder, found);
    return found;
  }

  ignoreIn(folder: string): readonly PathPatterns[] {
    const ignore = this.in(folder).configuration?.ignore;
    return ignore ? [ignore] : [];
  }

  /** One for each peer's configuration that is honoured. */
  get notes(): readonly Note[] {
    return [...this.#notes.values()];
  }

  #look(folder: string): Found {
    const entries = this.#host.list(folder);
    // Above the working directory a folder that cannot be listed is the end of the project.
    if (!entries) return /^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/.test(folder) ? nothing : this.#outer(folder);
    const files = new Set(entries.filter((entry) => entry.kind === "file").map((entry) => entry.name));
    const isTop = entries.some((entry) => entry.name === ".git");
    const outer = isTop ? nothing : this.#outer(folder);
    const own = this.#own(folder, files);
    if (own) return { configuration: own, peers: [] };
    if (outer.configuration) return outer;
    const peers = this.#peers(folder, files);
    const kept = outer.peers.filter((one) => !peers.some(({ peer }) => peer === one.peer));
    return peers.length > 0 ? { configuration: undefined, peers: [...kept, ...peers] } : outer;
  }

  #outer(folder: string): Found {
    const parent = folder === "." ? ".." : /(?:^|\/)\.\.$/.test(folder) ? `../${folder}` : folderOf(folder);
    return parent === folder || parent.length > 3 * highest ? nothing : this.in(parent);
  }

  #own(folder: string, files: ReadonlySet<string>): Configuration | undefined {
    const name = ownNames.find((one) => files.has(one));
    if (name !== undefined) return this.#read(inFolder(folder, name));
    return files.has("package.json") ? this.#fromPackage(inFolder(folder, "package.json")) : undefined;
  }

  #read(path: string): Configuration {
    const result = this.#host.read(path);
    if (!result.ok) throw new ConfigError([{ path, span: undefined, message: `the configuration ${result.message}` }]);
    const key = /(?:^|\/)package\.json$/.test(path) ? "stowage" : undefined;
    return readers().readConfiguration(new Document(path, result.text, "config"), this.#catalogue, key);
  }

  #fromPackage(path: string): Configuration | undefined {
    const result = this.#host.read(path);
    if (!result.ok || !result.text.includes('"stowage"')) return undefined;
    const content = parseJson(result.text);
    return isPlainMap(content) && isPlainMap(content["stowage"]) ? readers().readConfiguration(new Document(path, result.text, "config"), this.#catalogue, "stowage") : undefined;
  }

  #peers(folder: string, files: ReadonlySet<string>): readonly PeerSettings[] {
    const found = new Map<string, PeerSettings>();
    for (const [name, peer] of Object.entries(peerNames)) {
      if (!files.has(name) || found.has(peer)) continue;
      const settings = this.#peer(inFolder(folder, name), peer);
      if (settings) found.set(peer, settings);
    }
    return [...found.values()];
  }

  #peer(path: string, peer: "hadolint" | "dclint" | "tally"): PeerSettings | undefined {
    const result = this.#host.read(path);
    if (!result.ok) {
      this.#notes.set(path, { path, message: `${result.message}: ${peer}'s settings are not honoured`, incomplete: true });
      return undefined;
    }
    const settings = peer === "tally" ? fromToml(path, result.text) : fromYaml(path, result.text, peer);
    const problems = settings.problems.length > 0 ? ` (${settings.problems.join("; ")})` : "";
    this.#notes.set(path, { path, message: `${peer}'s settings are honoured for the rules that answer it${problems}; \`stowage init\` writes them as stowage.yaml`, incomplete: false });
    return settings;
  }
}

/** Loaded only where there is a configuration. */
function readers(): typeof import("./readers.ts") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return require("./readers.ts") as typeof import("./readers.ts");
}

function fromToml(path: string, text: string): PeerSettings {
  const { readToml, tallySettings } = readers();
  const { value, problems } = readToml(text);
  const settings = tallySettings(path, value);
  return { ...settings, problems: [...problems, ...settings.problems] };
}

function fromYaml(path: string, text: string, peer: "hadolint" | "dclint"): PeerSettings {
  const { parseCompose, plainValue, hadolintSettings, dclintSettings } = readers();
  const tree = parseCompose(new Document(path, text, "config"));
  const root = tree.roots[0];
  const value: unknown = root ? plainValue(root) : {};
  const config: PlainMap = isPlainMap(value) ? value : {};
  const problems = tree.faults.filter((fault) => fault.fatal).map((fault) => fault.message);
  const settings = peer === "hadolint" ? hadolintSettings(path, config) : dclintSettings(path, config);
  return { ...settings, problems };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch {
    return undefined;
  }
}
