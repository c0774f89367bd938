import type { MappedText, Span } from "#text";
import type { Purpose, Service, ServiceMount, VolumeDefinition } from "./compose.ts";
import type { Stage, VariableValue } from "./dockerfile.ts";
import type { DataPath, Image, Invocation } from "./image.ts";

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
  /** No mount is declared, but the Dockerfile's comments or the README beside it say to mount something on it. */
  readonly documented: boolean;
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
  /** Writes that fail because the directory is root's and the user is not root. */
  readonly deniedWrites: readonly Write[];
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
  /** Lost because a setting moves it off a mount on the image's usual path. */
  readonly movedOff: readonly { readonly data: ContainerDataPath; readonly mount: Mount }[];
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
  /** A program of Node or Python that stands in the words, or is given as the input. */
  readonly text?: MappedText | undefined;
}
