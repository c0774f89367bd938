import type { DataClass, KnownImageFacts } from "../types.ts";

/** `data.json`, generated from `src/gen/known-images.json`. */
export interface KnownImageData {
  /** Full names (`docker.io/library/postgres`), aliases too, to their place in `images`. */
  readonly names: Readonly<Record<string, number>>;
  /** Beginnings of names that a whole family shares. */
  readonly prefixes: Readonly<Record<string, number>>;
  /** Each a `StoredImage` as JSON: a run asks for few of them. */
  readonly images: readonly string[];
}

export interface StoredImage {
  readonly image: string;
  readonly category: KnownImageFacts["category"];
  /** A family's convention, not looked up for the single image. */
  readonly weak?: boolean;
  readonly entries: readonly StoredEntry[];
}

/** What holds for some versions. What is left out is unknown, but for the lists `configPaths` and `ports` (empty) and `stateless` (false). */
export interface StoredEntry {
  readonly versions: string;
  readonly volumes?: readonly string[];
  /** Path, what it holds, class of the loss, variable that moves it. */
  readonly dataPaths: readonly (readonly [path: string, what: string, loss: DataClass, env?: string])[];
  readonly configPaths?: readonly string[];
  readonly workdir?: string;
  readonly imageUser?: string;
  readonly user?: string;
  readonly runsAsRoot?: boolean;
  readonly ports?: readonly string[];
  readonly stopSignal?: string;
  readonly stateless?: boolean;
  readonly note?: string;
  readonly inherits?: string;
  readonly requires?: readonly string[];
}

let loaded: KnownImageData | undefined;

/** The image at a place. */
export function storedAt(place: number): StoredImage | undefined {
  const text = knownImageData().images[place];
  if (text === undefined) return undefined;
  const image = read.get(place) ?? (JSON.parse(text) as StoredImage);
  read.set(place, image);
  return image;
}

const read = new Map<number, StoredImage>();

/** The data, read when the first image is asked for. */
export function knownImageData(): KnownImageData {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return (loaded ??= require("./data.json") as KnownImageData);
}
