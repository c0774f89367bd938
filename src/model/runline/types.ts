import type { Document, Span } from "#text";
import type { Invocation, Mount, Sourced, VariableValue } from "../types.ts";

/** A `docker run` or `docker create` line, understood. */
export interface RunLine {
  readonly document: Document;
  readonly span: Span;
  readonly name: string;
  readonly image: Sourced<string>;
  /** Mounts by `-v`, `--mount` and `--tmpfs`, in order. */
  readonly mounts: readonly RunMountSetting[];
  readonly volumesFrom: readonly { readonly container: string; readonly readOnly: boolean; readonly span: Span }[];
  readonly env: ReadonlyMap<string, VariableValue>;
  readonly envFiles: readonly string[];
  readonly user: Sourced<string> | undefined;
  readonly workingDir: Sourced<string> | undefined;
  readonly readOnly: boolean;
  /** `--rm`: the container and its anonymous volumes go when it stops. */
  readonly removed: boolean;
  readonly entrypoint: Invocation | "cleared" | undefined;
  readonly command: Invocation | undefined;
}

/** One mount as the line asks for it. */
export interface RunMountSetting extends Pick<Mount, "target" | "kind" | "source" | "readOnly" | "span" | "noCopy"> {
  readonly flag: "volume" | "mount" | "tmpfs";
}

/** `docker build -t NAME -f FILE --target STAGE FOLDER`. */
export interface BuildLine {
  readonly document: Document;
  readonly tags: readonly string[];
  readonly file: string | undefined;
  readonly folder: string;
  readonly target: string | undefined;
  /** `--build-arg NAME=value`; undefined where only whoever runs it knows. */
  readonly args: ReadonlyMap<string, string | undefined>;
}
