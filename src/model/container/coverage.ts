import { isWithin, nameOf, parentOf } from "../paths.ts";
import type { Container, ContainerDataPath, DataCoverage, MissedMount, Mount } from "../types.ts";

/** Targets that hold settings, initial content or backups, never the data itself. */
const NO_DATA = /(^\/etc(\/|$))|conf(ig)?s?(\.d)?(\/|$)|dashboards?(\/|$)|init|backup|dump|export|import|secret|cert|ssl|log|plugin|script|template|provision|localtime|timezone|\.(ya?ml|conf|cnf|ini|json|sh|sql|env|toml|pem|crt|key|properties|js|php)$/i;

/**
 * What of a known image's durable data lies on a mount that outlives `down`, what does not, and which mounts were probably
 * meant for it and miss it.
 */
export function coverageOf(container: Container, otherImagesData: (path: string) => boolean): DataCoverage {
  const durable = container.dataPaths.filter((data) => data.loss === "data" || data.loss === "secrets");
  const lost = durable.filter((data) => isLost(data));
  const misses: MissedMount[] = [];
  const product = lost.length > 0 && lost.length === durable.length ? productName(container.image?.known?.image) : undefined;
  for (const data of lost) {
    if (data.movedBy) continue;
    for (const mount of candidates(container)) {
      const how = howItMisses(mount, data, otherImagesData) ?? (product !== undefined && isCalledAfter(mount, product) ? "sibling" : undefined);
      if (how) misses.push({ mount, data, how });
    }
  }
  return { kept: durable.filter((data) => !lost.includes(data)), lost, movedOff: lost.flatMap((data) => movedOff(container, data) ?? []), misses };
}

function movedOff(container: Container, data: ContainerDataPath): DataCoverage["movedOff"][number] | undefined {
  const mount = data.movedBy && container.fateOf(data.defaultPath).mount;
  return mount && mount.kind !== "anonymous-volume" && mount.kind !== "tmpfs" ? { data, mount } : undefined;
}

/** In the writable layer or an anonymous volume. */
function isLost(data: ContainerDataPath): boolean {
  return data.fate.kind === "writable-layer" || data.fate.kind === "anonymous-volume";
}

/** Writable volumes and directory binds that a file of the project declares, and that hold no known data path already. */
function candidates(container: Container): readonly Mount[] {
  return container.mounts.filter((mount) => {
    if (mount.declaredBy !== "compose" && mount.declaredBy !== "run") return false;
    if (mount.kind === "tmpfs" || mount.kind === "anonymous-volume" || mount.readOnly) return false;
    if (mount.entry?.type === "config" || mount.entry?.type === "secret") return false;
    return !container.dataPaths.some((data) => isWithin(data.path, mount.target) && data.fate.mount === mount);
  });
}

function howItMisses(mount: Mount, data: ContainerDataPath, otherImagesData: (path: string) => boolean): MissedMount["how"] | undefined {
  const target = mount.target;
  if (isWithin(data.path, target)) return "parent";
  if (isWithin(target, data.path)) return NO_DATA.test(target.slice(data.path.length)) || bringsPart(mount) ? undefined : "child";
  const root = data.fate.mount?.declaredBy !== "compose" ? data.fate.mount?.target : undefined;
  if (root !== undefined && isWithin(target, root)) return NO_DATA.test(target.slice(root.length)) || bringsPart(mount) ? undefined : "sibling";
  if (isMisspelt(target, data.path)) return "misspelt";
  if (NO_DATA.test(target) || bringsCode(mount)) return undefined;
  if (nameOf(target) === nameOf(data.path) && nameOf(target) !== "data") return "sibling";
  if (parentOf(target) === parentOf(data.path) && parentOf(target) !== "/") return "sibling";
  return otherImagesData(target) ? "other-image" : undefined;
}

/** What packages and people call the program of an image: `mongo` and `mongodb`, `postgresql` and `pgsql`. */
function productName(image: string | undefined): RegExp | undefined {
  if (image === undefined) return undefined;
  if (/postg|pgvector|timescale/.test(image)) return POSTGRES;
  if (/mysql|mariadb|percona/.test(image)) return MYSQL;
  const name = nameOf(image).toLowerCase().replace(/[-_](?:server|ce|ee|oss|community)$/, "");
  return /^[a-z][a-z0-9-]{2,}$/.test(name) ? new RegExp(`^${name}(?:db)?(?:[-_]?data)?$`) : undefined;
}

const POSTGRES = /^(?:postgres(?:ql)?|pgsql|pg)(?:[-_]?data)?$/;
const MYSQL = /^(?:mysql|mariadb)(?:[-_]?data)?$/;

/** `/var/lib/mongodb`, `/data/postgres`, `/var/lib/elasticsearch/data`: where the program keeps its data elsewhere, with nothing else mounted for it. */
function isCalledAfter(mount: Mount, product: RegExp): boolean {
  const { target } = mount;
  if (NO_DATA.test(target) || bringsCode(mount) || /^\/(?:var\/)?(?:run|tmp|cache)(?:\/|$)/.test(target)) return false;
  const last = nameOf(target).toLowerCase();
  return product.test(last) || (/^(?:data|db|storage)$/.test(last) && product.test(nameOf(parentOf(target)).toLowerCase()));
}

/** `../server:/app/server`: a folder of the project laid over its own place in the image. */
function bringsCode({ kind, source, target }: Mount): boolean {
  return kind === "bind-mount" && source !== undefined && /^\.{1,2}\//.test(source) && nameOf(source) === nameOf(target);
}

/** `./themes/shop:/var/www/html/wp-content/themes/shop` brings files into the data; what is called `data` is meant to hold it. */
function bringsPart(mount: Mount): boolean {
  return bringsCode(mount) && nameOf(mount.target) !== "data";
}

function isMisspelt(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return a !== b;
  return parentOf(a) === parentOf(b) && parentOf(a) !== "/" && distance(nameOf(a), nameOf(b)) === 1;
}

/** 0, 1 or 2 for "more than one" single-letter edits between two words. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end;
}
