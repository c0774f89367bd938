import { nameOf, resolvePath } from "../../paths.ts";
import { classOf } from "../../run/index.ts";
import type { HostContext } from "../../dockerfile/context.ts";
import { isModelStage } from "../../dockerfile/files-below.ts";
import type { ModelCommand } from "../../dockerfile/commands.ts";
import type { ModelStage } from "../../dockerfile/stage.ts";
import type { StartCommand, TraceStep } from "../../types.ts";
import type { SourceClaim } from "../index.ts";
import { bringsSqlite, goWrites, type GoWrite } from "./writes.ts";

/** Where a program in Go is started, and with what. */
export interface GoStart {
  readonly stage: unknown;
  readonly commands: readonly StartCommand[];
  readonly cwd: string | undefined;
  /** Values that may name another place: variables and arguments. */
  readonly settings: readonly (string | undefined)[];
  readonly isSet: (name: string) => boolean;
}

const MOST_FILES = 300;

/** A `go build` of a stage: what it makes, and of which folder. */
interface GoBuild {
  readonly stage: ModelStage;
  readonly program: string;
  /** `cmd/web` of `go build ./cmd/web`; empty for the whole module. */
  readonly folder: string;
}

/**
 * What the one program in Go that the image builds and starts plainly writes: literal paths only. None where several are built, since
 * nothing tells their sources apart, and no default of a database where a setting names one.
 */
export function goClaims({ stage, commands, cwd, settings, isSet }: GoStart): readonly SourceClaim[] {
  if (!isModelStage(stage) || cwd === undefined) return [];
  const context = stage.dockerfile.hostContext;
  const [build, ...others] = buildsOf(stage);
  if (!context?.real || !build || others.length > 0) return [];
  const started = commands.find(({ name }) => name === build.program || copiedAs(stage, build.program).includes(name));
  if (!started) return [];
  const files = filesOf(build, context);
  const sqlite = files.some(({ text }) => bringsSqlite(text));
  const elsewhere = settings.some((value) => value !== undefined && /\.(?:db|sqlite3?)(?:\?|$)|^sqlite/.test(value));
  return files.flatMap((file) => goWrites(file, sqlite, isSet)).filter((write) => !(write.data && elsewhere)).map((write) => claimOf(write, started, cwd));
}

function buildsOf(stage: ModelStage): readonly GoBuild[] {
  const found = new Map<string, GoBuild>();
  for (const one of stage.dockerfile.stages) {
    if (!isModelStage(one)) continue;
    for (const step of one.steps) {
      if (step.instruction.keyword !== "RUN") continue;
      for (const command of step.commands) {
        const build = buildOf(one, command);
        if (build) found.set(`${build.program} ${build.folder}`, build);
      }
    }
  }
  return [...found.values()];
}

function buildOf(stage: ModelStage, { package: made, args, place }: ModelCommand): GoBuild | undefined {
  if (made?.manager !== "go" || (made.subcommand !== "build" && made.subcommand !== "install")) return undefined;
  const output = made.optionValues("-o")[0]?.expanded;
  const operand = args.slice(1).map(({ expanded }) => expanded).filter((word) => word !== undefined && word !== output && /^\.{0,2}(?:\/|$)|^[\w/-]+\.go$|^\*\.go$/.test(word)).at(-1) ?? ".";
  if (made.subcommand === "install" && args.length > 1 && operand === ".") return undefined;
  const folder = operand.endsWith(".go") ? "" : operand.replace(/^\.\/?/, "").replace(/\/?(?:\.{3})?$/, "");
  const program = output === undefined || output.endsWith("/") ? nameOf(folder === "" ? place : folder) : nameOf(output);
  return { stage, program, folder };
}

/** Names that a built program gets in the final image: `COPY --from=build /src/app /usr/bin/shop`. */
function copiedAs(stage: ModelStage, program: string): readonly string[] {
  return stage.allSteps.flatMap(({ copy }) => (copy?.from.kind === "stage" && copy.sources.some(({ path }) => path !== undefined && nameOf(path) === program) && copy.destination !== undefined ? [nameOf(copy.destination)] : []));
}

/** The sources of the program that a COPY brings in: no tests, nothing vendored, no other program's folder. */
function filesOf({ stage, folder }: GoBuild, context: HostContext): readonly NonNullable<ReturnType<HostContext["documentAt"]>>[] {
  const sources = stage.allSteps.flatMap(({ copy }) => (copy?.from.kind === "context" ? copy.sources : []));
  const isCopied = (path: string): boolean => sources.some((source) => source.whole || (source.path !== undefined && (path === source.path || path.startsWith(`${source.path.replace(/^\.?\/+|\/+$/g, "")}/`) || (/\*\.go$/.test(source.path) && !path.includes("/")))));
  const isOther = (path: string): boolean => folder.startsWith("cmd/") && path.startsWith("cmd/") && !path.startsWith(`${folder}/`);
  const paths = (context.files() ?? []).filter(({ path, directory }) => !directory && path.endsWith(".go") && !/_test\.go$|(?:^|\/)(?:vendor|testdata|examples?)\//.test(path) && isCopied(path) && !isOther(path));
  return paths.length > MOST_FILES ? [] : paths.flatMap(({ hostPath }) => context.documentAt(hostPath) ?? []);
}

function claimOf({ path: written, type, data, span }: GoWrite, started: StartCommand, cwd: string): SourceClaim {
  const path = resolvePath(started.cwd ?? cwd, written);
  const place = classOf(path);
  const trace: TraceStep[] = [...started.trace, { span, message: `writes ${path}${type === "tree" ? " and below" : ""}` }];
  return { path, type, class: place === "data" || data ? place === "scratch" ? "scratch" : "data" : place, span, trace };
}
