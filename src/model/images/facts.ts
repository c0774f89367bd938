import type { DataPath, KnownImageFacts } from "../types.ts";
import type { StoredEntry, StoredImage } from "./data.ts";
import { leadingVersion, majorOf } from "./versions.ts";

/** What is known of the image that a reference names. */
export interface KnownImage extends KnownImageFacts {
  /**
   * True where the facts hold whatever the reference leaves open: the tag tells which entry of the data applies, or all
   * versions are alike. False where they are those of the newest version, of the nearest one looked at, or only what all share.
   */
  readonly factsCertain: boolean;
  /** Where it is not certain: the facts of each version that the reference may mean. */
  readonly alternatives: readonly KnownImageFacts[];
  /** Only the convention of the image's family is known; its data paths then stand in `alternatives`. */
  readonly weak: boolean;
  /** False where nobody looked which volumes this version declares: `volumes` is then empty without saying so. */
  readonly volumesKnown: boolean;
  readonly runsAsRoot: boolean | undefined;
  /** The image that it builds on. */
  readonly inherits: string | undefined;
  /** Service keys that the data needs to be found again, such as `hostname`. */
  readonly requires: readonly string[];
}

/** Why an entry's facts are told: its versions hold, it is the newest that may be meant, or the only one looked at. */
export type Certainty = "certain" | "newest" | "nearest";

/** One entry's facts at a tag. Of a version that nobody looked at the volumes are unknown. */
export function factsOf(image: StoredImage, entry: StoredEntry, tag: string, certainty: Certainty): KnownImage {
  const volumes = certainty === "nearest" ? undefined : entry.volumes;
  return {
    image: image.image,
    category: image.category,
    versions: entry.versions,
    versionCertain: leadingVersion(tag) !== undefined,
    factsCertain: certainty === "certain" && image.weak !== true,
    alternatives: [],
    weak: image.weak === true,
    volumes: volumes ?? [],
    volumesKnown: volumes !== undefined,
    dataPaths: entry.dataPaths.map((stored) => dataPath(stored, entry.versions, tag)),
    configPaths: entry.configPaths ?? [],
    workdir: entry.workdir,
    imageUser: entry.imageUser,
    user: entry.user,
    runsAsRoot: entry.runsAsRoot,
    ports: entry.ports ?? [],
    stopSignal: entry.stopSignal,
    stateless: entry.stateless === true,
    note: entry.note,
    inherits: entry.inherits,
    requires: entry.requires ?? [],
  };
}

function dataPath([path, what, loss, env]: StoredEntry["dataPaths"][number], versions: string, tag: string): DataPath {
  return { path: path.replace(/\{major:(\d+)\}/, (_whole, usual: string) => String(majorOf(versions, tag) ?? usual)), what, loss, env };
}

/** What all the entries share; no entry at all shares nothing but the image's category. */
export function agreed(image: StoredImage, entries: readonly StoredEntry[], tag: string): KnownImage {
  const all = entries.map((entry) => factsOf(image, entry, tag, "newest"));
  const same = <T>(pick: (facts: KnownImage) => T): T | undefined => {
    const [first, ...rest] = all.map(pick);
    return first !== undefined && rest.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : undefined;
  };
  const volumes = all.every(({ volumesKnown }) => volumesKnown) ? same((facts) => facts.volumes) : undefined;
  const paths = same((facts) => facts.dataPaths.map(({ path, loss, env }) => [path, loss, env]));
  return {
    image: image.image,
    category: image.category,
    versions: entries.map(({ versions }) => versions).join(" or "),
    versionCertain: leadingVersion(tag) !== undefined,
    factsCertain: entries.some(({ versions }) => versions === "*") && volumes !== undefined && paths !== undefined,
    alternatives: all.length > 1 ? all : [],
    weak: image.weak === true,
    volumes: volumes ?? [],
    volumesKnown: volumes !== undefined,
    dataPaths: (paths && all[0]?.dataPaths) ?? [],
    configPaths: same((facts) => facts.configPaths) ?? [],
    workdir: same((facts) => facts.workdir),
    imageUser: same((facts) => facts.imageUser),
    user: same((facts) => facts.user),
    runsAsRoot: same((facts) => facts.runsAsRoot),
    ports: same((facts) => facts.ports) ?? [],
    stopSignal: same((facts) => facts.stopSignal),
    stateless: same((facts) => facts.stateless) ?? false,
    note: same((facts) => facts.note),
    inherits: same((facts) => facts.inherits),
    requires: same((facts) => facts.requires) ?? [],
  };
}
