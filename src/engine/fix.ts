import { examine, type AnalyseInput, type Analysis } from "./analyse.ts";
import { Catalogue } from "./catalogue.ts";
import { ConfigFinder } from "./config/finder.ts";
import { mend, type Mending } from "./mend.ts";
import { withoutNewKinds } from "./new-kinds.ts";
import { SettingsOf } from "./settings.ts";

export interface FixResult {
  /** What is left after the last round. */
  readonly analysis: Analysis;
  /** New text by path, for the files that changed. */
  readonly changed: ReadonlyMap<string, string>;
  /** How many findings were mended. */
  readonly applied: number;
}

/**
 * Applies the fixes of an analysis, looks again, and goes on until nothing changes, for at most ten rounds. Nothing is
 * written: the texts come back. Only files that were checked and are valid UTF-8 are changed. Where a file would have findings
 * of a kind that it had not, and only safe fixes are asked for, the fixes of the rule that brings them about are left out.
 */
export function fix(input: AnalyseInput, first: Analysis, allowUnsafe: boolean): FixResult {
  const catalogue = new Catalogue(input.catalogue);
  const settings = new SettingsOf(catalogue, new ConfigFinder(input.host, catalogue, input.config), input);
  const look: Mending["look"] = (discovery, faults) => examine(input, discovery, settings, catalogue, faults);
  const mended = mend(first, { look, allowUnsafe, withheld: new Map() });
  const { analysis, changed, applied } = allowUnsafe ? mended : withoutNewKinds(first, mended, { look });
  return { analysis, changed, applied: [...applied.values()].flatMap((rules) => [...rules.values()]).reduce((sum, count) => sum + count, 0) };
}
