import type { Analysis } from "./analyse.ts";
import { mend, withTexts, type Mended, type Mending } from "./mend.ts";

type Kinds = ReadonlyMap<string, ReadonlySet<string>>;

/** So many rules of one file are left out at most before it stays as it is. */
const passes = 3;

/**
 * What was mended, without the safe fixes that bring about findings of a rule that the file had none of: for each such file the rule is
 * looked for whose fixes have to stay out, by mending those files again without it.
 */
export function withoutNewKinds(first: Analysis, mended: Mended, { look }: Pick<Mending, "look">): Mended {
  const before = kindsOf(first);
  let kept = mended;
  const withheld = new Map<string, ReadonlySet<string>>();
  for (let pass = 0; pass <= passes; pass++) {
    const open = newKinds(before, kept);
    if (open.size === 0) break;
    // What is not found by then stays as it was.
    const again = pass === passes ? NOTHING : mendedAgain(first, kept, open, { look, withheld, before });
    kept = merged(kept, again, open.keys());
    kept = { ...kept, analysis: look(withTexts(first.discovery, kept.changed), first.faults) };
  }
  return kept;
}

interface Trial {
  readonly look: Mending["look"];
  /** What earlier passes have left out; the rules found are added. */
  readonly withheld: Map<string, ReadonlySet<string>>;
  readonly before: Kinds;
}

type Again = Pick<Mended, "changed" | "applied">;

const NOTHING: Again = { changed: new Map(), applied: new Map() };

/** What is left of a file's new kinds without the fixes of one rule. */
interface Attempt {
  readonly count: number;
  readonly rule: string | undefined;
  readonly text: string | undefined;
  readonly applied: ReadonlyMap<string, number>;
}

/** The open files mended without one rule more, the one that leaves the fewest new kinds; a file where none helps is left out. */
function mendedAgain(first: Analysis, mended: Mended, open: ReadonlyMap<string, number>, trial: Trial): Again {
  const best = new Map<string, Attempt>([...open].map(([path, count]) => [path, { count, rule: undefined, text: undefined, applied: new Map() }]));
  for (let at = 0; ; at++) {
    const tried = new Map([...best].flatMap(([path, { count }]): readonly (readonly [string, string])[] => {
      const rule = [...(mended.applied.get(path)?.keys() ?? [])][at];
      return rule === undefined || count === 0 ? [] : [[path, rule]];
    }));
    if (tried.size === 0) break;
    for (const [path, attempt] of attempts(first, tried, trial)) if (attempt.count < (best.get(path)?.count ?? 0)) best.set(path, attempt);
  }
  const found = [...best].flatMap(([path, { rule, ...rest }]) => (rule === undefined ? [] : [{ path, rule, ...rest }]));
  for (const { path, rule } of found) trial.withheld.set(path, new Set([...(trial.withheld.get(path) ?? []), rule]));
  return {
    changed: new Map(found.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const]))),
    applied: new Map(found.map(({ path, applied }) => [path, applied])),
  };
}

/** Each file mended without the fixes of the rule that is tried for it. */
function attempts(first: Analysis, tried: ReadonlyMap<string, string>, { look, withheld, before }: Trial): ReadonlyMap<string, Attempt> {
  const without = new Map([...withheld, ...[...tried].map(([path, rule]) => [path, new Set([...(withheld.get(path) ?? []), rule])] as const)]);
  const again = mend(onlyOf(first, tried), { look, allowUnsafe: false, withheld: without });
  const left = newKinds(before, again);
  return new Map([...tried].map(([path, rule]) => [path, { count: left.get(path) ?? 0, rule, text: again.changed.get(path), applied: again.applied.get(path) ?? new Map() }]));
}

/** The analysis with nothing but some of its files left to mend. */
function onlyOf(first: Analysis, paths: ReadonlyMap<string, unknown>): Analysis {
  const { report, discovery } = first;
  const findings = report.findings.filter(({ fix }) => fix?.edits.every(({ span }) => paths.has(span.document.path)) === true);
  return {
    report: { ...report, findings },
    discovery: { ...discovery, dockerfiles: discovery.dockerfiles.filter((path) => paths.has(path)) },
    faults: first.faults,
    get project() {
      return first.project;
    },
  };
}

/** What was mended, with other results for some files. */
function merged(mended: Mended, again: Again, paths: Iterable<string>): Mended {
  const changed = new Map<string, string>(mended.changed);
  const applied = new Map(mended.applied);
  for (const path of paths) {
    const text = again.changed.get(path);
    if (text === undefined) changed.delete(path);
    else changed.set(path, text);
    const counts = again.applied.get(path);
    if (counts) applied.set(path, counts);
    else applied.delete(path);
  }
  return { ...mended, changed, applied };
}

/** By changed file how many rules report something there that reported nothing before. */
function newKinds(before: Kinds, { analysis, changed }: Mended): ReadonlyMap<string, number> {
  const found = new Map<string, Set<string>>();
  for (const { path, rule } of analysis.report.findings) {
    if (!changed.has(path) || before.get(path)?.has(rule) === true) continue;
    found.set(path, (found.get(path) ?? new Set()).add(rule));
  }
  return new Map([...found].map(([path, rules]) => [path, rules.size]));
}

function kindsOf({ report }: Analysis): Kinds {
  const kinds = new Map<string, Set<string>>();
  for (const { path, rule } of report.findings) kinds.set(path, (kinds.get(path) ?? new Set()).add(rule));
  return kinds;
}
