import type { Container } from "../types.ts";
import type { ModelContainer } from "./container.ts";

/**
 * Stateless: every write that is no scratch and no cache survives `down` and `up`, or there is none. Stateful: some does not. Unknown: the
 * tool cannot tell (state-model, stateless or stateful). The reasons for an unknown come along.
 */
export function verdictOf(container: ModelContainer): { readonly verdict: Container["verdict"]; readonly unknowns: readonly string[] } {
  const unknowns = reasons(container);
  const lost = container.writes.some((write) => write.class !== "scratch" && write.class !== "cache" && !write.fate.survives.down);
  if (lost) return { verdict: "stateful", unknowns };
  return { verdict: unknowns.length > 0 ? "unknown" : "stateless", unknowns };
}

function reasons(container: ModelContainer): readonly string[] {
  const image = container.image;
  if (!image) return [container.service?.image?.raw ? `the image ${container.service.image.raw} depends on a variable that nothing sets` : "neither image nor build is given"];
  if (isKnownServer(container)) return container.start.unknowns.filter((reason) => reason.includes("path"));
  const found = [...container.start.unknowns, ...container.source.unknowns];
  if (container.start.resolvesTo === "unknown-program") found.push(`what the program of ${image.reference} writes is not known`);
  if (!container.entrypoint && !container.command && !image.known) found.push(`nothing is known of the image ${image.reference}`);
  return [...new Set(found)];
}

function isKnownServer(container: ModelContainer): boolean {
  const known = container.image?.known;
  if (!known || known.category === "runtime") return false;
  return known.stateless || container.dataPaths.length > 0;
}
