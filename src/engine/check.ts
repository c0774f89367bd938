import type { Document, Span } from "#text";
import type { Dockerfile, Project } from "../model/index.ts";
import type { AnyRule, Finding, SubjectName } from "../rule/index.ts";
import type { OptionValues } from "./catalogue.ts";
import type { RuleRun } from "./presets.ts";
import { asked, type FileQuestions, Questions } from "./questions.ts";
import type { SettingsOf } from "./settings.ts";
import { eachSubject, type Subject, type SubjectVisitor } from "./subjects.ts";

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

/**
 * Puts every subject of one part of a project after the other to the rules that are on in its file. A rule that throws is noted
 * and the others go on. What the settings mean for files of a kind is worked out once.
 */
export class Checker {
  readonly #questions: Questions;

  constructor(settings: Pick<SettingsOf, "forFile">) {
    this.#questions = new Questions(settings);
  }

  /** Asks about all subjects of a project, or about those that `walk` visits. */
  check(project: Project, walk: (visitor: SubjectVisitor) => void = (visitor) => { eachSubject(project, visitor); }): CheckResult {
    const walked = new Walk(project, this.#questions);
    walk(walked);
    return walked;
  }
}

/** One walk through subjects of a project. */
class Walk implements CheckResult, SubjectVisitor {
  readonly findings: RawFinding[] = [];
  readonly faults: InternalFault[] = [];
  readonly #project: Project;
  readonly #questions: Questions;
  readonly #dockerfiles: ReadonlyMap<Document, Dockerfile>;
  readonly #files = new Map<Document | undefined, FileQuestions>();

  constructor(project: Project, questions: Questions) {
    this.#project = project;
    this.#questions = questions;
    this.#dockerfiles = new Map(project.dockerfiles.map((one) => [one.document, one]));
  }

  wants(on: SubjectName, document: Document | undefined): boolean {
    return this.#in(document).all(on).length > 0;
  }

  visit(subject: Subject): void {
    for (const run of this.#in(subject.document).about(subject)) {
      try {
        for (const finding of ask(run.entry.rule, subject, run.options, this.#project)) this.findings.push({ finding, run, subject, project: this.#project });
      } catch (error) {
        this.faults.push(faultOf(run, subject, error));
      }
    }
  }

  #in(document: Document | undefined): FileQuestions {
    const known = this.#files.get(document);
    if (known) return known;
    const made = this.#questions.in(document, document && this.#dockerfiles.get(document));
    this.#files.set(document, made);
    return made;
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

function faultOf(run: RuleRun, subject: Subject, thrown: unknown): InternalFault {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const path = subject.document?.path ?? "the project";
  return { rule: run.entry.rule.id, path, line: subject.at && subject.at.document.position(subject.at.start).line, error };
}
