import { Catalogue, nameInPeer } from "../../engine/catalogue.ts";
import { suggestion } from "../../engine/nearest.ts";
import type { CatalogueEntry } from "../../rule/index.ts";
import { catalogueFormats, renderExplain, renderRules } from "../../report/index.ts";
import { UsageError, choice, type Arguments } from "../arguments.ts";
import { fullCatalogue } from "../full-catalogue.ts";
import { deliver } from "../output.ts";
import { status } from "../status.ts";
import type { Streams } from "../streams.ts";

/** `stowage rules`: gives back the exit status. */
export function rulesCommand(args: Arguments, streams: Streams, color: boolean): number {
  if (args.paths.length > 0) throw new UsageError("`stowage rules` takes no paths; `stowage explain RULE` shows one rule");
  const format = choice(args, "format", catalogueFormats, "pretty");
  deliver(args, streams, renderRules(format, fullCatalogue(), { color }));
  return status.clean;
}

/** `stowage explain RULE`: by our id or a peer's. Gives back the exit status. */
export function explainCommand(args: Arguments, streams: Streams, color: boolean): number {
  const format = choice(args, "format", catalogueFormats, "pretty");
  const [id, ...more] = args.paths;
  if (id === undefined || more.length > 0) throw new UsageError("`stowage explain` takes one rule: `stowage explain anonymous-volume`");
  const found = lookUp(new Catalogue(fullCatalogue()), id);
  const options = { color, ...(streams.width === undefined ? {} : { width: streams.width }) };
  deliver(args, streams, found.map((entry) => renderExplain(entry, format, options)).join("\n"));
  return status.clean;
}

/** The rules that a name means: our own id, a peer's full id, or the peer's own name for it. */
function lookUp(catalogue: Catalogue, name: string): readonly CatalogueEntry[] {
  const own = catalogue.get(name);
  if (own) return [own];
  const wanted = name.toLowerCase();
  const byPeer = catalogue.entries.filter(({ rule }) => (rule.peers?.same ?? []).some(({ id }) => id.toLowerCase() === wanted || nameInPeer(id).toLowerCase() === wanted));
  if (byPeer.length > 0) return byPeer;
  const near = catalogue.entries.filter(({ rule }) => (rule.peers?.near ?? []).some((id) => id.toLowerCase() === wanted || nameInPeer(id).toLowerCase() === wanted));
  if (near.length > 0) return near;
  const names = catalogue.entries.flatMap(({ rule }) => [rule.id, ...(rule.peers?.same ?? []).map(({ id }) => nameInPeer(id))]);
  throw new UsageError(`there is no rule \`${name}\`${suggestion(name, names)} (\`stowage rules\` lists them)`);
}
