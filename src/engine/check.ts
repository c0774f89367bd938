import type { Document, Span } from "#text";
import type { Project } from "../model/index.ts";
import type { AnyRule, Finding, SubjectName } from "../rule/index.ts";
import type { OptionValues } from "./catalogue.ts";
import type { RuleRun } from "./presets.ts";
import type { Settings, SettingsOf } from "./settings.ts";
import { subjectsOf, type Subject } from "./subjects.ts";

/** A finding with what it came from. */
export interface RawFinding {
  readonly finding: Finding;
  readonly run: RuleRun;
  readonly subject: Subject;
  /** The project that the rule was asked about. */
  readonly project: Project;
}

/** A rule that threw: a bug of ours, never the user's fault. */
export interface InternalFault {
  readonly rule: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly error: Error;
}

export interface CheckResult {
  readonly findings: readonly RawFinding[];
  readonly faults: readonly InternalFault[];
}

/** Offers every subject to the rules that are on in its file. A rule that throws is noted and the others go on. */
export function check(project: Project, settings: Pick<SettingsOf, "forFile">): CheckResult {
  const findings: RawFinding[] = [];
  const faults: InternalFault[] = [];
  const questions = new Questions(project, settings);
  for (const subject of subjectsOf(project)) {
    for (const { run, rule, context } of questions.about(subject)) {
      try {
        for (const finding of rule.check(subject.value, context)) findings.push({ finding, run, subject, project });
      } catch (error) {
        faults.push(faultOf(run, subject, error));
      }
    }
  }
  return { findings, faults };
}

/** A rule as the walk asks it: the options were checked against its schema, and `on` says which subject it takes. */
interface Asked {
  check(value: unknown, context: Context): Iterable<Finding>;
}

interface Context {
  readonly options: OptionValues;
  readonly project: Project;
}

interface Question {
  readonly run: RuleRun;
  readonly rule: Asked;
  readonly context: Context;
}

/** The questions about each kind of subject, by the settings of its file. Subjects of one file come one after the other. */
class Questions {
  readonly #project: Project;
  readonly #settings: Pick<SettingsOf, "forFile">;
  readonly #known = new Map<Settings, ReadonlyMap<SubjectName, readonly Question[]>>();
  #document: Document | undefined;
  #current: ReadonlyMap<SubjectName, readonly Question[]>;

  constructor(project: Project, settings: Pick<SettingsOf, "forFile">) {
    this.#project = project;
    this.#settings = settings;
    this.#current = this.#in("stowage");
  }

  about({ document, on }: Subject): readonly Question[] {
    if (document !== this.#document) {
      this.#document = document;
      this.#current = this.#in(document?.path ?? "stowage");
    }
    return this.#current.get(on) ?? [];
  }

  #in(path: string): ReadonlyMap<SubjectName, readonly Question[]> {
    const inForce = this.#settings.forFile(path);
    const known = this.#known.get(inForce) ?? grouped(inForce.runs, this.#project);
    this.#known.set(inForce, known);
    return known;
  }
}

/** True where the rule, with other options, reports the same fault of the same subject. */
export function alsoReports(raw: RawFinding, options: OptionValues): boolean {
  const { at, message } = raw.finding;
  for (const other of ask(raw.run.entry.rule, raw.subject, options, raw.project)) {
    if (isSame(other.at, at) && other.message === message) return true;
  }
  return false;
}

function isSame(a: Span, b: Span): boolean {
  return a.document === b.document && a.start === b.start;
}

function ask(rule: AnyRule, subject: Subject, options: OptionValues, project: Project): Iterable<Finding> {
  return asked(rule).check(subject.value, { options, project });
}

/** The compiler cannot see that a rule only gets subjects and options of its own kind. */
function asked(rule: AnyRule): Asked {
  return rule;
}

function grouped(runs: readonly RuleRun[], project: Project): ReadonlyMap<SubjectName, readonly Question[]> {
  const groups = new Map<SubjectName, Question[]>();
  for (const run of runs) {
    const { rule } = run.entry;
    const question = { run, rule: asked(rule), context: { options: run.options, project } };
    const group = groups.get(rule.on);
    if (group) group.push(question);
    else groups.set(rule.on, [question]);
  }
  return groups;
}

function faultOf(run: RuleRun, subject: Subject, thrown: unknown): InternalFault {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const path = subject.document?.path ?? "the project";
  return { rule: run.entry.rule.id, path, line: subject.at && subject.at.document.position(subject.at.start).line, error };
}
