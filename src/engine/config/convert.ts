import type { CatalogueEntry, PeerClaim, Severity } from "../../rule/index.ts";
import { nameInPeer, peerOf, withDefaults, type Catalogue, type OptionValues } from "../catalogue.ts";
import { presetRuns } from "../presets.ts";
import type { SeveritySetting } from "./configuration.ts";
import type { PeerFile } from "./peer-file.ts";
import type { PeerSettings } from "./peer-settings.ts";

/** What peers' files say, in our words. */
export interface Converted {
  readonly rules: ReadonlyMap<string, ConvertedRule>;
  readonly ignore: readonly string[];
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: readonly string[] }[];
  /** What could not be carried over, by file. */
  readonly left: readonly { readonly path: string; readonly what: string }[];
}

export interface ConvertedRule {
  readonly severity: SeveritySetting | undefined;
  readonly options: OptionValues;
  /** The peers' ids that ask for it. */
  readonly because: readonly string[];
}

/**
 * Turns peers' files into settings of ours beside a preset. Where two files speak of one rule, what switches it off counts, else
 * the first. A rule that the preset leaves off is not switched on by what a peer's file takes away from it.
 */
export function convert(catalogue: Catalogue, files: readonly PeerFile[], preset = "recommended"): Converted {
  const conversion = new Conversion(catalogue, new Set(presetRuns(catalogue, preset).map(({ entry }) => entry.rule.id)));
  for (const file of files) conversion.add(file);
  return conversion;
}

class Conversion implements Converted {
  readonly rules = new Map<string, ConvertedRule>();
  readonly ignore: string[] = [];
  readonly overrides: { readonly files: readonly string[]; readonly rules: readonly string[] }[] = [];
  readonly left: { readonly path: string; readonly what: string }[] = [];
  readonly #catalogue: Catalogue;
  /** The rules of the preset. */
  readonly #on: ReadonlySet<string>;

  constructor(catalogue: Catalogue, on: ReadonlySet<string>) {
    this.#catalogue = catalogue;
    this.#on = on;
  }

  add(file: PeerFile): void {
    const { settings, named, ignore, overrides, left } = file;
    const leave = (what: string): void => void this.left.push({ path: settings.path, what });
    for (const entry of this.#catalogue.entries) this.#rule(entry, settings, leave);
    this.ignore.push(...ignore.filter((one) => !this.ignore.includes(one)));
    for (const { files, ids } of overrides) {
      const rules = [...new Set(ids.flatMap((id) => this.#catalogue.answering(id).map(({ rule }) => rule.id)))];
      if (rules.length > 0) this.overrides.push({ files, rules });
    }
    for (const id of new Set(named)) if (this.#answering(id).length === 0) leave(`${nameInPeer(id)}: ${this.#why(id)}`);
    for (const what of left) leave(what);
  }

  #rule({ rule }: CatalogueEntry, settings: PeerSettings, leave: (what: string) => void): void {
    const claims = (rule.peers?.same ?? []).filter(({ id }) => covers(settings.peer, id));
    const off = claims.filter(({ id }) => settings.ignores(id));
    const severities = new Set(claims.flatMap(({ id }) => settings.severities.get(id) ?? []));
    const options = settings.options.get(rule.id) ?? {};
    if (off.length > 0 && off.length === claims.length) {
      this.#set(rule.id, { severity: "off", options: {}, because: off.map(({ id }) => id) });
      return;
    }
    const narrowed = off.length > 0 ? withoutClaims(rule.options, off) : {};
    if (narrowed === undefined) for (const { id } of off) leave(`${nameInPeer(id)}: our \`${rule.id}\` answers other rules as well and cannot leave this one out`);
    if (severities.size > 1) leave(`the different severities of ${claims.map(({ id }) => nameInPeer(id)).join(", ")}: our \`${rule.id}\` gets the highest`);
    const all = { ...narrowed, ...options };
    const severity = highest([...severities]);
    const asks = severity !== undefined || Object.keys(options).length > 0;
    if (Object.keys(all).length === 0 ? !asks : !asks && !this.#on.has(rule.id)) return;
    const because = claims.filter(({ id }) => settings.severities.has(id) || settings.ignores(id)).map(({ id }) => id);
    this.#set(rule.id, { severity, options: all, because: because.length > 0 ? because : claims.map(({ id }) => id) });
  }

  #set(id: string, setting: ConvertedRule): void {
    const known = this.rules.get(id);
    if (!known || (setting.severity === "off" && known.severity !== "off")) this.rules.set(id, setting);
    else if (known.severity !== "off") this.rules.set(id, { severity: known.severity ?? setting.severity, options: { ...setting.options, ...known.options }, because: [...known.because, ...setting.because] });
  }

  /** tally has hadolint's and BuildKit's rules under names of its own. */
  #answering(id: string): readonly CatalogueEntry[] {
    const found = this.#catalogue.answering(id);
    const borrowed = /^tally:(hadolint|buildkit|shellcheck)\/(.*)$/.exec(id);
    return found.length > 0 || !borrowed ? found : this.#catalogue.answering(`${borrowed[1] ?? ""}:${borrowed[2] ?? ""}`);
  }

  #why(id: string): string {
    const near = this.#catalogue.entries.filter(({ rule }) => rule.peers?.near?.includes(id) === true).map(({ rule }) => `\`${rule.id}\``);
    return near.length > 0 ? `no rule of ours answers it exactly, only nearly ${near.join(", ")}` : "no rule of ours answers it";
  }
}

function covers(peer: string, id: string): boolean {
  const own = peerOf(id);
  return own === peer || (peer === "hadolint" && own === "shellcheck") || (peer === "tally" && ["hadolint", "buildkit", "shellcheck"].includes(own));
}

/** Options that leave out what the given claims ask for: their values cut from the one list in which they differ from the default. */
function withoutClaims(schema: CatalogueEntry["rule"]["options"], claims: readonly PeerClaim[]): OptionValues | undefined {
  const defaults = withDefaults(schema);
  const cut = new Map<string, readonly unknown[]>();
  for (const { options } of claims) {
    const [entry, ...more] = Object.entries(options ?? {});
    const whole = entry && defaults[entry[0]];
    if (!entry || more.length > 0 || !Array.isArray(whole) || !Array.isArray(entry[1])) return undefined;
    const values: readonly unknown[] = entry[1];
    const from: readonly unknown[] = cut.get(entry[0]) ?? whole;
    cut.set(entry[0], from.filter((value) => !values.includes(value)));
  }
  return [...cut.values()].some((list) => list.length === 0) ? undefined : Object.fromEntries(cut);
}

function highest(severities: readonly Severity[]): Severity | undefined {
  return (["error", "warning", "info"] as const).find((one) => severities.includes(one));
}
