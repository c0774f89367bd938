import type { Document, MappedText, Span, SyntaxFault } from "#text";
import type { DockerfileTree, Instruction } from "../parse/dockerfile/index.ts";
import type { ComposeTree, YamlNode } from "../parse/compose/tree.ts";
import type { BesideKind, HostBind, PublishedPort, ShippedCredential, VariableUse } from "./compose-facts/types.ts";
import type { LimitFact } from "./compose-facts/resources.ts";
import type { SecretLiteral } from "./secrets/patterns.ts";
import type { ComposeProblem } from "./compose/problem.ts";
import type { Note } from "./host.ts";
import type { BundlerInstall, Download, ForeignCommand, RubyFacts, StageOrigin, StagePurpose, StageRead, StartLine } from "./dockerfile/facts/types.ts";
import type { PowerShellRun, ShellScript } from "./shell-facts/types.ts";

export type {
  ConditionalChain, PowerShellCall, PowerShellRun, ScriptCommand, ScriptNode, ScriptPipeline, ScriptRemoval, ShellComparison, ShellExpansion, ShellLiteral, ShellNegation, ShellScript, ShellVariables, StatementList,
} from "./shell-facts/types.ts";

/** A value with the place that says it. `value` is undefined where a variable in it is unknown. */
export interface Sourced<T> {
  readonly value: T | undefined;
  /** As written. */
  readonly raw: string;
  readonly span: Span;
  /** Variables that nothing in the project sets. */
  readonly unresolved: readonly string[];
}

// ---------------------------------------------------------------- Dockerfiles

/** One Dockerfile with its stages. Rule subject `dockerfile`. */
export interface Dockerfile {
  readonly document: Document;
  readonly tree: DockerfileTree;
  readonly stages: readonly Stage[];
  /** Instructions before the first FROM. */
  readonly preamble: readonly Instruction[];
  /** Every instruction of the file as a step, in file order: the preamble and each FROM too. */
  readonly steps: readonly Step[];
  readonly finalStage: Stage | undefined;
  /** The contexts it is built with: those of the services that build it, else its own folder. */
  readonly contexts: readonly BuildContext[];
  /** The first of `contexts`. */
  readonly context: BuildContext;
  readonly services: readonly Service[];
}

export type Base =
  | { readonly kind: "stage"; readonly stage: Stage; readonly span: Span }
  | { readonly kind: "image"; readonly reference: string; readonly known: KnownImageFacts | undefined; readonly span: Span }
  | { readonly kind: "scratch"; readonly span: Span }
  | { readonly kind: "unknown"; readonly raw: string; readonly span: Span };

/** FROM up to the next FROM. Rule subject `stage`. */
export interface Stage {
  readonly dockerfile: Dockerfile;
  readonly index: number;
  /** The name after AS, in lower case as Docker compares it. */
  readonly name: string | undefined;
  readonly from: Instruction;
  readonly base: Base;
  /** The steps after FROM. */
  readonly steps: readonly Step[];
  readonly isFinal: boolean;
  /** The final stage, a `target` of a service, or one that such a stage builds on with FROM. */
  readonly shipped: boolean;
  /** State after the last step. */
  readonly end: StageState;
  /** All commands of its RUN steps. */
  readonly commands: readonly Command[];
  /** What a container of this stage starts from. */
  readonly image: Image;
  /** Package-manager installs that read dependency manifests. */
  readonly dependencyInstalls: readonly DependencyInstall[];
  /** By --platform or the base image's name; a stage on another stage has that one's. */
  readonly os: "linux" | "windows";
  /** This stage, the one that it builds on, and so on. */
  readonly lineage: readonly Stage[];
  /** The image at the end of the lineage; undefined for scratch and where a variable decides it. */
  readonly origin: StageOrigin | undefined;
  /** What its own name says it is for. */
  readonly purpose: StagePurpose | undefined;
  /** The stages and images that it reads: FROM, COPY --from, RUN --mount from=. */
  readonly reads: readonly StageRead[];
  /** The final stage, a `target` of a service, or one that such a stage reads. */
  readonly needed: boolean;
  /** What FROM names where only the ARG defaults and the given build arguments hold; undefined where a variable is not declared or its given value not known. */
  readonly defaultReference: string | undefined;
  /** The programs that a container of it starts. */
  readonly startLines: readonly StartLine[];
  readonly ruby: RubyFacts;
  readonly bundlerInstalls: readonly BundlerInstall[];
  /** The image at the end of the lineage is scratch or a plain operating system, which sets no variables of its own. */
  readonly baseEnvironmentKnown: boolean;
  /** Who owns a directory after the last step. */
  ownerOf(path: string): PathOwner;
  /** The broad COPY or ADD whose change reruns the install though the install does not need it. */
  broadCopyBefore(install: DependencyInstall): BroadCopy | undefined;
}

