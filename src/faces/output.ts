import type { Arguments } from "./arguments.ts";
import type { Streams } from "./streams.ts";
import { replaceFile } from "./write-file.ts";

/** Writes a command's result to the file of `--output`, else to standard output. */
export function deliver(args: Arguments, streams: Streams, text: string): void {
  const path = args.value("output");
  if (path === undefined) streams.out(text);
  else replaceFile(streams.cwd, path, text);
}
