import type { DependencyInstall, PackageCommand } from "../types.ts";
import type { HostContext } from "./context.ts";
import type { ModelArgument, ModelCommand } from "./commands.ts";
import { otherInstall, type OtherInstall } from "./other-installs.ts";
import { resolvePlace, type Place } from "./places.ts";
import type { ModelStage } from "./stage.ts";
import type { ModelStep } from "./step.ts";

/** An install with what only the model itself needs. */
export interface ModelInstall extends DependencyInstall {
  readonly command: ModelCommand;
  readonly step: ModelStep;
  /** Where its manifests lie. */
  readonly place: Place;
  /** The files that it must have, as places; any one of a group will do. */
  readonly needed: readonly string[];
}

/** What a manager's project install reads: the manifest (any one of them), and the lock files that go with it. */
interface Manifests {
  readonly any: readonly string[];
  readonly locks: readonly string[];
}

const NODE: readonly string[] = ["package.json"];
const MANIFESTS: Readonly<Record<string, Manifests>> = {
  npm: { any: NODE, locks: ["package-lock.json", "npm-shrinkwrap.json"] },
  yarn: { any: NODE, locks: ["yarn.lock"] },
  pnpm: { any: NODE, locks: ["pnpm-lock.yaml"] },
  bun: { any: NODE, locks: ["bun.lock", "bun.lockb"] },
  bower: { any: ["bower.json"], locks: [] },
  meteorite: { any: ["smart.json"], locks: ["smart.lock"] },
  pipenv: { any: ["Pipfile"], locks: ["Pipfile.lock"] },
  poetry: { any: ["pyproject.toml"], locks: ["poetry.lock"] },
  uv: { any: ["pyproject.toml"], locks: ["uv.lock"] },
  bundler: { any: ["Gemfile"], locks: ["Gemfile.lock"] },
  composer: { any: ["composer.json"], locks: ["composer.lock"] },
  go: { any: ["go.mod"], locks: ["go.sum"] },
  cargo: { any: ["Cargo.toml"], locks: ["Cargo.lock"] },
  maven: { any: ["pom.xml"], locks: [] },
  gradle: { any: ["build.gradle", "build.gradle.kts"], locks: ["settings.gradle", "settings.gradle.kts", "gradle.lockfile"] },
  dotnet: { any: ["*.csproj", "*.fsproj", "*.vbproj", "*.sln", "*.slnx"], locks: ["packages.lock.json", "NuGet.config", "Directory.Packages.props"] },
  mix: { any: ["mix.exs"], locks: ["mix.lock"] },
};

/** The installs of a stage's RUN steps that read dependency manifests and nothing else of the project. */
export function dependencyInstalls(stage: ModelStage): readonly ModelInstall[] {
  return stage.steps.filter(({ instruction }) => instruction.keyword === "RUN").flatMap((step) => step.commands.flatMap((command) => installOf(command, step) ?? []));
}

function installOf(command: ModelCommand, step: ModelStep): ModelInstall | undefined {
  const found = command.package;
  const other = otherInstall(command);
  if (other) return isWithoutModules(other, step.dockerfile.hostContext) ? undefined : placedInstall(other, command, step);
  if (!found || found.global || !isProjectInstall(found, command)) return undefined;
  const place = directoryOf(found, command);
  const needed = neededFiles(found, command);
  if (needed.length === 0) return undefined;
  const files = requirementNames(found) ?? manifestNames(found, needed, place, step);
  return { name: installName(found), manager: found.manager, command, step, span: command.span, place, needed, manifests: files };
}

function placedInstall({ name, manager, any, locks, instead }: OtherInstall, command: ModelCommand, step: ModelStep): ModelInstall {
  const manifests = existingIn(step.dockerfile.hostContext, [...any, ...locks]) ?? [any[0] ?? "", ...locks.slice(0, 1)];
  return { name, manager, command, step, span: command.span, place: command.place, needed: any, manifests, ...(instead === undefined ? {} : { instead }) };
}

/** Sources in Go without a `go.mod`: nothing but the sources says what they need. */
function isWithoutModules({ manager }: OtherInstall, context: HostContext | undefined): boolean {
  return manager === "go" && context?.real === true && context.files()?.some(({ path }) => path.endsWith(".go")) === true && !context.files()?.some(({ path }) => /(?:^|\/)go\.mod$/.test(path));
}