/** Whose a directory of an image is. `absent`: it is known not to be there, so that a mount or a program makes it. */
export type PathOwner = { readonly kind: "user"; readonly user: string; readonly span: Span } | { readonly kind: "absent" } | { readonly kind: "unknown" };

/** One instruction in its stage, with the state before it. Rule subject `instruction`. */
export interface Step {
  readonly dockerfile: Dockerfile;
  /** Undefined for what stands before the first FROM, and for FROM itself. */
  readonly stage: Stage | undefined;
  readonly instruction: Instruction;
  readonly before: StageState;
  readonly commands: readonly Command[];
  /** The commands of a RUN that cmd or PowerShell reads, split at operators and blanks. */
  readonly foreignCommands: readonly ForeignCommand[];
  /** COPY and ADD: what goes where. */
  readonly copy: CopyFacts | undefined;
  /** Absolute image paths that a RUN is seen to write, create, delete or change owner or mode of. */
  readonly changedPaths: readonly string[];
  /** The same with what is done to each path, in the order of the commands. */
  readonly changes: readonly FileChange[];
  /** The `--mount` flags of a RUN. */
  readonly mounts: readonly RunMount[];
  /** The shell text as a whole, for RUN, CMD, ENTRYPOINT and HEALTHCHECK in a form that a POSIX-like shell reads. */
  readonly script: ShellScript | undefined;
  /** What a RUN gives to PowerShell, by SHELL or by a call of its own. */
  readonly powerShell: PowerShellRun | undefined;
  /** `stage:build/RUN[2]`, stable when other lines change. */
  readonly address: string;
}

/** What one command of a RUN does to a path of the image. */
export interface FileChange {
  /** `fill`: content below the path whose names are not known (`git clone`, `tar -C`, `npm ci`). */
  readonly kind: "write" | "directory" | "copy" | "move" | "link" | "remove" | "permission" | "fill";
  /** Absolute. */
  readonly path: string;
  /** Also what lies below it. */
  readonly recursive: boolean;
  /** The word that names the path. */
  readonly span: Span;
  readonly command: Command;
}

/** `RUN --mount=...`, understood. */
export interface RunMount {
  readonly type: "bind" | "cache" | "tmpfs" | "secret" | "ssh" | (string & {});
  /** Absolute; undefined where none is written or a variable is unknown. */
  readonly target: string | undefined;
  readonly source: string | undefined;
  readonly from: string | undefined;
  readonly sharing: string | undefined;
  /** `rw` or `readwrite`. */
  readonly writable: boolean;
  readonly span: Span;
}

export interface StageState {
  readonly env: ReadonlyMap<string, VariableValue>;
  readonly args: ReadonlyMap<string, VariableValue>;
  /** Absolute; undefined where a variable or an unknown base decides it. */
  readonly cwd: string | undefined;
  /** As written in USER after expansion; undefined where unknown. `root` by default only for known bases and scratch. */
  readonly user: string | undefined;
  readonly userSpan: Span | undefined;
  readonly shell: ShellSetting;
  /** Volumes declared so far by this stage and its known bases. */
  readonly volumes: readonly DeclaredVolume[];
}

export interface VariableValue {
  readonly value: string | undefined;
  readonly span: Span | undefined;
}

export interface ShellSetting {
  readonly words: readonly string[];
  readonly dialect: "sh" | "bash" | "dash" | "ash" | "ksh" | "zsh" | "powershell" | "cmd" | "other";
  /** Undefined where Docker's default is in force. */
  readonly span: Span | undefined;
}

export interface DeclaredVolume {
  /** Absolute and normalised. */
  readonly path: string;
  /** The word in VOLUME, or FROM where the base image declares it. */
  readonly span: Span;
  readonly from: "instruction" | "base-image";
  readonly stage: Stage | undefined;
}

