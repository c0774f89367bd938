import type { Arguments } from "./arguments.ts";
import { inBlocks, type Streams } from "./streams.ts";
import { replaceFile } from "./write-file.ts";

/** Writes a command's result, a text or its blocks, to the file of `--output`, else to standard output. */
export function deliver(args: Arguments, streams: Streams, text: string | Iterable<string>): void {
  const path = args.value("output");
  if (path !== undefined) replaceFile(streams.cwd, path, text);
  else for (const block of inBlocks(text)) streams.out(block);
}
