import type { Document } from "#text";
import type { Dockerfile, Project, Step } from "../model/index.ts";
import type { AnyRule, Finding, SubjectName } from "../rule/index.ts";
import type { OptionValues } from "./catalogue.ts";
import { concerns, meets, Vocabulary, type FileContent } from "./needs.ts";
import type { RuleRun } from "./presets.ts";
import type { Settings, SettingsOf } from "./settings.ts";
import type { Subject } from "./subjects.ts";

/** A rule as the walk asks it: the options were checked against its schema, and `on` says which subject it takes. */
interface Asked {
  check(value: unknown, context: Context): Iterable<Finding>;
}

interface Context {
  readonly options: OptionValues;
  readonly project: Project;
}

/** Which rules each subject is put to, by the settings and the content of its file. Made once for a whole run. */
export class Questions {
  readonly #settings: Pick<SettingsOf, "forFile">;
  readonly #known = new Map<Settings, SettingsQuestions>();

  constructor(settings: Pick<SettingsOf, "forFile">) {
    this.#settings = settings;
  }

  /** Those about a file's subjects; `dockerfile` is given where the file is one. */
  in(document: Document | undefined, dockerfile: Dockerfile | undefined): FileQuestions {
    const inForce = this.#settings.forFile(document?.path ?? "stowage");
    const known = this.#known.get(inForce) ?? new SettingsQuestions(inForce.runs);
    this.#known.set(inForce, known);
    return known.in(document, dockerfile);
  }
}

/** So many different contents are remembered. */
const KEPT = 2_000;

/** The rules that are on, with what was worked out for files of the same content. */
class SettingsQuestions {
  readonly #groups: Groups;
  readonly #vocabulary: Vocabulary;
  readonly #byContent = new Map<string, FileQuestions>();
  readonly #elsewhere: FileQuestions;

  constructor(runs: readonly RuleRun[]) {
    this.#groups = grouped(runs);
    this.#vocabulary = new Vocabulary(runs.map(({ entry }) => entry.rule));
    this.#elsewhere = new FileQuestions(this.#groups, { key: "", has: () => false });
  }

  in(document: Document | undefined, dockerfile: Dockerfile | undefined): FileQuestions {
    if (!document) return this.#elsewhere;
    const content = this.#vocabulary.contentOf(document.text, dockerfile);
    const known = this.#byContent.get(content.key);
    if (known) return known;
    const made = new FileQuestions(this.#groups, content);
    if (this.#byContent.size >= KEPT) this.#byContent.clear();
    this.#byContent.set(content.key, made);
    return made;
  }
}

type Groups = ReadonlyMap<SubjectName, readonly RuleRun[]>;

/** The rules to put to the subjects of files with one content. */
export class FileQuestions {
  readonly #groups: Groups;
  readonly #content: FileContent;
  readonly #met = new Map<SubjectName, readonly RuleRun[]>();
  readonly #byInstruction = new Map<string, readonly RuleRun[]>();

  constructor(groups: Groups, content: FileContent) {
    this.#groups = groups;
    this.#content = content;
  }

  about(subject: Subject): readonly RuleRun[] {
    return subject.on === "instruction" ? this.#aboutStep(subject.value) : this.all(subject.on);
  }

  /** Those about subjects of a kind. */
  all(on: SubjectName): readonly RuleRun[] {
    const known = this.#met.get(on);
    if (known) return known;
    const met = (this.#groups.get(on) ?? []).filter(({ entry }) => meets(entry.rule.needs, this.#content));
    this.#met.set(on, met);
    return met;
  }

  #aboutStep(step: Step): readonly RuleRun[] {
    const { keyword, trigger } = step.instruction;
    const key = trigger ? `${keyword} ${trigger.keyword}` : keyword;
    const known = this.#byInstruction.get(key);
    if (known) return known;
    const runs = this.all("instruction").filter(({ entry }) => concerns(entry.rule.needs, step));
    this.#byInstruction.set(key, runs);
    return runs;
  }
}

/** The compiler cannot see that a rule only gets subjects and options of its own kind. */
export function asked(rule: AnyRule): Asked {
  return rule;
}

function grouped(runs: readonly RuleRun[]): Groups {
  const groups = new Map<SubjectName, RuleRun[]>();
  for (const run of runs) {
    const { on } = run.entry.rule;
    const group = groups.get(on);
    if (group) group.push(run);
    else groups.set(on, [run]);
  }
  return groups;
}