/** COPY or ADD, understood. */
export interface CopyFacts {
  readonly from: { readonly kind: "context" } | { readonly kind: "stage"; readonly stage: Stage } | { readonly kind: "image"; readonly reference: string } | { readonly kind: "unknown"; readonly raw: string };
  readonly sources: readonly CopySource[];
  /** Absolute destination, with a trailing `/` where it is a directory; undefined where unknown. */
  readonly destination: string | undefined;
  readonly destinationSpan: Span;
  readonly chown: Sourced<string> | undefined;
  readonly chmod: Sourced<string> | undefined;
  readonly exclude: readonly string[];
  readonly parents: boolean;
}

export interface CopySource {
  readonly raw: string;
  /** After expansion; undefined where a variable decides it. */
  readonly path: string | undefined;
  readonly span: Span;
  /** `.`, `./`, `/`, `*` and the like: the whole context or stage root. */
  readonly whole: boolean;
  /** A URL or git address (ADD). */
  readonly remote: boolean;
  /** A heredoc's body. */
  readonly heredoc: boolean;
  /** Context files that it matches (relative to the context), `.dockerignore` applied; undefined where the context is not readable or a variable is unknown. */
  readonly files: readonly ContextFile[] | undefined;
}

export interface ContextFile {
  /** Relative to the context root. */
  readonly path: string;
  /** Relative to the working directory: what the Host reads. */
  readonly hostPath: string;
  readonly directory: boolean;
}

/** The folder a Dockerfile is built with. */
export interface BuildContext {
  /** Relative to the working directory; undefined for a remote or unreadable context. */
  readonly root: string | undefined;
  readonly dockerignore: { readonly document: Document; excludes(path: string): boolean } | undefined;
  /** Where the ignore file would be looked for first. */
  readonly dockerignorePath: string | undefined;
  /** Files after `.dockerignore`, bounded; undefined where the context cannot be listed. */
  files(): readonly ContextFile[] | undefined;
  /** True where the context holds that path after `.dockerignore`; undefined where unknown. */
  has(path: string): boolean | undefined;
  /** The text of a file of the context after `.dockerignore`; undefined where it cannot be read. */
  textOf(path: string): string | undefined;
  /** True where the folder holds more than the Dockerfile and compose files themselves (a lone copied-out Dockerfile has no real context). */
  readonly real: boolean;
}

/** One simple command of a RUN, CMD, ENTRYPOINT, HEALTHCHECK or script. Rule subject `command` (RUN, CMD, ENTRYPOINT, HEALTHCHECK). */
export interface Command {
  /** Base name after wrappers (`sudo`, `env`, `exec` ...); empty where a variable decides it. */
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly args: readonly CommandArgument[];
  readonly step: Step | undefined;
  /** Which shell reads it; undefined for the exec form. */
  readonly dialect: ShellSetting["dialect"] | undefined;
  readonly user: string | undefined;
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, VariableValue>;
  /** Wrappers in front, outermost first: `sudo`, `env`, `exec`. */
  readonly wrappers: readonly string[];
  /** The full command as the shell adapter reads it, with its place in pipes and lists. */
  readonly shell: import("../parse/shell/index.ts").SimpleCommand | undefined;
  /** What it asks of a package manager; undefined for other programs. */
  readonly package: PackageCommand | undefined;
  /** What curl or wget is asked to fetch. */
  readonly download: Download | undefined;
}

export type PackageManager =
  | "apt-get" | "apt" | "aptitude" | "apk" | "dnf" | "microdnf" | "yum" | "zypper" | "pacman"
  | "pip" | "pipx" | "pipenv" | "uv" | "poetry" | "conda" | "npm" | "yarn" | "pnpm" | "bun" | "bower" | "meteorite" | "gem" | "bundler"
  | "go" | "cargo" | "composer" | "mix" | "maven" | "gradle" | "dotnet";

export type PackageAction =
  | "install" | "reinstall" | "update-index" | "upgrade" | "remove" | "clean" | "download" | "build" | "run" | "other";

