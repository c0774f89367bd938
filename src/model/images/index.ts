import { parseImageReference, type ImageReference } from "../../parse/imageref/index.ts";
import { knownImageData, storedAt, type StoredEntry, type StoredImage } from "./data.ts";
import { agreed, factsOf, type Certainty, type KnownImage } from "./facts.ts";
import { closeness, holdsFor, isBounded, isSeries, leadingVersion, newestFirst } from "./versions.ts";

export type { KnownImage } from "./facts.ts";

/** Mirrors of Docker Hub: the beginning of the name there, and on Docker Hub. */
const MIRRORS: readonly (readonly [mirror: string, hub: string])[] = [
  ["registry-1.docker.io/", "docker.io/"],
  ["registry.hub.docker.com/", "docker.io/"],
  ["mirror.gcr.io/", "docker.io/"],
  ["public.ecr.aws/docker/library/", "docker.io/library/"],
  ["public.ecr.aws/bitnami/", "docker.io/bitnami/"],
];

/** Tags under which a repository publishes something else than the application: the images that it is built on, and its clients. */
const OTHER_PROGRAMS: ReadonlyMap<string, RegExp> = new Map([["louislam/uptime-kuma", /^(base|builder|push|pr-test)/], ["ghcr.io/mealie-recipes/mealie", /^frontend/]]);

/**
 * What our data says of an image reference (text, or parsed already); undefined for images that are not in it and for
 * names that a variable decides. Without a tag the newest version is meant; where a variable or a digest hides the
 * version only what all versions share is told.
 */
export function knownImage(reference: string | ImageReference): KnownImage | undefined {
  const parsed = typeof reference === "string" ? parseImageReference(reference.trim()) : { ok: true as const, reference };
  if (!parsed.ok || parsed.reference.name === undefined) return undefined;
  const image = storedImage(parsed.reference.name);
  if (!image) return undefined;
  const { tag, digest } = parsed.reference;
  if (tag?.value !== undefined && OTHER_PROGRAMS.get(image.image)?.test(tag.value) === true) return undefined;
  if (image.weak) return weakImage(image);
  if (tag ? tag.value === undefined : digest !== undefined) return agreed(image, image.entries, "");
  return atTag(image, tag?.value ?? "latest");
}

/** True where some known image keeps data or secrets at this absolute path. */
export function isKnownDataPath(path: string): boolean {
  return (dataPaths ??= collectDataPaths()).has(path);
}

let dataPaths: ReadonlySet<string> | undefined;

function collectDataPaths(): ReadonlySet<string> {
  const images = knownImageData().images.keys();
  const facts = [...images].flatMap((place) => storedAt(place) ?? []).flatMap((image) => (image.weak ? [] : image.entries.map((entry) => factsOf(image, entry, "", "certain"))));
  const kept = facts.flatMap(({ dataPaths: paths }) => paths.filter(({ loss }) => loss === "data" || loss === "secrets"));
  return new Set(kept.map(({ path }) => path));
}

function storedImage(name: string): StoredImage | undefined {
  const { names, prefixes } = knownImageData();
  const onHub = hubName(name);
  const index = Object.hasOwn(names, onHub) ? names[onHub] : prefixes[Object.keys(prefixes).find((prefix) => onHub.startsWith(prefix)) ?? ""];
  return index === undefined ? undefined : storedAt(index);
}

function hubName(name: string): string {
  const mirror = MIRRORS.find(([beginning]) => name.startsWith(beginning));
  if (!mirror) return name;
  const rest = name.slice(mirror[0].length);
  return mirror[1] === "docker.io/" && !rest.includes("/") ? `docker.io/library/${rest}` : mirror[1] + rest;
}

function weakImage(image: StoredImage): KnownImage {
  const [entry] = image.entries;
  const facts = entry ? factsOf(image, entry, "", "newest") : agreed(image, [], "");
  return { ...facts, dataPaths: [], volumes: [], volumesKnown: false, alternatives: [facts] };
}

function atTag(image: StoredImage, tag: string): KnownImage {
  const closest = image.entries.filter(({ versions }) => holdsFor(versions, tag) === "yes").sort((a, b) => closeness(b) - closeness(a))[0];
  if (closest) return factsOf(image, closest, tag, "certain");
  const possible = image.entries.filter(({ versions }) => holdsFor(versions, tag) === "maybe");
  const newest = newestFirst(possible)[0];
  if (newest) return withAlternatives(image, newest, possible, tag, "newest");
  const [only] = image.entries;
  if (only && image.entries.length === 1 && isSeries(only)) return withAlternatives(image, only, [only], tag, "nearest");
  return agreed(image, image.entries.some(isBounded) ? [] : image.entries, leadingVersion(tag) ? tag : "");
}

function withAlternatives(image: StoredImage, entry: StoredEntry, possible: readonly StoredEntry[], tag: string, certainty: Certainty): KnownImage {
  return { ...factsOf(image, entry, tag, certainty), alternatives: possible.map((other) => factsOf(image, other, tag, "newest")) };
}
