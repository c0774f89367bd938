import type { Span } from "#text";
import type {
  Confidence, DataClass, ImageFile, Invocation, Listing, Removal, StartCommand, TraceStep, VariableValue,
} from "../types.ts";

/** What a container starts with, after every override; and what is known of the files it starts on. */
export interface RunInput {
  readonly entrypoint: Invocation | undefined;
  readonly command: Invocation | undefined;
  /** Every variable that the image and the service set. */
  readonly env: ReadonlyMap<string, VariableValue>;
  /** Absolute; undefined where it cannot be told. */
  readonly cwd: string | undefined;
  /** The user's home in the image, where the image's own steps tell. */
  readonly home?: string | undefined;
  /** True where nothing but `env` is set: who starts it can add nothing. */
  readonly environmentKnown?: boolean;
  readonly user: string | undefined;
  /** A file that the project put into the image, with the steps that put it there. */
  fileAt(path: string): ImageFile | undefined;
  /** The project's files directly below a directory. */
  filesIn?(directory: string): readonly ImageFile[];
  /** Whether a directory is there at start, in the image or as a mount; undefined where unknown. */
  directoryExists(path: string): boolean | undefined;
  /** Whether a file is there at start; undefined where unknown. */
  fileExists(path: string): boolean | undefined;
  /** True where a folder of the project was copied to the image, and the project has nothing at this path in it. */
  lacks?(path: string): boolean;
  /** All that stands below a directory at start; undefined where unknown. */
  listBelow?(path: string): Listing | undefined;
  /** The names in `/` beside those of an operating system; undefined where there may be more. */
  namesInRoot?(): ReadonlySet<string> | undefined;
  /** False where a directory that nobody is seen to make is surely new. */
  mayHold?(path: string): boolean;
  /** True where what stands at a path is the host's to say. */
  isOfHost?(path: string): boolean;
  /** True for the target of a mount itself: it can be neither renamed, nor renamed over, nor deleted. */
  isMountPoint?(path: string): boolean;
  /** True where writing to a path fails: below a read-only root or mount. */
  refuses?(path: string): boolean;
  /** True where the rights keep a user from making anything at a path. */
  denies?(path: string, user: string | undefined): boolean;
  /** Symbolic links that the image has, by path, to where they lead. */
  readonly links?: ReadonlyMap<string, string> | undefined;
  /** Which program `sh` is in this image, where known. */
  readonly systemShell?: "ash" | "dash" | "bash" | undefined;
}

/** One path that the start writes. */
export interface RunWrite {
  /** Absolute and normalised. */
  readonly path: string;
  /** `tree`: files below the path whose names are not known. */
  readonly type: "file" | "directory" | "tree";
  readonly class: DataClass;
  readonly confidence: Confidence;
  /** Where it comes from: how the script got into the image, what runs it, the line, the path. */
  readonly trace: readonly TraceStep[];
  /** The word that names the path. */
  readonly span: Span;
  /** Under a condition that cannot be decided. */
  readonly conditional: boolean;
  readonly scratch: boolean;
}

/** What the start of a container does, as far as a reader can tell. */
export interface RunResult {
  readonly writes: readonly RunWrite[];
  /** Writes that fail because the user may not write there. */
  readonly denied: readonly RunWrite[];
  readonly removals: readonly Removal[];
  readonly startCommands: readonly StartCommand[];
  /** What could not be told, one sentence each with its place. */
  readonly unknowns: readonly string[];
  /** `unknown-program`: some program that runs may write what its command line does not say. */
  readonly resolvesTo: "known" | "unknown-program";
  /** A program or script is to be found in a folder of the host, and the project does not have it there. */
  readonly missing: boolean;
  /** The places that start the programs that are not known; undefined where there are others besides. */
  readonly programs: readonly Span[] | undefined;
}

/** One argument as a program gets it. */
export interface Argument {
  /** Undefined where it is only known when the container runs. */
  readonly value: string | undefined;
  /** The value, or what is written where there is none. */
  readonly text: string;
  readonly raw: string;
  readonly span: Span;
  readonly node: undefined;
  /** A variable in it is set by nothing in the project. */
  readonly doubt: boolean;
  /** A pattern that stands for the names of files. */
  readonly glob: boolean;
  /** The pattern that it came of, or that nothing matched. */
  readonly pattern?: string | undefined;
}