/** A command line of a package manager, understood. */
export interface PackageCommand {
  readonly manager: PackageManager;
  /** The program as named: `pip3`, `npm`; for `python -m pip` that of the module. */
  readonly program: string;
  /** As written, `install` or `i`; several words where the manager has them (`pip install` of uv, `mod download` of go); empty where there is none. */
  readonly subcommand: string;
  readonly subcommandSpan: Span | undefined;
  readonly action: PackageAction;
  /** Options as written, without their values. */
  readonly flags: readonly CommandArgument[];
  /** True where one of the options is given: `hasFlag("-y", "--yes")`; short ones are found in clusters too. */
  hasFlag(...names: readonly string[]): boolean;
  /** The values of an option that takes one. */
  optionValues(...names: readonly string[]): readonly CommandArgument[];
  readonly packages: readonly NamedPackage[];
  /** `-r requirements.txt`, `--file environment.yml`. */
  readonly requirementFiles: readonly CommandArgument[];
  readonly constraintFiles: readonly CommandArgument[];
  /** `-g`: not for the project in the working directory. */
  readonly global: boolean;
}

/** One package on the command line. */
export interface NamedPackage {
  /** Without version, extras and architecture; undefined where a variable decides it. */
  readonly name: string | undefined;
  /** With its operator where the manager has one (`==1.0`, `~=3`), else bare; undefined where none is written. */
  readonly version: string | undefined;
  readonly raw: string;
  readonly span: Span;
  /** `file`: a package file or archive; `local`: a folder, the project itself. */
  readonly source: "registry" | "file" | "local" | "url" | "unknown";
}

export interface CommandArgument {
  /** The literal value; undefined where expansions decide it. */
  readonly value: string | undefined;
  /** The value with the variables filled in that ENV, ARG and the script before it set; undefined where one is unknown. */
  readonly expanded: string | undefined;
  readonly raw: string;
  readonly span: Span;
}

/** `npm ci`, `pip install -r requirements.txt` and the like. */
export interface DependencyInstall {
  /** `npm ci`, as it would be said. */
  readonly name: string;
  readonly manager: string;
  readonly command: Command;
  readonly step: Step;
  readonly span: Span;
  /** The manifests and lock files it reads, relative to its working directory: existing ones where the context is known, else the usual ones. */
  readonly manifests: readonly string[];
}

export interface BroadCopy {
  readonly step: Step;
  readonly span: Span;
  readonly manifests: readonly string[];
  /** Where the manifests lie, relative to the context; `""` for its top. */
  readonly manifestFolder: string;
}

// ---------------------------------------------------------------- Images

/** What a container starts from. */
export interface Image {
  /** As named by `image:`, FROM or the folder. */
  readonly reference: string;
  readonly built: boolean;
  readonly stage: Stage | undefined;
  readonly known: KnownImageFacts | undefined;
  readonly volumes: readonly DeclaredVolume[];
  readonly user: string | undefined;
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, VariableValue>;
  readonly entrypoint: Invocation | undefined;
  readonly command: Invocation | undefined;
  /** The file of the context that stands at an image path, with the steps that put it there; undefined where none is known to. */
  fileAt(path: string): ImageFile | undefined;
  /** The files that the project puts at or below an image path, by path; bounded. */
  filesBelow(path: string): readonly ImageFile[];
  /** Whether the image has a directory at a path; undefined where unknown. */
  directoryExists(path: string): boolean | undefined;
  /** Whether the image has content at or below a path: true or false where every step tells, else undefined. */
  hasContentBelow(path: string): boolean | undefined;
  /** The steps that put content at or below a path. */
  contentBelow(path: string): readonly ContentEvidence[];
}

export interface ImageFile {
  readonly path: string;
  readonly hostPath: string | undefined;
  /** Read lazily; undefined where the file cannot be read, and for a file that the Dockerfile itself writes. */
  document(): Document | undefined;
  /** Its text mapped to where it is written: the file, or the heredoc or `echo` of the Dockerfile. */
  text(): MappedText | undefined;
  readonly trace: readonly TraceStep[];
}

export interface ContentEvidence {
  readonly path: string;
  readonly span: Span;
  readonly by: "copy" | "run" | "workdir" | "base-image";
  readonly confidence: Confidence;
}

