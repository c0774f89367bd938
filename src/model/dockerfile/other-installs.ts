import type { ModelArgument, ModelCommand } from "./commands.ts";

/** What an install of a manager that is asked nothing else reads. */
export interface OtherInstall {
  readonly name: string;
  readonly manager: string;
  /** The files that it must have; any one of them will do. */
  readonly any: readonly string[];
  readonly locks: readonly string[];
  /** The command that downloads the same from the manifests alone, where this one reads the sources too. */
  readonly instead?: string;
}

interface Tool {
  readonly manager: string;
  /** What the words that are no options begin with, where it is an install of the project's dependencies. */
  readonly words?: RegExp;
  /** Words that only make it one together with an option. */
  readonly withOption?: RegExp;
  readonly options?: readonly string[];
  readonly any: readonly string[];
  readonly locks?: readonly string[];
  readonly instead?: { readonly unless: readonly string[]; readonly name: string };
}

const ONLY_DEPENDENCIES: readonly string[] = ["--only-dependencies", "--dependencies-only"];

/**
 * By each tool's own manual: dep, Glide, Godep, govendor, Carton and cpanm, Stack, cabal-install, Leiningen, sbt, Rebar, NuGet, Shards, opam, Dart's pub,
 * Swift packages, Berkshelf, librarian-puppet, LuaRocks.
 */
const TOOLS: Readonly<Record<string, Tool>> = {
  dep: { manager: "dep", words: /^ensure\b/, any: ["Gopkg.toml"], locks: ["Gopkg.lock"], instead: { unless: ["-vendor-only", "--vendor-only"], name: "dep ensure -vendor-only" } },
  glide: { manager: "glide", words: /^(?:install|i|up|update)\b/, any: ["glide.yaml"], locks: ["glide.lock"] },
  godep: { manager: "godep", words: /^restore\b/, any: ["Godeps/Godeps.json"] },
  govendor: { manager: "govendor", words: /^(?:sync|fetch)$/, any: ["vendor/vendor.json"] },
  carton: { manager: "carton", words: /^install\b/, any: ["cpanfile"], locks: ["cpanfile.snapshot"] },
  cpanm: { manager: "cpanm", withOption: /^/, options: ["--installdeps"], any: ["cpanfile", "Makefile.PL", "Build.PL"] },
  stack: { manager: "stack", words: /^setup\b/, withOption: /^(?:build|install|test)\b/, options: ONLY_DEPENDENCIES, any: ["stack.yaml"], locks: ["stack.yaml.lock", "package.yaml"] },
  cabal: { manager: "cabal", withOption: /^(?:v[12]-|new-)?(?:build|install)\b/, options: ONLY_DEPENDENCIES, any: ["*.cabal"], locks: ["cabal.project", "cabal.project.freeze"] },
  lein: { manager: "lein", words: /(?:^| )deps(?: |$)/, any: ["project.clj"] },
  sbt: { manager: "sbt", words: /(?:^| )update$/, any: ["build.sbt"], locks: ["project/build.properties", "project/plugins.sbt"] },
  rebar: { manager: "rebar", words: /^get-deps\b/, any: ["rebar.config"] },
  rebar3: { manager: "rebar", words: /^get-deps\b/, any: ["rebar.config"], locks: ["rebar.lock"] },
  nuget: { manager: "nuget", words: /^restore\b/, any: ["*.sln", "packages.config"] },
  shards: { manager: "shards", words: /^install\b/, any: ["shard.yml"], locks: ["shard.lock"] },
  opam: { manager: "opam", withOption: /^(?:install|switch create)\b/, options: ["--deps-only"], any: ["*.opam", "opam"] },
  dart: { manager: "pub", words: /^pub get\b/, any: ["pubspec.yaml"], locks: ["pubspec.lock"] },
  flutter: { manager: "pub", words: /^(?:pub|packages) get\b/, any: ["pubspec.yaml"], locks: ["pubspec.lock"] },
  pub: { manager: "pub", words: /^get\b/, any: ["pubspec.yaml"], locks: ["pubspec.lock"] },
  swift: { manager: "swift", words: /^package (?:resolve|fetch)\b/, any: ["Package.swift"], locks: ["Package.resolved"] },
  berks: { manager: "berkshelf", words: /^(?:install|vendor)\b/, any: ["Berksfile"], locks: ["Berksfile.lock"] },
  "librarian-puppet": { manager: "librarian-puppet", words: /^install\b/, any: ["Puppetfile"], locks: ["Puppetfile.lock"] },
  luarocks: { manager: "luarocks", withOption: /^(?:install|make)\b/, options: ["--only-deps", "--deps-only"], any: ["*.rockspec"] },
};

/** A script in R that is called after what it does: `Rscript install_packages.R`. */
const R_SCRIPT = /(?:^|\/)(?:install|packages?|requirements?|dep(?:endencie)?s)[\w.-]*\.[rR]$/;

/** `Rscript packages.R`, `carton install`, `go get -d ./...`: undefined for what installs no dependencies of a project. */
export function otherInstall(command: ModelCommand): OtherInstall | undefined {
  if (command.name === "go") return goInstall(command);
  if (command.name === "Rscript") return scriptInstall(command.args);
  const tool = Object.hasOwn(TOOLS, command.name) ? TOOLS[command.name] : undefined;
  if (!tool) return undefined;
  const args = command.args.map(({ expanded, raw }) => expanded ?? raw);
  const has = (options: readonly string[]): boolean => args.some((arg) => options.includes(arg));
  const words = args.filter((arg) => !arg.startsWith("-"));
  const text = words.join(" ");
  if (tool.words?.test(text) !== true && !(tool.withOption?.test(text) === true && has(tool.options ?? []))) return undefined;
  if (command.name === "dep" && has(["-add", "--add"])) return undefined;
  const { manager, any, locks = [], instead } = tool;
  const name = [command.name, ...(command.name === "cpanm" ? ["--installdeps"] : words.slice(0, manager === "pub" ? 2 : 1))].join(" ");
  return { name, manager, any, locks, ...(instead && !has(instead.unless) ? { instead: instead.name } : {}) };
}

/** Without names of packages, `go get` and `go mod vendor` fetch what the sources import. */
function goInstall({ args, package: found }: ModelCommand): OtherInstall | undefined {
  const vendors = found?.subcommand === "mod vendor";
  if (!vendors && found?.subcommand !== "get") return undefined;
  const named = args.slice(1).map(({ raw }) => raw).filter((word) => !word.startsWith("-"));
  if (!vendors && named.some((word) => word !== "." && word !== "./...")) return undefined;
  return { name: vendors ? "go mod vendor" : "go get", manager: "go", any: ["go.mod"], locks: ["go.sum"], instead: "go mod download" };
}

function scriptInstall(args: readonly ModelArgument[]): OtherInstall | undefined {
  const script = args.find(({ raw }) => !raw.startsWith("-"))?.expanded;
  if (script === undefined || !R_SCRIPT.test(script)) return undefined;
  return { name: `Rscript ${script}`, manager: "r", any: [script], locks: [] };
}
