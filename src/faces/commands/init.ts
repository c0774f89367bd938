import { catalogue as entries } from "../../../rules/index.ts";
import { tool } from "../../engine/about.ts";
import { Catalogue } from "../../engine/catalogue.ts";
import { UsageError, choice, type Arguments } from "../arguments.ts";
import { hostPath, nodeHost } from "../node-host.ts";
import { status } from "../status.ts";
import type { Streams } from "../streams.ts";
import { replaceFile } from "../write-file.ts";

const configNames = ["stowage.yaml", "stowage.yml", ".stowage.yaml", ".stowage.yml", "stowage.json"];

/** `stowage init`: writes a commented configuration, or prints a snippet. Gives back the exit status. */
export function initCommand(args: Arguments, streams: Streams): number {
  if (args.paths.length > 0) throw new UsageError("`stowage init` takes no paths: run it in the project's folder");
  const snippets = [...(args.flag("pre-commit") ? [preCommit()] : []), ...(args.flag("github") ? [workflow] : [])];
  if (snippets.length > 0) {
    streams.out(snippets.join("\n"));
    return status.clean;
  }
  const preset = choice(args, "preset", new Catalogue(entries).presets, "recommended");
  const host = nodeHost(streams.cwd);
  const present = configNames.find((name) => host.stat(hostPath(streams.cwd, name)) !== undefined);
  if (present !== undefined) throw new UsageError(`${present} exists already: edit it, or remove it first`);
  replaceFile(streams.cwd, "stowage.yaml", configuration(preset));
  streams.error("wrote stowage.yaml\n");
  return status.clean;
}

function configuration(preset: string): string {
  return `# Settings of stowage. Every line is optional; \`stowage rules\` lists the rules, \`stowage explain RULE\` their options.

# The rules to start from: recommended, all, or another linter's name (hadolint, dclint, ...).
preset: ${preset}

# off, info, warning or error; or a mapping with a severity and the rule's options.
rules: {}
#  anonymous-volume: error
#  untrusted-registry: { severity: warning, registries: [docker.io, ghcr.io] }

# Files that are not checked, in the syntax of .gitignore.
ignore: []
#  - "**/testdata/**"

# Other settings for some files; a later entry wins.
overrides: []
#  - files: ["dev/**"]
#    rules: { anonymous-volume: off }
`;
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