/** CMD or ENTRYPOINT, or compose's `command` and `entrypoint`. */
export interface Invocation {
  readonly form: "shell" | "exec";
  /** Exec form: the arguments; shell form: the shell's words and the script. */
  readonly words: readonly string[];
  readonly script: MappedText | undefined;
  readonly span: Span;
  readonly itemSpans: readonly Span[];
  /** The decoded items with their map to the file, where the file has them character by character. */
  readonly itemTexts: readonly (MappedText | undefined)[];
}

/** The facts of `data/images.json` that hold for one reference. */
export interface KnownImageFacts {
  readonly image: string;
  readonly category: "database" | "queue" | "search" | "cache" | "app" | "proxy" | "runtime" | "tool";
  readonly versions: string;
  /** False where the tag does not tell the version (`latest`, no tag, a variable). */
  readonly versionCertain: boolean;
  readonly volumes: readonly string[];
  readonly dataPaths: readonly DataPath[];
  readonly configPaths: readonly string[];
  readonly workdir: string | undefined;
  readonly imageUser: string | undefined;
  readonly user: string | undefined;
  readonly ports: readonly string[];
  readonly stopSignal: string | undefined;
  readonly stateless: boolean;
  readonly note: string | undefined;
  /** False where what is told is that of the newest version, of the nearest known one, or only what all versions share. */
  readonly factsCertain: boolean;
  /** Where it is not certain: the facts of each version that the reference may mean. */
  readonly alternatives: readonly KnownImageFacts[];
  /** False where nobody looked which volumes this version declares. */
  readonly volumesKnown: boolean;
  /** Only the convention of the image's family is known, which is no evidence of data. */
  readonly weak: boolean;
}

export interface DataPath {
  readonly path: string;
  readonly what: string;
  readonly loss: DataClass;
  /** The environment variable that moves it. */
  readonly env: string | undefined;
}

// ---------------------------------------------------------------- Compose

/** One compose project: the main file with its overrides. Rule subject `compose`. */
export interface ComposeFile {
  readonly document: Document;
  readonly tree: ComposeTree;
  /** All files that are merged, the main one first. */
  readonly documents: readonly Document[];
  readonly name: string | undefined;
  readonly services: readonly Service[];
  service(name: string): Service | undefined;
  /** Top-level volumes. */
  readonly volumes: ReadonlyMap<string, VolumeDefinition>;
  /** The trees of `documents`. */
  readonly trees: readonly ComposeTree[];
  /** Everything for which Compose would refuse the project, in file order. */
  readonly problems: readonly ComposeProblem[];
  /** The folder that relative paths written at a place hang on: that of the main file, of the extended file, or an include's. */
  folderOf(span: Span): string;
  /** What could not be read: remote includes and the like. */
  readonly notes: readonly Note[];
  /** The merged top-level map. */
  readonly root: YamlNode | undefined;
  /** A value after interpolation, by the project's `.env`. */
  resolve(node: YamlNode): Sourced<string>;
  /** True where the file's name or folder says test, CI or development. */
  readonly purpose: Purpose;
  /** Every variable that its values read. */
  readonly variables: readonly VariableUse[];
  /** The folder of the compose file. */
  readonly surroundings: Surroundings;
}

/** What stands around a compose file, paths relative to its folder. */
export interface Surroundings {
  /** False for a lone file, whose folder says nothing of its project. */
  readonly real: boolean;
  /** Undefined for what lies outside the roots. */
  at(path: string): BesideKind | undefined;
  /** True where a folder further up has the path: files that follow another one (`-f`) have theirs relative to the first one's folder. */
  existsFromAbove(path: string): boolean;
  /** True where a variable that `.env` does not give may come from elsewhere: there is no `.env`, a sample names it, or shells and CI set it. */
  mayBeSetElsewhere(variable: string): boolean;
  read(path: string): string | undefined;
  names(folder?: string): readonly string[];
  /** True where a `.gitignore` shuts the path out. */
  gitignored(path: string): boolean;
}

export type Purpose = "production" | "development" | "test" | "unknown";

export interface VolumeDefinition {
  readonly key: string;
  /** The real name after `name:`; undefined where a variable decides. */
  readonly name: string | undefined;
  readonly external: boolean;
  readonly driver: string | undefined;
  readonly driverOptions: ReadonlyMap<string, Sourced<string>>;
  readonly span: Span;
  readonly keySpan: Span;
}

