import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { RawFinding } from "../engine/check.ts";
import type { RuleRun } from "../engine/presets.ts";
import type { SettingsOf } from "../engine/settings.ts";
import type { Subject } from "../engine/subjects.ts";
import type { Project, ShellScript, Step } from "../model/index.ts";
import { rule, type CatalogueEntry, type Severity } from "../rule/index.ts";
import { UsageError } from "./arguments.ts";
import { findProgram, isProgram } from "./programs.ts";
import type { Streams } from "./streams.ts";

/** Codes about files that a script reads, which are not there, and about the first line that is put in front here. */
const NEVER = ["SC1071", "SC1090", "SC1091", "SC1128", "SC2148", "SC2187", "SC2239"];
/** So many scripts are given to one process. */
const BATCH = 2000;

/** One script as the program gets it: `head` lines stand in front of its own. */
interface Given {
  readonly subject: Subject;
  readonly script: ShellScript;
  /** Variables that ENV and ARG set before it. */
  readonly names: readonly string[];
  readonly head: number;
}

interface Comment {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: string;
  readonly code: number;
  readonly message: string;
}

/**
 * The hook that runs an installed ShellCheck over the scripts of a project and gives what our rules do not cover.
 * `setting` is the option's value: `auto`, `off` or a program's path; left out, each file's configuration decides. A path
 * comes from the command line only: a configuration under review must not name a program. Throws a `UsageError` where the
 * named program is not there or does not answer.
 */
export function shellcheckHook(setting: string | undefined, { cwd, env }: Pick<Streams, "cwd" | "env">, catalogue: readonly CatalogueEntry[]): ((project: Project, settings: SettingsOf) => readonly RawFinding[]) | undefined {
  if (setting === "off") return undefined;
  const named = setting !== undefined && setting !== "auto";
  if (named && !isProgram(resolve(cwd, setting))) throw new UsageError(`--shellcheck: there is no program ${setting}; give auto, off or a program's path`);
  return (project, settings) => {
    const scripts = scriptsOf(project, (path) => setting !== undefined || settings.forFile(path).shellcheck === true);
    const program = scripts.length === 0 ? undefined : named ? resolve(cwd, setting) : findProgram("shellcheck", env["PATH"], cwd);
    return program === undefined ? [] : new Run(program, named, coveredBy(catalogue)).check(project, scripts);
  };
}

/** Scripts that the program can read and that we could read too. */
function scriptsOf(project: Project, isWanted: (path: string) => boolean): readonly Given[] {
  return project.dockerfiles.filter(({ document }) => isWanted(document.path)).flatMap(({ document, steps, scripts }) => [
    ...steps.flatMap((step) => {
      const { script } = step;
      return script ? given(script, variablesOf(step), { on: "instruction", value: step, document, at: step.instruction.span }) : [];
    }),
    ...scripts.flatMap((script) => given(script, [], { on: "script", value: { script }, document: script.text.document, at: undefined })),
  ]);
}

function given(script: ShellScript, names: readonly string[], subject: Subject): readonly Given[] {
  return script.dialect !== "zsh" && script.faults.length === 0 ? [{ subject, script, names, head: names.length + 1 }] : [];
}

/** The codes that rules of ours answer, also roughly: those are left to them, on or off. */
function coveredBy(catalogue: readonly CatalogueEntry[]): ReadonlySet<string> {
  const ids = catalogue.flatMap(({ rule: { peers } }) => [...(peers?.same ?? []).map(({ id }) => id), ...(peers?.near ?? [])]);
  return new Set([...NEVER, ...ids.flatMap((id) => (id.startsWith("shellcheck:") ? id.slice("shellcheck:".length) : []))]);
}

class Run {
  readonly #program: string;
  readonly #named: boolean;
  readonly #covered: ReadonlySet<string>;
  readonly #entries = new Map<string, CatalogueEntry>();

  constructor(program: string, named: boolean, covered: ReadonlySet<string>) {
    this.#program = program;
    this.#named = named;
    this.#covered = covered;
  }

