import { catalogue as entries } from "../../../rules/index.ts";
import { tool } from "../../engine/about.ts";
import { Catalogue } from "../../engine/catalogue.ts";
import type { Converted } from "../../engine/config/convert.ts";
import type { PeerFile } from "../../engine/config/peer-file.ts";
import type { Host } from "../../model/index.ts";
import { UsageError, choice, type Arguments } from "../arguments.ts";
import { hostPath, nodeHost } from "../node-host.ts";
import { status } from "../status.ts";
import type { Streams } from "../streams.ts";
import { replaceFile } from "../write-file.ts";

const configNames = ["stowage.yaml", "stowage.yml", ".stowage.yaml", ".stowage.yml", "stowage.json"];

/** `stowage init`: writes a commented configuration with what peers' files say, or prints a snippet. Gives back the exit status. */
export function initCommand(args: Arguments, streams: Streams): number {
  if (args.paths.length > 0) throw new UsageError("`stowage init` takes no paths: run it in the project's folder");
  const snippets = [...(args.flag("pre-commit") ? [preCommit()] : []), ...(args.flag("github") ? [workflow] : [])];
  if (snippets.length > 0) {
    streams.out(snippets.join("\n"));
    return status.clean;
  }
  const catalogue = new Catalogue(entries);
  const preset = choice(args, "preset", catalogue.presets, "recommended");
  const host = nodeHost(streams.cwd);
  const present = configNames.find((name) => host.stat(hostPath(streams.cwd, name)) !== undefined);
  if (present !== undefined) throw new UsageError(`${present} exists already: edit it, or remove it first`);
  const { convert, configurationText } = conversion();
  const files = peerFiles(host, streams.cwd, streams);
  const converted = convert(catalogue, files, preset);
  replaceFile(streams.cwd, "stowage.yaml", configurationText(preset, converted));
  streams.error("wrote stowage.yaml\n");
  say(streams, files, converted);
  return status.clean;
}

/** Loaded only where a configuration is written. */
function conversion(): typeof import("./conversion.ts") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return require("./conversion.ts") as typeof import("./conversion.ts");
}

/** The peers' configuration files in the folder, in the order in which they count; programs are named and not read. */
function peerFiles(host: Host, cwd: string, streams: Streams): readonly PeerFile[] {
  const { peerFileNames, peerProgramNames, readPeerFile } = conversion();
  for (const name of peerProgramNames) {
    if (host.stat(hostPath(cwd, name)) !== undefined) streams.error(`${name}: not carried over: it is a program, and stowage runs none\n`);
  }
  return peerFileNames.flatMap((name) => {
    if (host.stat(hostPath(cwd, name)) === undefined) return [];
    const result = host.read(hostPath(cwd, name));
    if (!result.ok) streams.error(`${name}: not carried over: ${result.message}\n`);
    return (result.ok ? readPeerFile(name, result.text) : undefined) ?? [];
  });
}

function say(streams: Streams, files: readonly PeerFile[], { left }: Converted): void {
  if (files.length > 0) streams.error(`with the settings of ${files.map(({ settings }) => settings.path).join(", ")}, which no longer count beside it\n`);
  for (const { path, what } of left) streams.error(`${path}: not carried over: ${what}\n`);
}

function preCommit(): string {
  return `# .pre-commit-config.yaml
repos:
  - repo: ${tool.homepage}
    rev: v${tool.version}
    hooks:
      - id: stowage
`;
}

const workflow = `# .github/workflows/stowage.yml
name: stowage
on: [push, pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  stowage:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npx --yes stowage --format sarif --output stowage.sarif --fail-on never
      - uses: github/codeql-action/upload-sarif@v3
        with: { sarif_file: stowage.sarif }
`;