/** One service after merge and interpolation. Rule subject `service`. */
export interface Service {
  readonly compose: ComposeFile;
  readonly name: string;
  readonly keySpan: Span;
  readonly span: Span;
  readonly address: string;
  /** Where other files and the services that it extends have a say in it. */
  readonly origins: readonly Span[];
  /** The merged value of a key of the service, spans kept. */
  get(key: string): YamlNode | undefined;
  /** Span of a key of the service, where written. */
  keySpanOf(key: string): Span | undefined;
  /** Where else a key of the service is written: in the other files that are merged, and the `extends` that brought it. */
  originsOf(key: string): readonly Span[];
  /** A scalar key after interpolation. */
  scalar(key: string): Sourced<string> | undefined;
  /** The items of a list after interpolation; a scalar stands for a list of one. */
  list(key: string): readonly Sourced<string>[];
  /** A nested value by the keys that lead to it: `at("deploy", "resources", "limits")`. */
  at(...keys: readonly string[]): YamlNode | undefined;
  /** What a nested value limits: a size of memory, or a number. */
  limit(unit: "bytes" | "number", ...keys: readonly string[]): LimitFact | undefined;
  readonly ports: readonly PublishedPort[];
  /** Places of the host that it mounts, through named volumes too. */
  readonly hostBinds: readonly HostBind[];
  /** Credentials that its `environment` ships as text. */
  readonly credentials: readonly ShippedCredential[];
  /** A duration key (`stop_grace_period`, ...) after interpolation; undefined where it is missing, unknown or no duration. */
  duration(key: string): { readonly milliseconds: number; readonly raw: string; readonly span: Span } | undefined;
  readonly image: Sourced<string> | undefined;
  readonly build: ServiceBuild | undefined;
  readonly environment: ReadonlyMap<string, Sourced<string>>;
  readonly command: Invocation | undefined | "cleared";
  readonly entrypoint: Invocation | undefined | "cleared";
  readonly user: Sourced<string> | undefined;
  readonly workingDir: Sourced<string> | undefined;
  readonly hostname: Sourced<string> | undefined;
  readonly readOnly: boolean;
  readonly replicas: number | undefined;
  readonly profiles: readonly string[];
  readonly volumes: readonly ServiceMount[];
  readonly volumesFrom: readonly VolumesFrom[];
  /** In long or short form alike: services this one waits for. */
  readonly dependsOn: readonly string[];
  readonly container: Container;
}

export interface ServiceBuild {
  readonly context: Sourced<string> | undefined;
  readonly dockerfile: Sourced<string> | undefined;
  readonly inline: boolean;
  readonly target: Sourced<string> | undefined;
  readonly args: ReadonlyMap<string, Sourced<string>>;
  readonly span: Span;
  /** The Dockerfile and stage it builds, where they can be read. */
  readonly stage: Stage | undefined;
}

/** One entry of `volumes:` or `tmpfs:`, or a config or secret. */
export interface ServiceMount {
  readonly type: "bind" | "volume" | "tmpfs" | "npipe" | "cluster" | "image" | "config" | "secret";
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly readOnly: boolean;
  readonly span: Span;
  readonly sourceSpan: Span | undefined;
  readonly targetSpan: Span | undefined;
  readonly syntax: "short" | "long";
  /** Bare options of the short form (`z`, `nocopy`, `cached`, `rshared` ...) or long-form settings. */
  readonly options: readonly string[];
  /** Where each setting stands, by its text (`ro`, `rshared` ...); in the long form the value's place. */
  readonly optionSpans: ReadonlyMap<string, Span>;
  readonly noCopy: boolean;
  readonly createHostPath: boolean | undefined;
  readonly propagation: string | undefined;
  readonly subpath: string | undefined;
  readonly unresolved: readonly string[];
  readonly address: string;
}

export interface VolumesFrom {
  readonly service: string | undefined;
  readonly container: string | undefined;
  readonly readOnly: boolean;
  readonly span: Span;
}

// ---------------------------------------------------------------- Containers and storage

export type FateKind =
  | "image-layer" | "writable-layer" | "anonymous-volume" | "named-volume" | "external-volume" | "bind-mount" | "tmpfs"
  | "engine-file" | "kernel-fs";

export type DataClass = "data" | "cache" | "config" | "logs" | "secrets" | "session" | "scratch";

export type Confidence = "certain" | "likely";