  check(project: Project, scripts: readonly Given[]): readonly RawFinding[] {
    const found: RawFinding[] = [];
    for (let from = 0; from < scripts.length; from += BATCH) {
      const batch = scripts.slice(from, from + BATCH);
      for (const comment of this.#ask(batch)) {
        const one = batch[Number.parseInt(comment.file, 10)];
        const code = `SC${comment.code}`;
        if (one && comment.line > one.head && !this.#covered.has(code)) found.push(this.#finding(project, one, comment, code));
      }
    }
    return found;
  }

  /** Writes the scripts to a folder of their own, asks the program about all of them at once and removes them. */
  #ask(batch: readonly Given[]): readonly Comment[] {
    const folder = mkdtempSync(join(tmpdir(), "stowage-shellcheck-"));
    try {
      const names = batch.map((one, at) => {
        writeFileSync(join(folder, `${at}.sh`), textFor(one), { mode: 0o600 });
        return `${at}.sh`;
      });
      const excluded = [...this.#covered].map((code) => code.slice(2)).join(",");
      const { stdout, error } = spawnSync(this.#program, ["--norc", "--format=json1", `--exclude=${excluded}`, "--", ...names], {
        cwd: folder, encoding: "utf8", maxBuffer: 1 << 28, timeout: 300_000, stdio: ["ignore", "pipe", "ignore"],
      });
      const comments = error ? undefined : readComments(stdout);
      if (!comments && this.#named) throw new UsageError(`--shellcheck: ${this.#program} gave no report (ShellCheck 0.7 or later does)`);
      return comments ?? [];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #finding(project: Project, { subject, script, head }: Given, comment: Comment, code: string): RawFinding {
    const start = offsetOf(script.text.text, comment.line - head, comment.column);
    const end = offsetOf(script.text.text, comment.endLine - head, comment.endColumn);
    const severity: Severity = comment.level === "error" || comment.level === "warning" ? comment.level : "info";
    const run: RuleRun = { entry: this.#entry(code, severity), options: {}, severity, severityFixed: true, peers: [`shellcheck:${code}`] };
    return { run, project, subject, finding: { at: script.span(start, Math.max(start, end)), message: `${code}: ${plain(comment.message)}` } };
  }

  #entry(code: string, severity: Severity): CatalogueEntry {
    const known = this.#entries.get(code);
    if (known) return known;
    const entry: CatalogueEntry = {
      family: "shell",
      rule: rule({
        id: "shellcheck", since: "0.1.0", severity, recommended: false,
        title: "Reported by the installed ShellCheck",
        why: "ShellCheck knows faults of shell scripts that no rule of ours looks for.",
        remedy: "See the page of the code on ShellCheck's wiki.",
        peers: { same: [{ id: `shellcheck:${code}` }] },
        on: "instruction",
        check: () => [],
        examples: [],
      }),
    };
    this.#entries.set(code, entry);
    return entry;
  }
}

/** A first line for the dialect, the variables that ENV and ARG set, and the script. */
function textFor({ names, script }: Given): string {
  const dialect = script.dialect === "ash" ? "dash" : script.dialect;
  const variables = names.map((name) => `export ${name}=1\n`).join("");
  return `#!/bin/${dialect}${script.errexit ? " -e" : ""}\n${variables}${script.text.text}\n`;
}

function variablesOf({ before }: Step): readonly string[] {
  return [...new Set([...before.env.keys(), ...before.args.keys()])].filter((name) => /^[A-Za-z_]\w*$/.test(name)).sort();
}

function readComments(output: string): readonly Comment[] | undefined {
  try {
    const report: unknown = JSON.parse(output);
    if (typeof report !== "object" || report === null || !("comments" in report) || !Array.isArray(report.comments)) return undefined;
    return report.comments.filter(isComment);
  } catch {
    return undefined;
  }
}

function isComment(value: unknown): value is Comment {
  if (typeof value !== "object" || value === null) return false;
  const facts: Readonly<Record<string, unknown>> = { ...value };
  return ["line", "column", "endLine", "endColumn", "code"].every((key) => typeof facts[key] === "number") && ["file", "level", "message"].every((key) => typeof facts[key] === "string");
}

/** The offset of a 1-based line and column; the program counts code points. */
function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) {
    const next = text.indexOf("\n", at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  for (let passed = 1; passed < column && at < text.length && text[at] !== "\n"; passed++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** One line without a final stop. */
function plain(message: string): string {
  return message.replace(/\s+/g, " ").trim().replace(/(?<![.:!])[.:!]+$/, "");
}
