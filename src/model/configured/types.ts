import type { Span } from "#text";
import type { SettingText } from "../../parse/settings/index.ts";
import type { WriteClaim } from "../container/claim.ts";
import type { Container, DataClass, ImageFile, StartCommand, TraceStep } from "../types.ts";

/** What the settings files of a container's programs say. */
export interface ConfigReading {
  readonly claims: readonly WriteClaim[];
  /** Where the server of a known image keeps its data, where a file says it. */
  readonly data: { readonly path: string; readonly span: Span } | undefined;
  /** Whether a server that may keep its data in memory only keeps it on disk; undefined where no file says it. */
  readonly persists: boolean | undefined;
}

/** A container, as far as its settings files are concerned. */
export interface ConfigInput {
  readonly commands: readonly StartCommand[];
  /** The server that a known image starts by itself, with the arguments that the container adds. */
  readonly server: ConfigRun | undefined;
  readonly env: Container["env"];
  readonly user: string | undefined;
  /** The known image's name in our data. */
  readonly image: string | undefined;
  fileAt(path: string): ImageFile | undefined;
  /** The project's files directly below a directory. */
  filesIn(directory: string): readonly ImageFile[];
  /** A file of the sources that a Java archive of the image was built from, by its path below the project's folder. */
  sourceOf(path: string): ImageFile | undefined;
  /** Where a symbolic link that the Dockerfile made leads. */
  linkAt(path: string): string | undefined;
}

/** One program that reads settings. */
export interface ConfigRun {
  /** Empty for the server of a known image. */
  readonly name: string;
  readonly args: readonly (string | undefined)[];
  readonly cwd: string | undefined;
  readonly trace: readonly TraceStep[];
}

/** A write that a line of a settings file asks for. */
export interface ConfiguredWrite {
  readonly file: ImageFile;
  /** The setting, as people call it. */
  readonly key: string;
  /** Where it is written. */
  readonly value: SettingText;
  /** Absolute, or relative to `base`. */
  readonly path: string;
  /** The directory that a relative path hangs on; left out: it cannot be told. */
  readonly base?: string | undefined;
  readonly type: "file" | "tree";
  readonly class: DataClass;
}

/** What one reader found in the files of one program. */
export interface ReaderResult {
  readonly writes: readonly ConfiguredWrite[];
  /** The write among them that is the server's data directory. */
  readonly data?: ConfiguredWrite | undefined;
  readonly persists?: boolean | undefined;
}

/** Reads the settings files of one program, in the order in which it reads them. */
export type ConfigReader = (files: readonly ImageFile[], run: ConfigRun, input: ConfigInput) => ReaderResult;
