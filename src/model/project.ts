import { Document } from "#text";
import { parseDockerfile, type DockerfileTree } from "../parse/dockerfile/index.ts";
import type { NamesInUse } from "./compose/names-in-use.ts";
import type { SharedLacks } from "./compose/shared-lacks.ts";
import type { ComposeProject } from "./compose/file.ts";
import type { ComposeFileGroup } from "./compose/projects.ts";
import { hostFiles, type HostFiles } from "./container/bound-files.ts";
import { ModelContainer } from "./container/container.ts";
import { documentedMounts } from "./container/documented.ts";
import { contextPath, dockerfilePath } from "./build-path.ts";
import { buildContext, buildDockerfile } from "./dockerfile/index.ts";
import type { EntryKind, Host, Note } from "./host.ts";
import { referencedImage } from "./image.ts";
import { nameOf, parentOf } from "./paths.ts";
import { startedContainers } from "./runline/containers.ts";
import { projectLines, type ProjectLines } from "./runline/project-lines.ts";
import { readStateCommands } from "./runline/state-commands.ts";
import { purposeOf } from "./purpose.ts";
import { projectDocuments } from "./documents.ts";
import type { BuildContext, ComposeFile, Container, Dockerfile, Image, Project, ProjectDocument, Purpose, Service, Stage, StateCommand } from "./types.ts";

/** What a project is made of. Paths are relative to the working directory. */
export interface ProjectInput {
  readonly host: Host;
  readonly dockerfiles: readonly string[];
  readonly composeFiles: readonly string[];
  /** Compose files that are loaded together, as with `-f`, the main one first. */
  readonly composeLists?: readonly (readonly string[])[];
  readonly scripts?: readonly string[];
  /** Scripts that are only looked through for commands that delete or save what containers keep. */
  readonly commandScripts?: readonly string[];
  /** Texts that stand for a file's content: standard input, an editor's buffer. */
  readonly texts?: ReadonlyMap<string, string>;
  /** The paths that were asked for, as documents' paths begin; what stands above them says nothing of a file's purpose. */
  readonly asked?: readonly string[];
  /** The working directory's own name, for a container named after it. */
  readonly directoryName?: string;
}

/** Reads the given files and everything they lead to, and joins them into one project. Never throws on what files contain. */
export function buildProject(input: ProjectInput): Project {
  return new ModelProject(input);
}