/** What a path outlives. */
export interface Survives {
  readonly restart: boolean;
  readonly recreate: boolean;
  readonly down: boolean;
  readonly downVolumes: boolean;
  readonly otherHost: boolean;
}

/** One link in the chain of evidence. */
export interface TraceStep {
  readonly span: Span;
  readonly message: string;
}

/** One target in a container. Rule subject `mount`. */
export interface Mount {
  readonly container: Container;
  /** Absolute, normalised. */
  readonly target: string;
  readonly kind: "anonymous-volume" | "named-volume" | "external-volume" | "bind-mount" | "tmpfs";
  /** Volume key or host path as written after interpolation; undefined for anonymous volumes and tmpfs. */
  readonly source: string | undefined;
  /** For a bind mount: the source relative to the working directory, where it lies inside the project. */
  readonly hostPath: string | undefined;
  readonly readOnly: boolean;
  /** Where it was declared: the compose entry, the `docker run` flag, VOLUME, or the line that names the base image. */
  readonly span: Span;
  readonly declaredBy: "compose" | "run" | "image" | "base-image" | "volumes-from";
  readonly service: Service | undefined;
  /** The compose entry, where there is one. */
  readonly entry: ServiceMount | undefined;
  /** The named volume's definition. */
  readonly volume: VolumeDefinition | undefined;
  readonly noCopy: boolean;
  readonly address: string;
  /** Whether the host's side of a bind mount holds a relative path; undefined where it lies outside the project or is missing. */
  sourceHas(path: string): boolean | undefined;
}

/** "This container writes PATH." */
export interface Write {
  readonly container: Container;
  readonly path: string;
  readonly type: "file" | "directory" | "tree";
  readonly fate: PathFate;
  readonly class: DataClass;
  readonly confidence: Confidence;
  readonly trace: readonly TraceStep[];
  /** Where the claim comes from. */
  readonly evidence: "script" | "known-image" | "environment" | "source" | "config" | "copy-up";
  /** The place to point at: the last link of the trace. */
  readonly span: Span;
  /** What it is, in words, where known: "database cluster (PGDATA)". */
  readonly what: string | undefined;
}

/** Where a path lands. Rule subject `path`: one for each distinct path that the container is known to write. */
export interface PathFate {
  readonly container: Container;
  readonly path: string;
  readonly kind: FateKind;
  readonly mount: Mount | undefined;
  readonly survives: Survives;
  /** The writes that reach this very path. */
  readonly writes: readonly Write[];
}

/** A service, a `docker run` or a lone final stage, running an image. Rule subject `container`. */
export interface Container {
  readonly name: string;
  /** The service's key, the FROM of the final stage, or the command line. */
  readonly origin: Span;
  readonly kind: "service" | "run" | "lone";
  readonly service: Service | undefined;
  readonly stage: Stage | undefined;
  readonly image: Image | undefined;
  readonly env: ReadonlyMap<string, VariableValue>;
  readonly user: string | undefined;
  readonly cwd: string | undefined;
  readonly readOnlyRoot: boolean;
  /** `docker run --rm`. */
  readonly removedOnExit: boolean;
  /** What the service or the command line says, before the image's own. */
  readonly ownInvocations: { readonly entrypoint: Invocation | "cleared" | undefined; readonly command: Invocation | "cleared" | undefined };
  readonly entrypoint: Invocation | undefined;
  readonly command: Invocation | undefined;
  readonly mounts: readonly Mount[];
  /** Every write that the evidence shows, files by path. */
  readonly writes: readonly Write[];
  /** What a fresh volume gets from the image at its first use. Neither a rule nor the verdict asks for it: the map shows it. */
  readonly copiedUp: readonly Write[];
  /** Writes that fail because the root or the mount is read-only. */
  readonly blockedWrites: readonly Write[];
  /** Durable paths of the known image as this container has them (moved by env and flags), with their fates. */
  readonly dataPaths: readonly ContainerDataPath[];
  readonly coverage: DataCoverage;
  /** Paths that the container deletes or initialises anew at each start. */
  readonly removals: readonly Removal[];
  /** Why something about it is unknown. */
  readonly unknowns: readonly string[];
  readonly verdict: "stateless" | "stateful" | "unknown";
  readonly purpose: Purpose;
  fateOf(path: string): PathFate;
  readonly address: string;
  /** Simple commands that run at start, in order, followed through scripts. */
  readonly startCommands: readonly StartCommand[];
  /** Files of databases that expect to be their only writer. */
  readonly databaseFiles: readonly DatabaseFiles[];
  /** The server that it starts behind a shell which keeps the stop signal to itself; undefined where there is none or that cannot be told. */
  readonly hiddenProcess: HiddenProcess | undefined;
}

