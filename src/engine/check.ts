import type { Document, Span } from "#text";
import type { Project } from "../model/index.ts";
import type { AnyRule, Finding } from "../rule/index.ts";
import type { OptionValues } from "./catalogue.ts";
import type { RuleRun } from "./presets.ts";
import { asked, Questions, type FileQuestions } from "./questions.ts";
import type { SettingsOf } from "./settings.ts";
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

/**
 * Puts every subject of one part of a project after the other to the rules that are on in its file. A rule that throws is noted
 * and the others go on. What the settings mean for files of a kind is worked out once.
 */
export class Checker {
  readonly #questions: Questions;

  constructor(settings: Pick<SettingsOf, "forFile">) {
    this.#questions = new Questions(settings);
  }

  /** Asks about all subjects of a project, or about some of them. */
  check(project: Project, subjects: Iterable<Subject> = subjectsOf(project)): CheckResult {
    const findings: RawFinding[] = [];
    const faults: InternalFault[] = [];
    const dockerfiles = new Map(project.dockerfiles.map((one) => [one.document, one]));
    const files = new Map<Document | undefined, FileQuestions>();
    for (const subject of subjects) {
      const { document } = subject;
      const questions = files.get(document) ?? this.#questions.in(document, document && dockerfiles.get(document));
      files.set(document, questions);
      for (const run of questions.about(subject)) {
        try {
          for (const finding of ask(run.entry.rule, subject, run.options, project)) findings.push({ finding, run, subject, project });
        } catch (error) {
          faults.push(faultOf(run, subject, error));
        }
      }
    }
    return { findings, faults };
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
