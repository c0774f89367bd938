import type { Edit } from "../../src/text/index.ts";
import { withDefaults } from "../../src/engine/catalogue.ts";
import { Checker, type RawFinding } from "../../src/engine/check.ts";
import { discover } from "../../src/engine/discover.ts";
import { plainRun, type RuleRun } from "../../src/engine/presets.ts";
import { buildProject, type Project } from "../../src/model/index.ts";
import type { CatalogueEntry, ExampleFiles } from "../../src/rule/index.ts";
import { MemoryHost } from "./memory-host.ts";

/** A project of texts, found and built as the tool does it on disk. */
export function exampleProject(files: ExampleFiles): Project {
  const host = new MemoryHost(files);
  const { dockerfiles, composeFiles, scripts, texts } = discover({ host, paths: ["."], ignoreIn: () => [] });
  return buildProject({ host, dockerfiles, composeFiles, scripts, texts });
}

/** A rule with the given options over its defaults. */
export function runOf(entry: CatalogueEntry, options: Readonly<Record<string, unknown>> = {}): RuleRun {
  return { ...plainRun(entry), options: withDefaults(entry.rule.options, options) };
}

/** What some rules say about a project. A rule that throws fails the test. */
export function findingsIn(project: Project, runs: readonly RuleRun[]): readonly RawFinding[] {
  const { findings, faults } = new Checker({ forFile: () => ({ runs, preset: "all", peers: [] }) }).check(project);
  for (const fault of faults) throw new Error(`${fault.rule} threw at ${fault.path}:${fault.line ?? 0}`, { cause: fault.error });
  return findings;
}

/** The files after one rule's fixes, round after round until none is left. Overlapping fixes wait for the next round. */
export function fixAll(files: ExampleFiles, run: RuleRun, rounds = 10): ExampleFiles {
  const fixes = findingsIn(exampleProject(files), [run]).flatMap(({ finding }) => (finding.fix ? [finding.fix.edits] : []));
  if (fixes.length === 0) return files;
  if (rounds === 0) throw new Error(`${run.entry.rule.id} still has fixes after ten rounds`);
  return fixAll(applied(files, fixes), run, rounds - 1);
}

function applied(files: ExampleFiles, fixes: readonly (readonly Edit[])[]): ExampleFiles {
  const taken: Edit[] = [];
  for (const edits of fixes) if (edits.every((edit) => !taken.some((other) => overlaps(edit, other)))) taken.push(...edits);
  const result = { ...files };
  const last = taken.map((edit, order) => ({ edit, order })).sort((a, b) => b.edit.span.start - a.edit.span.start || b.order - a.order);
  for (const { edit: { span, text } } of last) {
    const { path } = span.document;
    const now = result[path] ?? span.document.text;
    result[path] = now.slice(0, span.start) + text + now.slice(span.end);
  }
  return result;
}

function overlaps(a: Edit, b: Edit): boolean {
  if (a.span.document.path !== b.span.document.path) return false;
  const same = a.span.start === b.span.start && a.span.end === b.span.end;
  return same || (a.span.start < b.span.end && b.span.start < a.span.end);
}