/** Statements of Jinja and its like on a line of their own, or a placeholder in FROM. */
const TEMPLATE = /^[ \t]*(?:\{%|FROM[ \t][^\r\n]*\{\{)/im;

/** Loaded only where there is a compose file. */
export function composeModel(): typeof import("./compose/index.ts") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return require("./compose/index.ts") as typeof import("./compose/index.ts");
}

interface LoadedDockerfile {
  readonly path: string;
  readonly document: Document;
  readonly tree: DockerfileTree;
}

/** A part of a project's compose files, with what questions about all of them lead to. */
export interface ComposeShare {
  readonly groups: readonly ComposeFileGroup[];
  readonly lacks: SharedLacks;
  readonly names: NamesInUse;
  readonly stateCommands: readonly StateCommand[];
}

export class ModelProject implements Project {
  readonly dockerfiles: readonly Dockerfile[];
  readonly composeFiles: readonly ComposeFile[];
  readonly containers: readonly Container[];
  readonly #input: ProjectInput;
  readonly #notes: Note[] = [];
  readonly #loaded = new Map<string, LoadedDockerfile | undefined>();
  readonly #models = new Map<string, Dockerfile>();
  readonly #containers = new Map<Service, ModelContainer>();
  readonly #contexts = new Map<string, BuildContext>();
  readonly #stat = (path: string): EntryKind | undefined => this.#input.host.stat(path);
  readonly #files: HostFiles;
  readonly #share: ComposeShare | undefined;
  #users: ReadonlyMap<string, readonly Service[]> = new Map();
  #documents: readonly ProjectDocument[] | undefined;
  #stateCommands: readonly StateCommand[] | undefined;

  /** The contexts that build lines of scripts name. */
  readonly contexts: ReadonlyMap<string, string>;
  #lines: ProjectLines = { lines: [], started: new Set(), contexts: new Map(), buildArgs: new Map() };

  /** With `only`, without the Dockerfiles that no service builds, or no script builds and starts. */
  constructor(input: ProjectInput, only: boolean | "started" = false, contexts: ReadonlyMap<string, string> = new Map(), share?: ComposeShare) {
    this.#input = input;
    this.#share = share;
    this.#files = hostFiles(input.host);
    if ((input.scripts ?? []).length > 0) this.#lines = this.#readLines();
    this.contexts = new Map([...contexts, ...this.#lines.contexts]);
    const compose = input.composeFiles.length > 0 ? this.#composeFiles(input) : [];
    this.composeFiles = compose;
    const services = compose.flatMap((file) => file.services);
    this.#users = usersOf(services);
    this.dockerfiles = input.dockerfiles.filter((path) => only === false || (only === "started" ? this.starts(path) : this.#users.has(path))).flatMap((path) => this.#dockerfile(path) ?? []);
    this.containers = [
      ...services.map((service) => this.#container(service)),
      ...this.dockerfiles.filter((file) => file.services.length === 0 && !this.starts(file.document.path)).flatMap((file) => this.#lone(file) ?? []),
      ...this.#started(),
    ];
  }

  /** Whether a script builds the Dockerfile and starts its image. */
  starts(path: string): boolean {
    return this.#lines.started.has(path);
  }

  #readLines(): ProjectLines {
    return projectLines(scriptDocuments(this.#input, this.#input.scripts ?? []), (path) => this.#stat(path) === "file");
  }

  #started(): readonly Container[] {
    const { host } = this.#input;
    return startedContainers(this.#lines.lines, { stat: this.#stat, files: this.#files, read: (path) => host.read(path), purpose: (path) => this.#purposeOf(path), stageOf: (path, target) => stageNamed(this.#dockerfile(path, false), target) });
  }

  /** Whether a service builds the Dockerfile, readable or not. */
  builds(path: string): boolean {
    return this.#users.has(path);
  }

  get stateCommands(): readonly StateCommand[] {
    return (this.#stateCommands ??= this.#share?.stateCommands ?? stateCommandsOf(this.#input));
  }

  get notes(): readonly Note[] {
    return [...this.#notes, ...this.composeFiles.flatMap((file) => file.notes)];
  }

  get documents(): readonly ProjectDocument[] {
    return (this.#documents ??= projectDocuments(this.dockerfiles, this.composeFiles));
  }

  #read(path: string, kind: Document["kind"]): Document | undefined {
    const given = this.#input.texts?.get(path);
    if (given !== undefined) return new Document(path, given, kind);
    const result = this.#input.host.read(path);
    if (!result.ok) {
      this.#notes.push({ path, message: result.message, incomplete: true });
      return undefined;
    }
    if (result.replaced) this.#notes.push({ path, message: "some bytes are no valid UTF-8; they were read as replacement characters", incomplete: false });
    return new Document(path, result.text, kind);
  }

  #composeFiles({ composeFiles, composeLists = [], host, texts }: ProjectInput): readonly ComposeFile[] {
    const { NamesInUse, SharedLacks, composeProjects, standingAlone, ProjectFiles } = composeModel();
    const files = new ProjectFiles(host, texts);
    for (const path of composeLists.flat()) if (!files.exists(path)) this.#notes.push({ path, message: "the configuration lists this compose file, and it is not there", incomplete: true });
    const groups = this.#share?.groups ?? composeProjects(composeFiles, files, composeLists);
    const { lacks, names }: Pick<ComposeShare, "lacks" | "names"> = this.#share ?? { lacks: new SharedLacks(() => projects), names: new NamesInUse(() => projects) };
    const projects: readonly ComposeProject[] = standingAlone(groups.flatMap((group) => this.#compose(group, lacks, names) ?? []));
    return projects;
  }

  #compose([main, ...others]: ComposeFileGroup, lacks: SharedLacks, names: NamesInUse): ComposeProject | undefined {
    const { ComposeProject, loadCompose } = composeModel();
    const document = this.#read(main, "compose");
    if (!document) return undefined;
    const overrides = others.flatMap((path) => this.#read(path, "compose") ?? []);
    const loaded = loadCompose(document, this.#input.host, this.#input.texts, overrides);
    return new ComposeProject({
      document,
      purpose: this.#purposeOf(document.path),
      ...loaded,
      loaded,
      host: this.#input.host,
      lacks,
      names,
      stageOf: (service) => this.#stageOf(service),
      containerOf: (service) => this.#container(service),
    });
  }

  #load(path: string, required: boolean): LoadedDockerfile | undefined {
    if (this.#loaded.has(path)) return this.#loaded.get(path);
    const known = required || this.#input.texts?.has(path) || this.#input.host.stat(path) === "file";
    const document = known ? this.#read(path, "dockerfile") : undefined;
    const loaded = document && !this.#isTemplate(document) ? { path, document, tree: parseDockerfile(document) } : undefined;
    this.#loaded.set(path, loaded);
    return loaded;
  }

  #purposeOf(path: string): Purpose {
    return purposeOf(path, this.#input.asked ?? []);
  }

  /** A text that a generator fills in is no Dockerfile yet. */
  #isTemplate(document: Document): boolean {
    const found = TEMPLATE.exec(document.text);
    if (!found) return false;
    const { line } = document.position(found.index);
    this.#notes.push({ path: document.path, line, message: "this is a template; it can be checked once its placeholders are filled in", incomplete: false });
    return true;
  }

  #dockerfile(path: string, required = true): Dockerfile | undefined {
    const model = this.#models.get(path);
    if (model) return model;
    const loaded = this.#load(path, required);
    if (!loaded) return undefined;
    const services = this.#users.get(path) ?? [];
    const folders = services.length > 0 ? [...new Set(services.map((service) => contextPath(service) ?? parentOf(path)))] : [this.contexts.get(path) ?? parentOf(path)];
    const built = buildDockerfile(loaded.document, loaded.tree, {
      contexts: folders.map((folder) => this.#context(folder, path)),
      services,
      buildArgs: buildArgs(services, this.#lines.buildArgs.get(path)),
    });
    this.#models.set(path, built);
    return built;
  }

  #context(folder: string, dockerfile: string): BuildContext {
    const key = `${folder}\n${dockerfile}`;
    const known = this.#contexts.get(key);
    if (known) return known;
    const made = buildContext(this.#input.host, folder, dockerfile);
    this.#contexts.set(key, made);
    return made;
  }

  #stageOf(service: Service): Stage | undefined {
    const path = dockerfilePath(service);
    if (path === undefined) return undefined;
    const file = this.#dockerfile(path, false);
    const target = service.build?.target;
    return target && target.value === undefined ? undefined : stageNamed(file, target?.value);
  }

  #container(service: Service): ModelContainer {
    const known = this.#containers.get(service);
    if (known) return known;
    const stage = service.build?.stage;
    const container = new ModelContainer({
      name: service.name, kind: "service", origin: service.keySpan, address: service.address, image: imageOf(service, stage), service, stage, files: this.#files,
      purpose: this.#purposeOf(service.keySpan.document.path),
    });
    this.#containers.set(service, container);
    return container;
  }

  #lone(file: Dockerfile): Container | undefined {
    const stage = programStage(file);
    if (!stage) return undefined;
    const folder = nameOf(parentOf(file.document.path));
    const name = folder === "." ? this.#input.directoryName ?? "." : folder;
    return new ModelContainer({
      name, kind: "lone", origin: stage.from.headSpan, address: `dockerfile:${file.document.path}`, image: stage.image, service: undefined, stage, files: this.#files,
      purpose: this.#purposeOf(file.document.path),
      documentedMounts: () => documentedMounts(file.document.path, file.tree, this.#input.host),
    });
  }
}

/** The stage that `target` names, by name or number; the final one where none is named. */
function stageNamed(file: Dockerfile | undefined, target: string | undefined): Stage | undefined {
  const name = target?.toLowerCase();
  return name === undefined ? file?.finalStage : file?.stages.find((stage) => stage.name === name || String(stage.index) === name);
}

/**
 * The stage that a container of the file runs: the final one. Where that starts nothing, as one that only uploads or exports does,
 * the last one that says itself what it starts, unless its name says that it is for tests.
 */
function programStage(file: Dockerfile): Stage | undefined {
  const final = file.finalStage;
  if (!final || final.image.command || final.image.entrypoint) return final;
  const known = final.image.known;
  const starts = (stage: Stage): boolean => stage.steps.some(({ instruction }) => instruction.keyword === "CMD" || instruction.keyword === "ENTRYPOINT");
  return file.stages.findLast((stage) => starts(stage) && (!known || stage.image.known?.image === known.image) && !/test|dev|debug|lint|ci\b/.test(stage.name ?? "")) ?? final;
}

function scriptDocuments({ host, texts }: ProjectInput, paths: readonly string[]): readonly Document[] {
  return paths.flatMap((path) => {
    const given = texts?.get(path);
    if (given !== undefined) return [new Document(path, given, "script")];
    const read = host.read(path);
    return read.ok ? [new Document(path, read.text, "script")] : [];
  });
}

/** The commands of the scripts that delete or save what containers keep. */
export function stateCommandsOf(input: ProjectInput): readonly StateCommand[] {
  return scriptDocuments(input, input.commandScripts ?? input.scripts ?? []).flatMap((document) => readStateCommands(document));
}

/** Which services build which Dockerfile. */
function usersOf(services: readonly Service[]): ReadonlyMap<string, readonly Service[]> {
  const found = new Map<string, Service[]>();
  for (const service of services) {
    const path = dockerfilePath(service);
    if (path === undefined) continue;
    const list = found.get(path);
    if (list) list.push(service);
    else found.set(path, [service]);
  }
  return found;
}

function imageOf(service: Service, stage: Stage | undefined): Image | undefined {
  if (service.build) return stage?.image;
  const image = service.image;
  return image ? referencedImage(image) : undefined;
}

type BuildArgs = ReadonlyMap<string, string | undefined>;

/** What services and build lines agree on. */
export function buildArgs(services: readonly Service[], lines: readonly BuildArgs[] = []): BuildArgs {
  return agreed([...services.map(serviceArgs), ...lines]);
}

function serviceArgs(service: Service): BuildArgs {
  return new Map([...service.build?.args ?? []].map(([name, { value }]) => [name, value]));
}

/** Arguments that all builds agree on; the others stay unknown. */
function agreed(builds: readonly BuildArgs[]): BuildArgs {
  const found = new Map<string, string | undefined>();
  for (const [at, args] of builds.entries()) {
    for (const [name, value] of args) found.set(name, at > 0 && found.get(name) !== value ? undefined : value);
  }
  return found;
}
