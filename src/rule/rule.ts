import type { Edit, Span } from "#text";
import type {
  Command, ComposeFile, Confidence, Container, Dockerfile, Mount, PathFate, Project, ProjectDocument, ScriptHolder, Service, Stage, Step, TraceStep,
} from "../model/index.ts";
import type { ExampleFiles } from "./examples.ts";
import type { OptionsOf, OptionsSchema } from "./options.ts";

export type Severity = "error" | "warning" | "info";

/** What a rule can be asked about; `on` picks one. */
export interface Subjects {
  document: ProjectDocument;
  dockerfile: Dockerfile;
  stage: Stage;
  instruction: Step;
  command: Command;
  script: ScriptHolder;
  compose: ComposeFile;
  service: Service;
  mount: Mount;
  container: Container;
  path: PathFate;
  project: Project;
}

export type SubjectName = keyof Subjects;

/** A change that mends a finding. Safe: never changes what is built or run. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  /** May cross files; must not overlap. */
  readonly edits: readonly Edit[];
}

/** What a rule yields. The engine adds rule, severity, address and fingerprint. */
export interface Finding {
  readonly at: Span;
  /** What is wrong, in one plain sentence without a final stop; names the thing. Why and remedy stand in the rule. */
  readonly message: string;
  readonly related?: readonly { readonly at: Span; readonly note: string }[];
  /** The chain of evidence, first cause first. */
  readonly trace?: readonly TraceStep[];
  readonly fix?: Fix;
  /** Where the case decides it; otherwise the rule's. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** Where the subject's own address is not precise enough: `services.db.volumes[0]`. */
  readonly address?: string;
}

export interface PeerClaim {
  /** `hadolint:DL3006`. */
  readonly id: string;
  /** Option values under which our rule fires exactly where the peer's does; none where the defaults fit. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The peer's severity where it differs from ours. */
  readonly severity?: Severity;
}

export interface Peers {
  readonly same?: readonly PeerClaim[];
  readonly near?: readonly string[];
}

export interface RuleContext<O extends OptionsSchema> {
  readonly options: OptionsOf<O>;
  readonly project: Project;
}

export interface Example {
  /** Fires, at least once. */
  readonly bad: ExampleFiles;
  /** Silent; also what the fix of `bad` gives, unless `fixed` says otherwise. */
  readonly good?: ExampleFiles;
  /** What the fix of `bad` gives; `null` where this case has no fix though the rule has one. */
  readonly fixed?: ExampleFiles | null;
  readonly options?: Readonly<Record<string, unknown>>;
  /** One line about the case, for the docs. */
  readonly about?: string;
}

/** What a rule needs to be asked. Only for rules about Dockerfiles, and only what is sure: a file without it is never reported. */
export interface Needs {
  /** One of these instructions, also behind ONBUILD. A rule about instructions is asked about these alone. */
  readonly instructions?: readonly string[];
  /**
   * One of these in the file's own text, in lower case; upper case in the file counts too. A word of letters, digits, `_`,
   * `.` and `-` must stand whole, anything else may stand anywhere: `*word*` is a word within a longer one. Not for what a
   * variable's value or a script may bring.
   */
  readonly words?: readonly string[];
}

export type FixKind = "safe" | "unsafe" | "none";

/** One question about one kind of subject, with its docs and examples. */
export interface Rule<S extends SubjectName = SubjectName, O extends OptionsSchema = OptionsSchema> {
  readonly id: string;
  /** The first version that has the rule. */
  readonly since: string;
  readonly severity: Severity;
  readonly recommended: boolean;
  /** What is wrong, as a heading. */
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly peers?: Peers;
  readonly on: S;
  /** What a file must hold for the rule to have anything to say; the engine asks it about no other, nor loads its code. */
  readonly needs?: Needs;
  /** What kind of fix the rule's findings carry in the main case; `none` where left out. */
  readonly fix?: FixKind;
  readonly options?: O;
  readonly confidence?: Confidence;
  readonly preview?: boolean;
  readonly deprecated?: { readonly since: string; readonly replacedBy?: string };
  /** 0.0 to 10.0, as GitHub code scanning reads it; only on rules about security. */
  readonly securitySeverity?: number;
  check(subject: Subjects[S], context: RuleContext<O>): Iterable<Finding>;
  readonly examples: readonly Example[];
}

/** A rule of any kind, as the engine holds it. */
export type AnyRule = { [S in SubjectName]: Rule<S> }[SubjectName];

/** A rule with the family its folder gives it; `rules/index.ts` is a list of these. */
export interface CatalogueEntry {
  readonly family: string;
  readonly rule: AnyRule;
}

/** Declares a rule; types of subject and options follow from `on` and `options`. */
export function rule<S extends SubjectName, const O extends OptionsSchema = Record<string, never>>(definition: Rule<S, O>): AnyRule {
  return definition as unknown as AnyRule;
}
