import type { Document, Span } from "#text";
import type { DockerfileTree, Instruction } from "../../parse/dockerfile/index.ts";
import type { BundlerInstall, Download, ForeignCommand, RubyFacts, StageOrigin, StagePurpose, StageRead, StartLine } from "../dockerfile/facts/types.ts";
import type { PowerShellRun, ShellScript } from "../shell-facts/types.ts";
import type { Service } from "./compose.ts";
import type { Image, KnownImageFacts } from "./image.ts";
import type { Sourced } from "./value.ts";

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
  /** The shell scripts that the project puts into an image and that RUN, ENTRYPOINT or CMD runs there, each once. */
  readonly scripts: readonly ShellScript[];
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
  /** Installs of packages by name that stand after a copy of the whole context. */
  readonly lateInstalls: readonly LateInstall[];
  /** What `--platform` of FROM names; undefined without the flag and where the builder or an unset variable decides it. */
  readonly platform: string | undefined;
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
  /** What FROM names where only the ARG defaults and the given build arguments hold; undefined where the given value of one is not known. */
  readonly defaultReference: string | undefined;
  /** The programs that a container of it starts. */
  readonly startLines: readonly StartLine[];
  readonly ruby: RubyFacts;
  readonly bundlerInstalls: readonly BundlerInstall[];
  /** The image at the end of the lineage is scratch or a plain operating system, which sets no variables of its own. */
  readonly baseEnvironmentKnown: boolean;
  /** The home of a user that the steps create; undefined where they do not tell. */
  homeOf(user: string): string | undefined;
  /** Which program `sh` is, by the base image's name; undefined where that does not tell. */
  readonly systemShell: "ash" | "dash" | undefined;
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

/** What holds a shell text: a step, or a script that the project brings. Rule subject `script`. */
export interface ScriptHolder {
  readonly script: ShellScript | undefined;
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
  readonly shell: import("../../parse/shell/index.ts").SimpleCommand | undefined;
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
  /** The command that downloads the same from the manifests alone, where this one reads the sources too: `go mod download` for `go get`. */
  readonly instead?: string;
}

/** An install of packages by name that a change in any file of the context repeats. Its `manifests` are empty. */
export interface LateInstall {
  readonly install: DependencyInstall;
  readonly copy: BroadCopy;
}

export interface BroadCopy {
  readonly step: Step;
  readonly span: Span;
  readonly manifests: readonly string[];
  /** Where the manifests lie, relative to the context; `""` for its top. */
  readonly manifestFolder: string;
}
