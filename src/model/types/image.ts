import type { Document, MappedText, Span } from "#text";
import type { Confidence, DataClass, TraceStep } from "./container.ts";
import type { DeclaredVolume, Stage, VariableValue } from "./dockerfile.ts";

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
  /** The symbolic links that the project's own steps make, by path, to where they lead. */
  readonly links: ReadonlyMap<string, string>;
  /** The file of the context that stands at an image path, with the steps that put it there; undefined where none is known to. */
  fileAt(path: string): ImageFile | undefined;
  /** The files that the project puts at or below an image path, by path; bounded. */
  filesBelow(path: string): readonly ImageFile[];
  /** All that stands at or below a path where every step tells; undefined elsewhere. */
  listBelow(path: string): Listing | undefined;
  /** The names in `/` that the project's steps bring to an operating system image; undefined where there may be more. */
  namesInRoot(): ReadonlySet<string> | undefined;
  /** Whether the image has a directory at a path; undefined where unknown. */
  directoryExists(path: string): boolean | undefined;
  /** False for a path where an image like this one has nothing but what the project puts there. */
  mayHold(path: string): boolean;
  /** Whether the image has content at or below a path: true or false where every step tells, else undefined. */
  hasContentBelow(path: string): boolean | undefined;
  /** The steps that put content at or below a path. */
  contentBelow(path: string): readonly ContentEvidence[];
}

/** The files and directories at or below a path. */
export interface Listing {
  readonly files: readonly string[];
  readonly directories: readonly string[];
  /** False where a folder of the build context was copied there, which elsewhere may hold files that the project does not. */
  readonly complete: boolean;
}

export interface ImageFile {
  readonly path: string;
  readonly hostPath: string | undefined;
  /** Read lazily; undefined where the file cannot be read, and for a file that the Dockerfile itself writes. */
  document(): Document | undefined;
  /** Its text mapped to where it is written: the file, or the heredoc or `echo` of the Dockerfile. */
  text(): MappedText | undefined;
  readonly trace: readonly TraceStep[];
  /** Whether the Dockerfile lets it be executed: `builder` where one builder does and the other does not; undefined where unknown. */
  readonly executable?: "yes" | "no" | "builder" | undefined;
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
