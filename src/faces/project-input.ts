import { basename } from "node:path";
import type { Host } from "../model/index.ts";
import { UsageError, type Arguments } from "./arguments.ts";
import { decode, hostPath, nodeHost, sizeLimit } from "./node-host.ts";
import type { Streams } from "./streams.ts";

export interface ProjectPlace {
  readonly host: Host;
  readonly paths: readonly string[];
  readonly given?: { readonly path: string; readonly text: string };
  readonly config?: string | false;
  readonly directoryName: string;
  /** The paths that the user named, for a host of another thread. */
  readonly named: readonly string[];
}

/** What `check` and `map` look at: the given paths, else the working directory; standard input for `-` and `--stdin`. */
export function projectInput(args: Arguments, streams: Streams): ProjectPlace {
  const { cwd } = streams;
  const named = args.paths.filter((path) => path !== "-");
  const fromInput = args.flag("stdin") || named.length < args.paths.length;
  const name = args.value("stdin-filename");
  if (name !== undefined && !fromInput) throw new UsageError("--stdin-filename needs --stdin");
  const paths = named.length === 0 && !fromInput ? ["."] : named.map((path) => hostPath(cwd, path));
  const config = args.value("config");
  const outside = config === undefined ? named : [...named, config];
  const reached = name === undefined ? outside : [...outside, name];
  return {
    host: nodeHost(cwd, reached),
    named: reached,
    paths,
    ...(fromInput ? { given: { path: hostPath(cwd, name ?? "Dockerfile"), text: inputText(streams) } } : {}),
    ...(args.flag("no-config") ? { config: false } : config === undefined ? {} : { config: hostPath(cwd, config) }),
    directoryName: basename(cwd),
  };
}

function inputText(streams: Streams): string {
  const bytes = streams.input();
  if (bytes.length > sizeLimit) throw new UsageError(`standard input has more than the ${sizeLimit / 1_000_000} MB that are read`);
  const result = decode(bytes);
  if (!result.ok) throw new UsageError(`standard input ${result.message}: give the text of a Dockerfile or compose file`);
  return result.text;
}
