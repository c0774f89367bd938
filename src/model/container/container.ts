import type { Span } from "#text";
import { isWithin, normalisePath } from "../paths.ts";
import { readStart, type RunInput, type RunResult } from "../run/index.ts";
import type {
  Container, ContainerDataPath, DataCoverage, DatabaseFiles, HiddenProcess, Image, Invocation, Mount, PathFate, Purpose, Removal, Service, Stage, StartCommand, VariableValue, Write,
} from "../types.ts";
import { isKnownDataPath } from "../images/index.ts";
import type { ConfigReading } from "../configured/index.ts";
import { configurationOf } from "./configuration.ts";
import { copiedUp } from "./copy-up.ts";
import { sourceClaims, type SourceChild, type SourceClaims } from "../source/index.ts";
import { coverageOf } from "./coverage.ts";
import { dataPathsOf, type PlacedData } from "./data-paths.ts";
import { databaseFilesOf } from "./database-files.ts";
import { hiddenProcessOf } from "./hidden-process.ts";
import { mountAt, survives, throughLinks, unmountedFate } from "./fate.ts";
import type { HostFiles } from "./bound-files.ts";
import { ContainerFiles } from "./files.ts";
import { mountsOf, type RunSetting } from "./mounts.ts";
import { isDenied } from "./rights.ts";
import { verdictOf } from "./verdict.ts";
import { isRefused, writesOf, type AllWrites } from "./writes.ts";

/** What makes a container. */
export interface ContainerInput {
  readonly name: string;
  readonly kind: Container["kind"];
  readonly origin: Span;
  readonly address: string;
  readonly image: Image | undefined;
  readonly service: Service | undefined;
  readonly stage: Stage | undefined;
  /** The command line that starts it, where that is no service. */
  readonly run?: RunSetting;
  readonly files: HostFiles;
  readonly purpose: Purpose;
  /** The paths on which a text for people says to mount something. */
  readonly documentedMounts?: () => readonly string[];
}

/** A container whose facts are computed when first asked for, once. */
export class ModelContainer implements Container {
  readonly name: string;
  readonly kind: Container["kind"];
  readonly origin: Span;
  readonly address: string;
  readonly image: Image | undefined;
  readonly service: Service | undefined;
  readonly stage: Stage | undefined;
  readonly purpose: Purpose;
  readonly #host: HostFiles;
  readonly #files: ContainerFiles;
  readonly #run: RunSetting | undefined;
  readonly #findDocumented: (() => readonly string[]) | undefined;
  #documented: readonly string[] | undefined;
  #env: ReadonlyMap<string, VariableValue> | undefined;
  #mounts: readonly Mount[] | undefined;
  #start: RunResult | undefined;
  #source: SourceClaims | undefined;
  #children: ModelContainer["children"] | undefined;
  #configuration: ConfigReading | undefined;
  #data: PlacedData | undefined;
  #coverage: DataCoverage | undefined;
  #databaseFiles: readonly DatabaseFiles[] | undefined;
  #writes: AllWrites | undefined;
  #copiedUp: readonly Write[] | undefined;
  readonly #fates = new Map<string, PathFate>();

  constructor(input: ContainerInput) {
    this.name = input.name;
    this.kind = input.kind;
    this.origin = input.origin;
    this.address = input.address;
    this.image = input.image;
    this.service = input.service;
    this.stage = input.stage;
    this.#host = input.files;
    this.#files = new ContainerFiles(this, input.files);
    this.#run = input.run;
    this.#findDocumented = input.documentedMounts;
    this.purpose = input.purpose;
  }