/** Where a database keeps its files. */
export interface DatabaseFiles {
  readonly path: string;
  readonly fate: PathFate;
  readonly what: string;
  /** `embedded`: SQLite and the like, in the process of the application. */
  readonly kind: "server" | "embedded";
  readonly trace: readonly TraceStep[];
  readonly confidence: Confidence;
}

/** A server that is not the container's first process. */
export interface HiddenProcess {
  readonly name: string;
  /** The command that starts it. */
  readonly span: Span;
  /** What stands before it: a script, a shell with several commands, or a pipe. */
  readonly behind: "script" | "shell" | "pipe";
  /** Where `exec` would stand to hand the signal on. */
  readonly insertExec: Span | undefined;
  /** How the shell that hides it comes to run. */
  readonly trace: readonly TraceStep[];
}

export interface ContainerDataPath extends DataPath {
  readonly fate: PathFate;
  /** Set where env, flag or command moved it away from the image's default. */
  readonly movedBy: Span | undefined;
  readonly defaultPath: string;
}

/** How a known image's durable data is kept, lost or missed by the mounts. */
export interface DataCoverage {
  /** Class data or secrets, on a mount that outlives `down`, or memory or read-only by the project's own word. */
  readonly kept: readonly ContainerDataPath[];
  /** In the writable layer or an anonymous volume. */
  readonly lost: readonly ContainerDataPath[];
  readonly misses: readonly MissedMount[];
}

/** A mount that was probably meant for a data path and does not hold it. */
export interface MissedMount {
  readonly mount: Mount;
  readonly data: ContainerDataPath;
  readonly how: "parent" | "child" | "sibling" | "misspelt" | "other-image";
}

export interface Removal {
  readonly path: string;
  readonly span: Span;
  readonly trace: readonly TraceStep[];
  /** Under a condition that the tool cannot decide. */
  readonly conditional: boolean;
}

export interface StartCommand {
  readonly name: string;
  readonly args: readonly (string | undefined)[];
  readonly span: Span;
  readonly trace: readonly TraceStep[];
  readonly cwd: string | undefined;
  readonly conditional: boolean;
}

// ---------------------------------------------------------------- Project

/** All documents and the graph over them: the only thing rules can reach. Rule subject `project`. */
export interface Project {
  readonly documents: readonly ProjectDocument[];
  readonly dockerfiles: readonly Dockerfile[];
  readonly composeFiles: readonly ComposeFile[];
  readonly containers: readonly Container[];
  /** Commands of scripts that delete what containers keep, or save a container as an image. */
  readonly stateCommands: readonly StateCommand[];
  readonly notes: readonly Note[];
}

/** `docker compose down -v` and the like in a script. */
export interface StateCommand {
  /** `down`: with its volumes; `prune`: all volumes that no container uses; `renew`: `up -V`; `commit`: a container as an image. */
  readonly kind: "down" | "prune" | "renew" | "commit";
  readonly span: Span;
  /** Names of the compose files that it gives; none means the usual one. */
  readonly composeFiles: readonly string[];
}

/** A document with what its parser said of it. Rule subject `document`. */
export interface ProjectDocument {
  readonly document: Document;
  readonly faults: readonly SyntaxFault[];
  readonly dockerfile: Dockerfile | undefined;
  readonly compose: ComposeFile | undefined;
  /** Every comment with its text after the `#`. */
  readonly comments: readonly { readonly text: string; readonly span: Span }[];
  /** Keys and tokens in its text, by the forms that their issuers give them. */
  readonly secrets: readonly SecretLiteral[];
}

export type { BundlerInstall, Download, ForeignCommand, RubyFacts, StageOrigin, StagePurpose, StageRead, StartLine };
export type { BesideKind, HostBind, LimitFact, PublishedPort, SecretLiteral, ShippedCredential, VariableUse };
export type { PortRange } from "./compose-facts/types.ts";