/** An install that only needs manifests: not of named packages, not of the project itself, not the build. */
function isProjectInstall(found: PackageCommand, command: ModelCommand): boolean {
  const { manager, action, subcommand } = found;
  if (found.hasFlag("--help", "--version")) return false;
  switch (manager) {
    case "npm":
    case "yarn":
    case "pnpm":
    case "bun":
      return (action === "install" && !/^(?:add|a|workspaces focus|it|install-test|cit)$/.test(subcommand) && found.packages.length === 0) || (manager === "pnpm" && subcommand === "fetch");
    case "bower":
    case "meteorite":
      return action === "install" && found.packages.length === 0;
    case "pip":
      return (subcommand === "install" || subcommand === "wheel" || subcommand === "download") && found.requirementFiles.length > 0 && !installsFolder(found);
    case "pipenv":
      return (subcommand === "install" || subcommand === "sync") && found.packages.length === 0;
    case "uv":
      return subcommand === "sync" ? !found.hasFlag("--frozen-only") : subcommand.startsWith("pip ") && action === "install" && found.requirementFiles.length > 0 && (subcommand === "pip sync" || !installsFolder(found));
    case "poetry":
      return action === "install" && subcommand !== "add" && !found.hasFlag("--only-root");
    case "conda":
      return action === "install" && found.requirementFiles.length > 0;
    case "bundler":
      return action === "install";
    case "composer":
      return (subcommand === "install" || subcommand === "i") && found.packages.length === 0;
    case "go":
      return subcommand === "mod download";
    case "cargo":
      return subcommand === "fetch";
    case "maven":
    case "gradle":
      return action === "download";
    case "dotnet":
      return subcommand === "restore";
    case "mix":
      return action === "download" && (subcommand === "deps.get" || command.args.some(({ raw }) => raw.startsWith("deps.get")));
    default:
      return false;
  }
}

/** `pip install .`, `-e .`: the project itself is installed. */
function installsFolder(found: PackageCommand): boolean {
  return found.packages.some(({ source }) => source === "local" || source === "unknown") || found.hasFlag("-e", "--editable");
}

function directoryOf(found: PackageCommand, command: ModelCommand): Place {
  const [moved] = found.optionValues("--prefix", "--cwd", "-C", "--dir", "-d", "--working-dir", "--directory", "--project", "-p", "--project-dir");
  const applies = moved && ["npm", "yarn", "pnpm", "bun", "composer", "poetry", "uv", "gradle"].includes(found.manager) && !(found.manager === "uv" && moved.raw.startsWith("3"));
  return applies ? resolvePlace(command.place, moved.expanded, moved.raw) : command.place;
}

/** The manifests that it is told to read by name. */
function requirementNames(found: PackageCommand): readonly string[] | undefined {
  const named = [...found.requirementFiles, ...found.constraintFiles].flatMap(({ expanded }) => expanded ?? []);
  return named.length > 0 && found.requirementFiles.length > 0 ? named : undefined;
}

function neededFiles(found: PackageCommand, command: ModelCommand): readonly string[] {
  const named = found.requirementFiles;
  if (named.length > 0) return named.flatMap(({ expanded }) => (expanded === undefined || /^[a-z+]+:\/\//.test(expanded) ? [] : [expanded]));
  const explicit = explicitManifest(found, command);
  if (explicit) return explicit.expanded === undefined ? [] : [explicit.expanded];
  return MANIFESTS[found.manager]?.any ?? [];
}

/** `mvn -f server/pom.xml`, `dotnet restore App/App.csproj`, `bundle --gemfile x`. */
function explicitManifest(found: PackageCommand, command: ModelCommand): ModelArgument | { readonly expanded: string | undefined } | undefined {
  if (found.manager === "maven") return found.optionValues("-f", "--file")[0];
  if (found.manager === "bundler") return found.optionValues("--gemfile")[0];
  if (found.manager === "cargo") return found.optionValues("--manifest-path")[0];
  if (found.manager !== "dotnet") return undefined;
  const operand = command.line.operands(["-r", "--runtime", "-s", "--source", "--configfile", "--packages", "-v", "--verbosity", "-a", "--arch", "--os"])[1];
  return operand && command.args.find(({ word }) => word === operand);
}

/** The manager's files that the context has there; the usual ones where that cannot be seen. */
function manifestNames(found: PackageCommand, needed: readonly string[], place: Place, step: ModelStep): readonly string[] {
  const usual = MANIFESTS[found.manager];
  const all = [...needed, ...(usual?.locks ?? [])];
  const existing = existingIn(step.dockerfile.hostContext, all);
  return existing ?? [needed[0] ?? "", ...(usual?.locks.slice(0, 1) ?? [])].filter((name) => name !== "" && place !== "");
}

function existingIn(context: HostContext | undefined, names: readonly string[]): readonly string[] | undefined {
  if (!context?.real) return undefined;
  const found = names.filter((name) => !name.includes("*") && context.kindOf(name) === "file");
  return found.length > 0 ? found : undefined;
}

/** `npm ci`, `pip install -r requirements.txt`. */
function installName(found: PackageCommand): string {
  const words = [found.program, found.subcommand];
  if (found.requirementFiles[0]) words.push(found.manager === "conda" ? "--file" : found.subcommand === "pip sync" ? "" : "-r", found.requirementFiles[0].raw);
  else if (found.manager === "maven") words.push("dependency:go-offline");
  else if (found.manager === "gradle") words.push("dependencies");
  else if (found.manager === "mix" && found.subcommand === "do") words[1] = "deps.get";
  return words.filter((word) => word !== "").join(" ");
}