  get env(): ReadonlyMap<string, VariableValue> {
    if (this.#env) return this.#env;
    const env = new Map<string, VariableValue>(this.image?.env ?? []);
    for (const [name, value] of [...this.#run?.fileEnv ?? [], ...this.#run?.line.env ?? []]) env.set(name, value);
    for (const [name, value] of this.service?.environment ?? []) env.set(name, { value: value.value, span: value.span });
    return (this.#env = env);
  }

  get user(): string | undefined {
    const own = this.service?.user ?? this.#run?.line.user;
    return own ? own.value : this.image?.user;
  }

  get cwd(): string | undefined {
    const own = this.service?.workingDir ?? this.#run?.line.workingDir;
    if (!own) return this.image?.cwd;
    return own.value?.startsWith("/") ? normalisePath(own.value) : undefined;
  }

  /** `--rm`: what is neither in a named volume nor on the host goes when it stops. */
  get removedOnExit(): boolean {
    return this.#run?.line.removed ?? false;
  }

  /** What its own settings say it runs, before the image's. */
  get ownInvocations(): { readonly entrypoint: Invocation | "cleared" | undefined; readonly command: Invocation | "cleared" | undefined } {
    return { entrypoint: this.service?.entrypoint ?? this.#run?.line.entrypoint, command: this.service?.command ?? this.#run?.line.command };
  }

  get readOnlyRoot(): boolean {
    return this.service?.readOnly ?? this.#run?.line.readOnly ?? false;
  }

  get entrypoint(): Invocation | undefined {
    const own = this.service?.entrypoint ?? this.#run?.line.entrypoint;
    return own === "cleared" ? undefined : own ?? this.image?.entrypoint;
  }

  /** An own entry point clears the image's command, as Docker does it. */
  get command(): Invocation | undefined {
    const own = this.service?.command ?? this.#run?.line.command;
    if (own === "cleared") return undefined;
    return own ?? (this.service?.entrypoint ?? this.#run?.line.entrypoint ? undefined : this.image?.command);
  }

  get mounts(): readonly Mount[] {
    return (this.#mounts ??= mountsOf(this, this.image, this.#run ?? this.service, this.#host.stat));
  }

  get documentedMounts(): readonly string[] {
    return (this.#documented ??= this.#findDocumented?.() ?? []);
  }

  fateOf(path: string): PathFate {
    const asked = this.#fates.get(path);
    if (asked) return asked;
    const real = this.#realPath(path);
    const fate = this.#fates.get(real) ?? this.#fateOfReal(real);
    this.#fates.set(real, fate);
    if (real !== path && !this.#fates.has(path)) this.#fates.set(path, fate);
    return fate;
  }

  #fateOfReal(path: string): PathFate {
    const mount = mountAt(this.mounts, path, (target) => this.#realPath(target));
    return new ContainerPath(this, path, mount?.kind ?? unmountedFate(path), mount);
  }

  #realPath(path: string): string {
    return throughLinks(normalisePath(path), this.image?.links);
  }

  /** What its entry point and command do, as far as they can be read. */
  get start(): RunResult {
    return (this.#start ??= readStart(this.#runInput));
  }

  /** What the commands do that its programs start by their own source, as far as they can be read. */
  get children(): readonly { readonly child: SourceChild; readonly result: RunResult }[] {
    return (this.#children ??= this.source.children.slice(0, MOST_CHILDREN).map((child) => ({ child, result: readStart({ ...this.#runInput, ...invocationOf(child), cwd: child.cwd }) })));
  }

  get #runInput(): RunInput {
    return {
      entrypoint: this.entrypoint,
      command: this.command,
      env: this.env,
      cwd: this.cwd,
      user: this.user,
      links: this.image?.links,
      fileAt: (path) => this.#files.fileAt(path),
      filesIn: (directory) => this.#files.filesIn(directory),
      directoryExists: (path) => this.#files.directoryExists(path),
      fileExists: (path) => this.#files.fileExists(path),
      environmentKnown: this.kind !== "lone" && this.image?.stage?.baseEnvironmentKnown === true,
      listBelow: (path) => this.#files.listBelow(path),
      lacks: (path) => this.#files.lacks(path),
      namesInRoot: () => this.#files.namesInRoot(),
      home: this.image?.stage?.homeOf(this.user?.split(":")[0] ?? "root"),
      systemShell: this.image?.stage?.systemShell,
      mayHold: (path) => this.fateOf(path).mount !== undefined || (this.image?.mayHold(path) ?? true),
      isOfHost: (path) => this.#files.isOfHost(path),
      isMountPoint: (path) => this.mounts.some(({ target }) => target === path || this.fateOf(target).path === path),
      denies: (path, user) => isDenied(this, path, user),
      refuses: (path) => isRefused(this, this.fateOf(path)),
    };
  }

  /** What the project's own source says of the programs that start. */
  get source(): SourceClaims {
    return (this.#source ??= sourceClaims({ commands: this.startCommands, env: this.env, fileAt: (path) => this.#files.fileAt(path), stage: this.stage, cwd: this.cwd }));
  }

  /** What the settings files say that its programs read. */
  get configuration(): ConfigReading {
    return (this.#configuration ??= configurationOf(this, this.#files));
  }

  get startCommands(): readonly StartCommand[] {
    return this.start.startCommands;
  }

  get databaseFiles(): readonly DatabaseFiles[] {
    return (this.#databaseFiles ??= databaseFilesOf(this));
  }

  get hiddenProcess(): HiddenProcess | undefined {
    return hiddenProcessOf(this, (path) => this.#files.fileAt(path));
  }

  get removals(): readonly Removal[] {
    return this.start.removals;
  }

  get dataPaths(): readonly ContainerDataPath[] {
    return this.data.paths;
  }

  get data(): PlacedData {
    return (this.#data ??= dataPathsOf(this, this.configuration));
  }

  get coverage(): DataCoverage {
    return (this.#coverage ??= coverageOf(this, isKnownDataPath));
  }

  get writes(): readonly Write[] {
    return this.#allWrites.landed;
  }

  get blockedWrites(): readonly Write[] {
    return this.#allWrites.blocked;
  }

  get deniedWrites(): readonly Write[] {
    return this.#allWrites.denied;
  }

  get copiedUp(): readonly Write[] {
    return (this.#copiedUp ??= copiedUp(this));
  }

  get #allWrites(): AllWrites {
    return (this.#writes ??= writesOf(this));
  }

  get unknowns(): readonly string[] {
    return this.#judged.unknowns;
  }

  get verdict(): Container["verdict"] {
    return this.#judged.verdict;
  }

  get #judged(): ReturnType<typeof verdictOf> {
    return verdictOf(this);
  }
}

const MOST_CHILDREN = 50;

/** A command of a program as the engine would start it; all of it points at the line that does. */
function invocationOf({ words, span }: SourceChild): Pick<RunInput, "entrypoint" | "command"> {
  return { entrypoint: { form: "exec", words, script: undefined, span, itemSpans: words.map(() => span), itemTexts: words.map(() => undefined) }, command: undefined };
}

class ContainerPath implements PathFate {
  readonly container: ModelContainer;
  readonly path: string;
  readonly kind: PathFate["kind"];
  readonly mount: Mount | undefined;

  constructor(container: ModelContainer, path: string, kind: PathFate["kind"], mount: Mount | undefined) {
    this.container = container;
    this.path = path;
    this.kind = kind;
    this.mount = mount;
  }

  get survives(): PathFate["survives"] {
    return survives(this.kind, this.mount, this.container);
  }

  get documented(): boolean {
    return this.mount === undefined && this.container.documentedMounts.some((target) => isWithin(this.path, target));
  }

  get writes(): readonly Write[] {
    return this.container.writes.filter((write) => write.fate === this);
  }
}
