import type { Container, DataClass, ImageFile, StartCommand, TraceStep } from "../types.ts";
import { isNodeProgram, isPythonProgram } from "./programs.ts";
import type { SourceWrite } from "./types.ts";

/** A write that the project's own source asks for. */
export interface SourceClaim {
  readonly path: string;
  readonly type: SourceWrite["type"];
  readonly class: DataClass;
  readonly trace: readonly TraceStep[];
  readonly span: SourceWrite["span"];
}

/** A command that the project's own source starts. */
export interface SourceChild {
  readonly words: readonly string[];
  readonly cwd: string | undefined;
  readonly trace: readonly TraceStep[];
  readonly span: SourceWrite["span"];
}

export interface SourceClaims {
  readonly claims: readonly SourceClaim[];
  readonly children: readonly SourceChild[];
  readonly unknowns: readonly string[];
  /** The commands whose programs write nothing but what is claimed. */
  readonly complete: ReadonlySet<StartCommand>;
  /** Those of them that no package has a part in. */
  readonly whole: ReadonlySet<StartCommand>;
}

/** The files that a container runs, and what it knows of the rest. */
export interface SourceInput {
  readonly commands: readonly StartCommand[];
  readonly env: Container["env"];
  fileAt(path: string): ImageFile | undefined;
  /** The last stage of the image, where the project builds it, and the working directory. */
  readonly stage: Container["stage"];
  readonly cwd: string | undefined;
}

const NOTHING: SourceClaims = { claims: [], children: [], unknowns: [], complete: new Set(), whole: new Set() };

/** What the programs that a container starts are seen to write, as far as their source is copied into the image. */
export function sourceClaims(input: SourceInput): SourceClaims {
  const found = input.commands.some(({ name }) => isNodeProgram(name) || isPythonProgram(name)) ? claimsModule().claimsOfSources(input) : NOTHING;
  const { stage, commands, cwd, env } = input;
  if (!stage || commands.length === 0 || !GO_BUILD.test(stage.dockerfile.document.text)) return found;
  const settings = [...[...env.values()].map(({ value }) => value), ...commands.flatMap(({ args }) => args)];
  const built = goModule().goClaims({ stage, commands, cwd, settings, isSet: (name) => env.has(name) });
  return built.length > 0 ? { ...found, claims: [...found.claims, ...built] } : found;
}

const GO_BUILD = /\bgo (?:build|install)\b/;

/** Loaded only for a Dockerfile that builds a program in Go. */
function goModule(): typeof import("./go/claims.ts") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return require("./go/claims.ts") as typeof import("./go/claims.ts");
}

/** Loaded only where a program runs source that can be read. */
function claimsModule(): typeof import("./claims.ts") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return require("./claims.ts") as typeof import("./claims.ts");
}
