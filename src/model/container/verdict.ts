import type { Container, Image, Write } from "../types.ts";
import type { ModelContainer } from "./container.ts";
import { knowsData } from "./data-paths.ts";

/**
 * Stateless: every write that is no scratch, no cache and no settings file made anew at each start survives `down` and `up`, or there is none. Stateful: some does not. Unknown: the
 * tool cannot tell (state-model, stateless or stateful). The reasons for an unknown come along.
 */
export function verdictOf(container: ModelContainer): { readonly verdict: Container["verdict"]; readonly unknowns: readonly string[] } {
  const unknowns = reasons(container);
  const lost = container.writes.some((write) => write.class !== "scratch" && write.class !== "cache" && !write.fate.survives.down && !isMadeAnew(write));
  if (lost) return { verdict: "stateful", unknowns };
  return { verdict: unknowns.length > 0 ? "unknown" : "stateless", unknowns };
}

/** Settings that every start fills in from a template: a new container has them again. */
function isMadeAnew(write: Write): boolean {
  return write.evidence === "script" && write.class === "config" && write.type === "file" && write.confidence === "certain";
}

function reasons(container: ModelContainer): readonly string[] {
  const image = container.image;
  if (!image) return [container.service?.image?.raw ? `the image ${container.service.image.raw} depends on a variable that nothing sets` : "neither image nor build is given"];
  const unplaced = container.data.unplaced.map((what) => `where ${image.reference} keeps its ${what} is not known`);
  if (isKnownServer(container)) return [...container.start.unknowns.filter((reason) => reason.includes("path")), ...unplaced];
  const found = [...container.start.unknowns, ...container.source.unknowns, ...unplaced];
  if (container.start.resolvesTo === "unknown-program" && !isReadInFull(container)) found.push(`what ${programOf(container)} writes is not known`);
  if (!container.entrypoint && !container.command) found.push(...ownStart(image, container));
  return [...new Set(found)];
}

/** True where every program that is not known is one of the project, of which the source was read. */
function isReadInFull({ start, source, children }: ModelContainer, commands = source.complete): boolean {
  if (children.some(({ result }) => result.resolvesTo !== "known" || result.unknowns.length > 0)) return false;
  const read = [...commands].map(({ span }) => span);
  return start.programs?.every((span) => read.some((one) => one.document === span.document && one.start === span.start)) ?? false;
}

/** True where all of them are such programs, and no package has a part in them. */
export function isReadAsWhole(container: ModelContainer): boolean {
  return isReadInFull(container, container.source.whole);
}

/** What the image starts by itself. */
function ownStart(image: Image, container: Container): readonly string[] {
  const name = image.built ? baseOf(container) ?? image.reference : image.reference;
  if (!image.known) return [`nothing is known of the image ${name}`];
  return image.known.category === "runtime" || knowsData(image.known) ? [] : [`what ${name} keeps depends on its version, or is not known`];
}

/** The program that the container runs at last, as far as its start can be followed. */
function programOf({ startCommands, image }: Container): string {
  const last = startCommands.at(-1)?.name;
  return last === undefined ? `the program of ${image?.reference ?? ""}` : `the program ${last}`;
}

function baseOf({ stage }: Container): string | undefined {
  const base = stage?.lineage.at(-1)?.base;
  return base?.kind === "image" ? base.reference : undefined;
}

function isKnownServer(container: ModelContainer): boolean {
  const known = container.image?.known;
  if (!known || known.category === "runtime") return false;
  return known.stateless || container.dataPaths.length > 0;
}
