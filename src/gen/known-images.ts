import type { KnownImageData, StoredEntry, StoredImage } from "../model/images/data.ts";
import { parseImageReference } from "../parse/imageref/index.ts";

/** An entry of `src/gen/known-images.json`, the file that people edit. One image may have several, by versions. */
interface InputEntry {
  readonly image: string;
  /** `<18`, `>=18`, `8.*`, `*-pg<18`, a glob over the tag, `*`; several with `|` between them. */
  readonly versions: string;
  readonly category: StoredImage["category"];
  readonly aliases?: readonly string[];
  readonly volumes?: readonly string[];
  /** `{major:18}` in a path is the version in the tag, 18 where it tells none. */
  readonly dataPaths: readonly { readonly path: string; readonly what: string; readonly loss: StoredEntry["dataPaths"][number][2]; readonly env?: string }[];
  readonly configPaths: readonly string[];
  readonly workdir?: string;
  readonly imageUser?: string;
  readonly user?: string;
  readonly runsAsRoot?: boolean;
  readonly ports: readonly string[];
  readonly stopSignal?: string;
  readonly stateless: boolean | null;
  readonly note?: string;
  readonly inherits?: string;
  readonly requires?: readonly string[];
  readonly pattern?: boolean;
}

/**
 * The text of `src/model/images/data.json` from the text of `src/gen/known-images.json`: names completed, sources left
 * out, one record for each image. Throws where the input names no image.
 */
export function knownImagesData(input: string): string {
  const entries: readonly InputEntry[] = JSON.parse(input) as readonly InputEntry[];
  const byImage = grouped(entries);
  const images: StoredImage[] = [];
  const names: Record<string, number> = {};
  const prefixes: Record<string, number> = {};
  for (const group of byImage.values()) {
    const first = group[0];
    if (!first) continue;
    for (const name of group.flatMap(({ image, aliases }) => [image, ...(aliases ?? [])])) {
      if (name.endsWith("/*")) prefixes[fullName(name.replace("/*", "/x")).replace(/x$/, "")] = images.length;
      else names[fullName(name)] = images.length;
    }
    const weak = first.pattern === true;
    images.push({ image: first.image, category: first.category, ...(weak ? { weak } : {}), entries: group.map(stored) });
  }
  const data: KnownImageData = { names, prefixes, images: images.map((image) => JSON.stringify(image)) };
  return `${JSON.stringify(data)}\n`;
}


function grouped(entries: readonly InputEntry[]): ReadonlyMap<string, InputEntry[]> {
  const groups = new Map<string, InputEntry[]>();
  for (const entry of entries) groups.set(entry.image, [...(groups.get(entry.image) ?? []), entry]);
  return groups;
}

function fullName(image: string): string {
  const parsed = parseImageReference(image);
  if (!parsed.ok || parsed.reference.name === undefined) throw new Error(`known images: "${image}" is no image name`);
  return parsed.reference.name;
}

function stored(entry: InputEntry): StoredEntry {
  const user = accountOf(entry.user);
  const imageUser = accountOf(entry.imageUser);
  return {
    versions: entry.versions,
    // Unknown, not empty, where nobody looked.
    ...(entry.volumes ? { volumes: entry.volumes } : {}),
    dataPaths: entry.dataPaths.map(({ path, what, loss, env }) => (env === undefined ? [path, what, loss] : [path, what, loss, env])),
    ...(entry.configPaths.length > 0 ? { configPaths: entry.configPaths } : {}),
    ...(entry.workdir === undefined ? {} : { workdir: entry.workdir.replace(/(.)\/$/, "$1") }),
    ...(imageUser === undefined ? {} : { imageUser }),
    ...(user === undefined ? {} : { user }),
    ...(entry.runsAsRoot === undefined ? {} : { runsAsRoot: entry.runsAsRoot }),
    ...(entry.ports.length > 0 ? { ports: entry.ports.map((port) => port.toLowerCase().replace(/\/tcp$/, "")) } : {}),
    ...(entry.stopSignal === undefined ? {} : { stopSignal: entry.stopSignal }),
    ...(entry.stateless === true ? { stateless: true } : {}),
    ...(entry.note === undefined ? {} : { note: entry.note }),
    ...(entry.inherits === undefined ? {} : { inherits: entry.inherits }),
    ...(entry.requires ? { requires: entry.requires } : {}),
  };
}

/** `postgres (uid 999)` is postgres; what names no fixed account is unknown. */
function accountOf(text: string | undefined): string | undefined {
  const account = text?.replace(/ (\(|via ).*$/, "").trim();
  return account !== undefined && /^[\w-]+(:[\w-]+)?$/.test(account) && account !== "PUID:PGID" ? account : undefined;
}
