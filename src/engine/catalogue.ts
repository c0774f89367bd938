import type { AnyRule, CatalogueEntry, OptionsSchema, PeerClaim } from "../rule/index.ts";

const knownPeers = [
  "buildkit", "checkov", "compose-go", "compose-lint", "dclint", "dockerfilelint", "hadolint", "kics", "semgrep", "shellcheck", "tally", "trivy",
];

/** The rules by id, and the peers' rules they answer. */
export class Catalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly #byId: ReadonlyMap<string, CatalogueEntry>;
  #byPeer: ReadonlyMap<string, readonly CatalogueEntry[]> | undefined;

  constructor(entries: readonly CatalogueEntry[]) {
    this.entries = entries;
    this.#byId = new Map(entries.map((entry) => [entry.rule.id, entry]));
  }

  get(id: string): CatalogueEntry | undefined {
    return this.#byId.get(id);
  }

  get ids(): readonly string[] {
    return [...this.#byId.keys()];
  }

  /** The rules that answer a peer's rule exactly, by its full id (`hadolint:DL3006`). */
  answering(peerId: string): readonly CatalogueEntry[] {
    return this.#peers().get(peerId) ?? [];
  }

  /** The peers that have a preset, sorted: also those none of whose rules is answered yet. */
  get peers(): readonly string[] {
    return [...new Set([...knownPeers, ...[...this.#peers().keys()].map(peerOf)])].sort();
  }

  /** Every name that `--preset` takes. */
  get presets(): readonly string[] {
    return ["recommended", "all", ...this.peers];
  }

  #peers(): ReadonlyMap<string, readonly CatalogueEntry[]> {
    if (this.#byPeer) return this.#byPeer;
    const found = new Map<string, CatalogueEntry[]>();
    for (const entry of this.entries) {
      for (const { id } of entry.rule.peers?.same ?? []) {
        const list = found.get(id);
        if (list) list.push(entry);
        else found.set(id, [entry]);
      }
    }
    return (this.#byPeer = found);
  }
}

/** `hadolint` of `hadolint:DL3006`. */
export function peerOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(":")));
}

/** `DL3006` of `hadolint:DL3006`. */
export function nameInPeer(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}

export type OptionValues = Readonly<Record<string, unknown>>;

/** A rule's options: the given values over the defaults. */
export function withDefaults(schema: OptionsSchema | undefined, given: OptionValues = {}): OptionValues {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(schema ?? {})) values[name] = name in given ? given[name] : option.default;
  return values;
}

/** A text that is equal for equal options; a list of choices is a set. */
export function optionsKey(rule: AnyRule, options: OptionValues): string {
  const schema = rule.options;
  if (!schema) return "";
  return JSON.stringify(Object.keys(schema).sort().map((name) => {
    const value = options[name];
    const option = schema[name];
    return option && "values" in option && Array.isArray(value) ? value.map(String).sort() : value;
  }));
}

/** The options that a claim puts in force. */
export function claimOptions(rule: AnyRule, claim: PeerClaim): OptionValues {
  return withDefaults(rule.options, claim.options);
}
