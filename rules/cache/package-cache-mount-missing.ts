import { lookup } from "#rule";
import {
  cacheOffFlags, cacheOffVariables, dockerfile, emptiesCache, file, insertAfter, insertFlag, removeAssignment, removeCommand, removeWord, rule, type Command, type Edit, type Fix,
  type PackageCommand, type RunMount, type Stage, type Step,
} from "#rule";

export default rule({
  id: "package-cache-mount-missing",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "An install downloads everything again when its layer is built again",
  why: "A layer that is not in the cache starts with nothing. A cache mount keeps what the package manager has downloaded from one build to the next, and keeps it out of the image.",
  remedy: "Give the RUN a cache mount on the manager's cache folder.",
  peers: {
    same: [
      { id: "tally:tally/prefer-package-cache-mounts" },
      { id: "tally:tally/ruby/prefer-bundler-cache-mount", options: { packageManagers: ["bundler"], accept: ["bundle-path", "development-stage", "no-syntax-line"] } },
      { id: "tally:tally/js/node-gyp-cache-mounts", options: { packageManagers: ["node-gyp"] } },
    ],
  },
  on: "stage",
  needs: { instructions: ["RUN"] },
  fix: "unsafe",
  options: {
    packageManagers: { values: ["apk", "apt", "bun", "bundler", "cargo", "composer", "dnf", "dotnet", "go", "node-gyp", "npm", "pip", "pnpm", "uv", "yarn", "yum", "zypper"], default: ["apk", "apt", "bun", "bundler", "cargo", "composer", "dnf", "dotnet", "go", "npm", "pip", "pnpm", "uv", "yarn", "yum", "zypper"], meaning: "Whose cache mount is asked for; node-gyp only when listed." },
    accept: { values: ["bundle-path", "development-stage", "no-syntax-line"], default: [], meaning: "What passes besides. bundle-path: for bundler on a Ruby base a cache mount on the bundle path or on its cache, either will do; no-syntax-line: a file without a `# syntax=` line; development-stage: a stage whose name says dev, test or ci." },
  },

  *check(stage, { options }) {
    const accept = new Set<string>(options.accept);
    if (stage.os === "windows" || (accept.has("no-syntax-line") && !stage.dockerfile.tree.directives.some(({ name }) => name.toLowerCase() === "syntax"))) return;
    if (accept.has("development-stage") && stage.purpose !== undefined) return;
    const wanted = new Set<string>(options.packageManagers);
    let toolchain = wanted.has("node-gyp") && stage.lineage.some((below) => below !== stage && below.commands.some((command) => installsToolchain(command)));
    for (const step of stage.steps) {
      if (step.instruction.keyword !== "RUN") continue;
      toolchain ||= step.commands.some((command) => installsToolchain(command));
      if (step.mounts.some(({ type, target }) => type === "cache" && target === undefined)) continue;
      const missing = missingIn(step, { stage, wanted, toolchain, eitherBundle: accept.has("bundle-path") });
      const [first] = missing;
      if (!first) continue;
      const paths = [...new Set(missing.map(({ cache }) => cache.path))];
      yield { at: step.instruction.headSpan, message: `${first.command.name} has no ${missing.every(({ cache }) => cache.unlocked) ? "locked " : ""}cache mount on ${paths.join(" and ")}`, ...(accept.has("bundle-path") ? {} : fixFor(stage, step, missing)) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM node:22
        WORKDIR /shop
        COPY package.json package-lock.json ./
        RUN npm ci
      `,
      good: dockerfile`
        FROM node:22
        WORKDIR /shop
        COPY package.json package-lock.json ./
        RUN --mount=type=cache,target=/root/.npm npm ci
      `,
    },
    {
      about: "apt needs both of its folders, and for one build at a time.",
      bad: dockerfile`
        FROM debian:12
        RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y gcc
      `,
      good: dockerfile`
        FROM debian:12
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y gcc
      `,
    },
    {
      about: "What would leave the new cache unused or empty goes with the fix.",
      bad: dockerfile`
        FROM python:3.13
        ENV PIP_NO_CACHE_DIR=1 LANG=C.UTF-8
        RUN pip install --no-cache-dir -r requirements.txt && pip cache purge
        RUN apt-get update && apt-get install -y gcc && apt-get clean && rm -rf /var/lib/apt/lists/*
      `,
      good: dockerfile`
        FROM python:3.13
        ENV LANG=C.UTF-8
        RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y gcc
      `,
    },
    {
      about: "Gems, where either folder will do.",
      options: { packageManagers: ["bundler"], accept: ["bundle-path", "development-stage", "no-syntax-line"] },
      bad: dockerfile`
        # syntax=docker/dockerfile:1
        FROM ruby:3.3
        WORKDIR /shop
        RUN bundle install
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM ruby:3.3
        WORKDIR /shop
        RUN --mount=type=cache,target=/usr/local/bundle bundle install
      `,
      fixed: null,
    },
    {
      about: "Whoever brings a compiler along builds addons; a cache of what was compiled will do as well.",
      options: { packageManagers: ["node-gyp"] },
      bad: dockerfile`
        FROM node:22-alpine AS tools
        RUN apk add --no-cache build-base

        FROM tools
        RUN npm rebuild
      `,
      good: dockerfile`
        FROM node:22-alpine AS tools
        RUN apk add --no-cache build-base

        FROM tools
        RUN --mount=type=cache,target=/root/.ccache npm rebuild
      `,
      fixed: dockerfile`
        FROM node:22-alpine AS tools
        RUN apk add --no-cache build-base

        FROM tools
        RUN --mount=type=cache,target=/root/.cache/node-gyp npm rebuild
      `,
    },
    {
      about: "Addons that are compiled fetch the headers of Node.",
      options: { packageManagers: ["node-gyp"] },
      bad: { ...dockerfile`
        FROM node:22
        WORKDIR /shop
        COPY package.json ./
        RUN npm ci --omit=dev
      `, ...file("package.json")`{ "dependencies": { "better-sqlite3": "11.5.0" } }` },
      good: { ...dockerfile`
        FROM node:22
        WORKDIR /shop
        COPY package.json ./
        RUN --mount=type=cache,target=/root/.cache/node-gyp npm ci --omit=dev
      `, ...file("package.json")`{ "dependencies": { "better-sqlite3": "11.5.0" } }` },
    },
  ],
});

interface Cache {
  readonly path: string;
  /** Two builds at once must not use it together. */
  readonly locked: boolean;
  /** Other folders that will do. */
  readonly or: readonly string[];
  /** The mount that is there, but not locked. */
  readonly unlocked?: RunMount;
}

interface Missing {
  readonly command: Command;
  readonly cache: Cache;
}

interface Wanted {
  readonly stage: Stage;
  readonly wanted: ReadonlySet<string>;
  readonly toolchain: boolean;
  readonly eitherBundle: boolean;
}

function missingIn(step: Step, wanted: Wanted): readonly Missing[] {
  const missing: Missing[] = [];
  for (const command of step.commands) {
    if (command.shell === undefined && !wanted.wanted.has("node-gyp") || command.dialect === "powershell" || command.dialect === "cmd") continue;
    for (const cache of cachesOf(command, step, wanted)) {
      if (missing.some((one) => one.cache.path === cache.path)) continue;
      const mounts = step.mounts.filter(({ type, target }) => type === "cache" && target !== undefined && [cache.path, ...cache.or].some((path) => isWithin(path, target)));
      const [mount] = mounts;
      if (!mount) missing.push({ command, cache });
      else if (cache.locked && !mounts.some(({ sharing }) => sharing === "locked" || sharing === "private")) missing.push({ command, cache: { ...cache, unlocked: mount } });
    }
  }
  return missing;
}

function isWithin(path: string, folder: string): boolean {
  const top = folder.replace(/(?<=^\/|[^/])\/+$/, "");
  return path === top || path.startsWith(`${top === "/" ? "" : top}/`);
}

function cachesOf(command: Command, step: Step, { stage, wanted, toolchain, eitherBundle }: Wanted): readonly Cache[] {
  const call = command.package;
  if (!call) return [];
  const found: Cache[] = [];
  const place = placesOf(command, step);
  const asks = asksFor(call) && command.shell !== undefined;
  const name = FAMILIES.get(call.manager) ?? call.manager;
  if (name === "bundler" && wanted.has(name) && asks && (!eitherBundle || stage.ruby.image)) found.push(...bundler(place, eitherBundle));
  else if (asks && wanted.has(name)) found.push(...(lookup(FOLDERS, name)?.(place, call, command.cwd) ?? []));
  if (wanted.has("node-gyp") && buildsAddons(call, command, stage, toolchain) && !keepsObjects(step)) found.push(one(place("npm_config_devdir", place("npm_package_config_node_gyp_devdir", ".cache/node-gyp"))));
  return found;
}

/** An install where something compiles, or `npm rebuild`. */
function buildsAddons(call: PackageCommand, command: Command, stage: Stage, toolchain: boolean): boolean {
  if (!/^(npm|pnpm|yarn)$/.test(call.manager) || call.hasFlag("--ignore-scripts")) return false;
  return call.subcommand === "rebuild" || call.action === "install" && (toolchain || hasNativeAddons(call, command, stage));
}

/** A cache of what was compiled, which needs the headers no more. */
function keepsObjects({ mounts }: Step): boolean {
  return mounts.some(({ type, target }) => type === "cache" && /ccache|prebuil/.test(target ?? ""));
}

const FAMILIES: ReadonlyMap<string, string> = new Map([["apt-get", "apt"], ["microdnf", "dnf"]]);

/** Installs, builds, and the lists that a later install reads from the same folder; `cargo test`, `npm run` and the rest use what is there. */
function asksFor({ manager, action, subcommand }: PackageCommand): boolean {
  switch (manager) {
    case "go": return ["install", "download", "build"].includes(action) && subcommand !== "generate";
    case "cargo": return subcommand === "build" || subcommand === "b" || subcommand === "install" || subcommand === "fetch";
    case "dotnet": return ["restore", "build", "publish"].includes(subcommand);
    case "uv": return action === "install" || subcommand === "python install";
    case "dnf": case "microdnf": case "yum": case "zypper": case "composer": return action === "install" || action === "upgrade" || action === "reinstall";
    case "bundler": case "npm": case "yarn": case "pnpm": case "bun": case "pip": return action === "install";
    case "apt": case "apt-get": case "apk": return action === "install" || action === "upgrade" || subcommand === "update";
    default: return false;
  }
}

/** A folder by the variable that moves it, else below the user's home. */
type Place = (variable: string | undefined, usual: string) => string;

function placesOf(command: Command, step: Step): Place {
  const user = (command.user ?? step.before.user)?.split(":")[0] ?? "root";
  const home = user === "root" || user === "0" || user === "" ? "/root" : `/home/${user}`;
  return (variable, usual) => {
    const names = variable === undefined ? [] : [variable, variable.toUpperCase(), variable.toLowerCase()];
    const setting = names.map((name) => assigned(command, name) ?? command.env.get(name)?.value).find((value) => value !== undefined && value !== "");
    if (setting === undefined) return usual.startsWith("/") ? usual : `${home}/${usual}`;
    return setting.startsWith("/") ? setting.replace(/(?<=^\/|[^/])\/+$/, "") : `${command.cwd === "/" ? "" : command.cwd ?? ""}/${setting}`;
  };
}

/** `A=b` in front of the command. */
function assigned(command: Command, name: string): string | undefined {
  const value = command.shell?.assignments.find((one) => one.name === name)?.value;
  return value?.type === "Word" ? value.value : undefined;
}

function one(path: string, locked = false): Cache {
  return { path, locked, or: [] };
}

const FOLDERS: Readonly<Record<string, (place: Place, call: PackageCommand, cwd: string | undefined) => readonly Cache[]>> = {
  apt: () => [one("/var/cache/apt", true), one("/var/lib/apt", true)],
  apk: () => [one("/var/cache/apk", true)],
  dnf: () => [one("/var/cache/dnf", true)],
  yum: () => [one("/var/cache/yum", true)],
  zypper: () => [one("/var/cache/zypp", true)],
  npm: (place) => [one(place("npm_config_cache", ".npm"))],
  yarn: (place) => [{ ...one(place("YARN_CACHE_FOLDER", "/usr/local/share/.cache/yarn")), or: [place(undefined, ".yarn"), place(undefined, ".cache/yarn")] }],
  pnpm: (place, call) => {
    const store = call.optionValues("--store-dir")[0]?.expanded;
    const home = place("PNPM_HOME", "");
    return [one(store ?? (home.endsWith("/") ? place("npm_config_store_dir", ".pnpm-store") : `${home}/store`))];
  },
  bun: (place) => [one(place("BUN_INSTALL_CACHE_DIR", ".bun/install/cache"))],
  pip: (place) => [one(place("PIP_CACHE_DIR", ".cache/pip"))],
  uv: (place) => [one(place("UV_CACHE_DIR", ".cache/uv"))],
  composer: (place) => [{ ...one(place("COMPOSER_CACHE_DIR", ".cache/composer")), or: ["/tmp/cache", place(undefined, ".composer/cache")] }],
  dotnet: (place) => [one(place("NUGET_PACKAGES", ".nuget/packages"))],
  go: (place, call) => {
    const modules = one(place("GOMODCACHE", `${place("GOPATH", "/go")}/pkg/mod`));
    return call.action === "download" ? [modules] : [modules, one(place("GOCACHE", ".cache/go-build"))];
  },
  cargo: (place, call, cwd) => {
    const registry = one(`${place("CARGO_HOME", "/usr/local/cargo")}/registry`);
    const git = one(`${place("CARGO_HOME", "/usr/local/cargo")}/git/db`);
    const builds = call.subcommand === "build" || call.subcommand === "b";
    return builds && cwd !== undefined ? [registry, git, one(place("CARGO_TARGET_DIR", `${cwd === "/" ? "" : cwd}/target`))] : [registry, git];
  },
};

function bundler(place: Place, either: boolean): readonly Cache[] {
  const gems = place("BUNDLE_PATH", "/usr/local/bundle");
  if (either) return [{ path: `${gems}/cache`, locked: false, or: [gems, "/bundle/cache", "/bundle-cache", "/cache"] }];
  return [{ path: place(undefined, ".bundle/cache"), locked: false, or: [gems, `${gems}/cache`, place(undefined, ".gem")] }];
}

/** What addons are compiled with, which little else in a Node image needs. */
function installsToolchain(command: Command): boolean {
  const names = command.package?.action === "install" ? command.package.packages.map(({ name }) => name ?? "") : [];
  return names.some((name) => /^(?:build-essential|build-base|g\+\+|gcc|gcc-c\+\+|make|python3?|node-gyp|node-pre-gyp|prebuild-install)$/.test(name));
}

/** Packages that compile, or fetch a binary and compile where there is none. */
const NATIVE = new Set(["sharp", "bcrypt", "better-sqlite3", "sqlite3", "canvas", "node-sass", "argon2", "node-gyp", "re2", "bufferutil", "utf-8-validate", "cpu-features", "ssh2", "node-pty", "serialport", "usb", "leveldown", "zeromq", "isolated-vm", "grpc", "farmhash", "libxmljs", "snappy", "bcrypt-nodejs-native", "deasync", "ffi-napi", "ref-napi", "robotjs", "node-rdkafka", "oracledb", "pg-native", "keytar", "microtime", "sodium-native", "tree-sitter"]);

function hasNativeAddons(call: PackageCommand, command: Command, stage: Stage): boolean {
  const names = call.packages.map(({ name }) => name ?? "");
  if (names.some((name) => NATIVE.has(name))) return true;
  const text = names.length > 0 ? undefined : stage.dockerfile.context.textOf("package.json");
  if (text === undefined) return false;
  const isProduction = call.hasFlag("--production", "--prod", "-P") || call.optionValues("--omit").some(({ value }) => value === "dev") || call.optionValues("--only").some(({ value }) => value?.startsWith("prod") === true) || command.env.get("NODE_ENV")?.value === "production";
  const wanted = isProduction ? ["dependencies", "optionalDependencies"] : ["dependencies", "optionalDependencies", "devDependencies"];
  return wanted.some((section) => {
    const body = new RegExp(`"${section}"\\s*:\\s*\\{([^}]*)\\}`).exec(text)?.[1] ?? "";
    return [...body.matchAll(/"([^"]+)"\s*:/g)].some(([, name]) => name !== undefined && NATIVE.has(name));
  });
}

function fixFor(stage: Stage, step: Step, missing: readonly Missing[]): { readonly fix?: Fix } {
  const mounts = missing.map(({ cache }) => {
    if (cache.unlocked) return cache.unlocked.sharing === undefined ? insertAfter(cache.unlocked.span, ",sharing=locked") : undefined;
    return insertFlag(step.instruction, `--mount=type=cache,target=${cache.path}${cache.locked ? ",sharing=locked" : ""}`);
  });
  const all = mounts.flatMap((edit) => edit ?? []);
  if (all.length < mounts.length || missing.some(({ cache }) => /[\s,"'$]/.test(cache.path))) return {};
  return { fix: { title: "add the cache mount", safe: false, edits: [...all, ...letTheCacheBe(stage, step, missing)] } };
}

/** What would leave the new cache unused or empty: `--no-cache-dir`, `pip cache purge`, `PIP_NO_CACHE_DIR=1`. */
function letTheCacheBe(stage: Stage, step: Step, missing: readonly Missing[]): readonly Edit[] {
  const families = new Set(missing.map(({ command }) => familyOf(command)));
  const paths = missing.map(({ cache }) => cache.path);
  const edits: Edit[] = [];
  for (const command of step.commands) {
    const call = families.has(familyOf(command)) ? command.package : undefined;
    const cleans = call ? emptiesCache(call, command.args) : removesOnly(step, command, paths);
    const without = cleans && command !== step.commands[0] ? removeCommand(command) : undefined;
    if (without) edits.push(without);
    else if (call && command.dialect !== undefined) edits.push(...cacheOffFlags(call).map(({ span }) => removeWord(span)));
  }
  return [...edits, ...variablesOut(stage, step, missing)];
}

function familyOf({ package: call }: Command): string {
  return call === undefined ? "" : FAMILIES.get(call.manager) ?? call.manager;
}

/** `rm -rf` of nothing but what the caches hold. */
function removesOnly(step: Step, command: Command, paths: readonly string[]): boolean {
  const removed = command.name === "rm" ? step.changes.filter((change) => change.command === command) : [];
  const operands = command.args.filter(({ raw }) => !raw.startsWith("-"));
  return removed.length > 0 && removed.length === operands.length && removed.every(({ kind, path }) => kind === "remove" && paths.some((cache) => isWithin(path, cache)));
}

/** The stage's own ENV that turns the cache off. */
function variablesOut(stage: Stage, step: Step, missing: readonly Missing[]): readonly Edit[] {
  const names = new Set(missing.flatMap(({ command }) => (command.package ? cacheOffVariables(command.package.manager) : [])));
  const before = names.size === 0 ? [] : stage.steps.slice(0, stage.steps.indexOf(step)).filter(({ instruction }) => instruction.keyword === "ENV");
  return before.flatMap(({ instruction }) => {
    const pair = instruction.assignments.find(({ name }) => names.has(name.value));
    return pair ? removeAssignment(instruction, pair) ?? [] : [];
  });
}
