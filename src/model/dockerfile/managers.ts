import type { PackageAction, PackageManager } from "../types.ts";

/** How one manager's command line is read. */
export interface ManagerSyntax {
  readonly manager: PackageManager;
  /** Subcommand to what it does; others are `other`. */
  readonly actions: Readonly<Record<string, PackageAction>>;
  /** What the bare program does. */
  readonly bare?: PackageAction;
  /** Options that take the next word as their value. */
  readonly valueOptions: readonly string[];
  /** How a package says its version. */
  readonly version: "=" | "apk" | "rpm" | "python" | "npm" | "at" | "gem" | "composer" | "none";
  /** Words of a two-part subcommand: `go mod download`. */
  readonly groups?: readonly string[];
  readonly requirementOptions?: readonly string[];
  readonly constraintOptions?: readonly string[];
  readonly globalOptions?: readonly string[];
}

const APT: Readonly<Record<string, PackageAction>> = {
  install: "install", reinstall: "reinstall", update: "update-index", upgrade: "upgrade", "dist-upgrade": "upgrade", "full-upgrade": "upgrade", "safe-upgrade": "upgrade",
  "build-dep": "install", remove: "remove", purge: "remove", autoremove: "remove", "auto-remove": "remove", autopurge: "remove",
  clean: "clean", autoclean: "clean", "auto-clean": "clean", distclean: "clean", download: "download", source: "download",
};
const APT_VALUES = ["-o", "--option", "-t", "--target-release", "--default-release", "-c", "--config-file", "-a", "--host-architecture", "-P", "--build-profiles"];
const DNF: Readonly<Record<string, PackageAction>> = {
  install: "install", in: "install", localinstall: "install", groupinstall: "install", reinstall: "reinstall", rei: "reinstall",
  update: "upgrade", up: "upgrade", upgrade: "upgrade", "upgrade-minimal": "upgrade", "up-min": "upgrade", "update-minimal": "upgrade", "distro-sync": "upgrade",
  remove: "remove", rm: "remove", erase: "remove", autoremove: "remove", clean: "clean", makecache: "update-index", mc: "update-index", "check-update": "update-index", download: "download",
  "builddep": "install", "module install": "install",
};
const DNF_VALUES = ["--setopt", "--enablerepo", "--disablerepo", "--repo", "--repoid", "--installroot", "--releasever", "-x", "--exclude", "--excludepkgs", "-c", "--config", "--forcearch", "-d", "-e", "--disableplugin", "--enableplugin"];
const PIP_VALUES = [
  "-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t", "--target", "--prefix", "--root", "--src",
  "--platform", "--python-version", "--implementation", "--abi", "--progress-bar", "--cache-dir", "--cert", "--client-cert", "--log", "--proxy", "--retries", "--timeout",
  "--default-timeout", "--trusted-host", "--global-option", "--install-option", "--build-option", "--no-binary", "--only-binary", "--upgrade-strategy", "-w", "--wheel-dir", "-d",
  "--dest", "--config-settings", "-C", "--keyring-provider", "--use-deprecated", "--report", "--root-user-action", "--use-feature", "--python", "-b", "--build", "--exists-action", "--group",
];
const UV_VALUES = [
  ...PIP_VALUES, "-p", "--python", "--extra", "--no-extra", "--no-group", "--only-group", "--directory", "--project", "--package", "--link-mode", "--index", "--default-index", "--index-strategy",
  "--keyring-provider", "--resolution", "--prerelease", "--override", "--no-build-package", "--no-binary-package", "--python-platform", "--allow-insecure-host", "--refresh-package",
  "--reinstall-package", "--upgrade-package", "--torch-backend", "--no-install-package", "-P",
];

/**
 * Each by its manager's manual: apt-get(8), apk(8), dnf(8), zypper(8), pacman(8), and the command line references of the others. The
 * options with values of pip, npm and cargo were held against pip 23.2, npm 11 and cargo 1.95.
 */
const SYNTAX: readonly (readonly [programs: readonly string[], syntax: ManagerSyntax])[] = [
  [["apt-get"], { manager: "apt-get", actions: APT, valueOptions: APT_VALUES, version: "=" }],
  [["apt"], { manager: "apt", actions: APT, valueOptions: APT_VALUES, version: "=" }],
  [["aptitude"], { manager: "aptitude", actions: APT, valueOptions: APT_VALUES, version: "=" }],
  [["apk"], {
    manager: "apk", version: "apk",
    actions: { add: "install", update: "update-index", upgrade: "upgrade", fix: "reinstall", del: "remove", cache: "clean", fetch: "download" },
    valueOptions: ["-t", "--virtual", "-X", "--repository", "-p", "--root", "--arch", "--keys-dir", "--repositories-file", "--wait", "--cache-dir", "--cache-max-age"],
  }],
  [["dnf", "dnf5"], { manager: "dnf", actions: DNF, valueOptions: DNF_VALUES, version: "rpm", groups: ["module"] }],
  [["microdnf"], { manager: "microdnf", actions: DNF, valueOptions: DNF_VALUES, version: "rpm", groups: ["module"] }],
  [["yum"], { manager: "yum", actions: DNF, valueOptions: DNF_VALUES, version: "rpm", groups: ["module"] }],
  [["zypper"], {
    manager: "zypper", version: "=",
    actions: {
      install: "install", in: "install", "source-install": "install", si: "install", "install-new-recommends": "install", refresh: "update-index", ref: "update-index", update: "upgrade", up: "upgrade", patch: "upgrade",
      "dist-upgrade": "upgrade", dup: "upgrade", remove: "remove", rm: "remove", clean: "clean", cc: "clean", download: "download",
    },
    valueOptions: ["-r", "--repo", "--from", "-t", "--type", "-R", "--root", "-D", "--reposd-dir", "-C", "--cache-dir", "--installroot", "--download", "-p", "--plus-repo"],
  }],
  [["pacman"], { manager: "pacman", version: "none", actions: {}, valueOptions: ["--overwrite", "-r", "--root", "-b", "--dbpath", "--cachedir", "--config", "--ignore"] }],
  [["pip", "pip2", "pip3"], {
    manager: "pip", version: "python",
    actions: { install: "install", wheel: "download", download: "download", uninstall: "remove", cache: "clean" },
    valueOptions: PIP_VALUES, requirementOptions: ["-r", "--requirement"], constraintOptions: ["-c", "--constraint"],
  }],
  [["pipx"], { manager: "pipx", version: "python", actions: { install: "install", inject: "install", upgrade: "upgrade", uninstall: "remove" }, valueOptions: ["--python", "--pip-args", "--spec", "-i", "--index-url", "--suffix"] }],
  [["pipenv"], { manager: "pipenv", version: "python", actions: { install: "install", sync: "install", uninstall: "remove", update: "upgrade" }, valueOptions: ["-r", "--requirements", "--python", "-i", "--index", "--extra-pip-args", "--categories"], requirementOptions: ["-r", "--requirements"] }],
  [["uv"], {
    manager: "uv", version: "python", groups: ["pip", "tool", "cache", "python"],
    actions: { "pip install": "install", "pip sync": "install", sync: "install", add: "install", "tool install": "install", "pip uninstall": "remove", remove: "remove", "cache clean": "clean", "cache prune": "clean", lock: "other", build: "build", run: "run" },
    valueOptions: UV_VALUES, requirementOptions: ["-r", "--requirement", "--requirements"], constraintOptions: ["-c", "--constraint", "--constraints"],
  }],
  [["poetry"], { manager: "poetry", version: "python", groups: ["cache"], actions: { install: "install", sync: "install", add: "install", update: "upgrade", remove: "remove", build: "build", run: "run", "cache clear": "clean" }, valueOptions: ["-E", "--extras", "--with", "--without", "--only", "-C", "--directory", "-P", "--project", "-G", "--group"] }],
  [["conda", "mamba", "micromamba"], {
    manager: "conda", version: "=", groups: ["env"],
    actions: { install: "install", create: "install", "env create": "install", "env update": "install", update: "upgrade", upgrade: "upgrade", remove: "remove", clean: "clean", run: "run" },
    valueOptions: ["-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file"], requirementOptions: ["-f", "--file"],
  }],
  [["npm"], {
    manager: "npm", version: "npm", globalOptions: ["-g", "--global", "--location=global"],
    actions: {
      install: "install", i: "install", in: "install", add: "install", ci: "install", "clean-install": "install", ic: "install", "install-clean": "install", it: "install", "install-test": "install", cit: "install",
      update: "upgrade", up: "upgrade", upgrade: "upgrade", uninstall: "remove", rm: "remove", remove: "remove", un: "remove", prune: "remove", cache: "clean", run: "run", "run-script": "run", exec: "run", start: "run", test: "run", t: "run", rebuild: "build",
    },
    valueOptions: ["--prefix", "-C", "--registry", "--cache", "--loglevel", "-w", "--workspace", "--omit", "--include", "--only", "--userconfig", "--unsafe-perm-user", "--tag", "--location", "--fetch-timeout", "--fetch-retries", "--network-timeout", "--maxsockets",
      "--fetch-retry-factor", "--fetch-retry-mintimeout", "--fetch-retry-maxtimeout", "--audit-level", "--auth-type", "--otp", "--before", "--min-release-age", "--install-strategy", "--cpu", "--os", "--libc", "--depth",
      "--proxy", "--https-proxy", "--noproxy", "--cafile", "--cert", "--key", "--globalconfig", "--logs-dir", "--node-options", "--script-shell", "--scope", "--save-prefix", "--umask", "--user-agent", "--also", "--cache-min", "--cache-max",
    ],
  }],
  [["yarn", "yarnpkg"], {
    manager: "yarn", bare: "install", version: "npm", groups: ["global", "cache", "workspaces"],
    actions: { install: "install", add: "install", "global add": "install", "workspaces focus": "install", upgrade: "upgrade", up: "upgrade", remove: "remove", "global remove": "remove", "cache clean": "clean", run: "run", build: "run", start: "run", test: "run" },
    valueOptions: ["--cwd", "--cache-folder", "--modules-folder", "--network-timeout", "--network-concurrency", "--registry", "--mutex", "--prod-env", "--otp", "--use-yarnrc", "--preferred-cache-folder"],
  }],
  [["pnpm"], {
    manager: "pnpm", version: "npm", groups: ["store"], globalOptions: ["-g", "--global"],
    actions: { install: "install", i: "install", ci: "install", add: "install", fetch: "download", update: "upgrade", up: "upgrade", remove: "remove", rm: "remove", "store prune": "clean", prune: "remove", run: "run", build: "run", deploy: "build" },
    valueOptions: ["-C", "--dir", "--filter", "-F", "--store-dir", "--registry", "--reporter", "--loglevel", "--network-concurrency"],
  }],
  [["bun"], { manager: "bun", version: "npm", groups: ["pm"], globalOptions: ["-g", "--global"], actions: { install: "install", i: "install", ci: "install", add: "install", a: "install", update: "upgrade", remove: "remove", rm: "remove", run: "run", build: "build" }, valueOptions: ["--cwd", "--cache-dir", "--backend", "--registry", "--filter"] }],
  [["bower"], { manager: "bower", version: "none", actions: { install: "install", i: "install", update: "upgrade", cache: "clean" }, valueOptions: [] }],
  [["mrt"], { manager: "meteorite", version: "none", actions: { install: "install", update: "upgrade" }, valueOptions: [] }],
  [["gem"], { manager: "gem", version: "gem", actions: { install: "install", i: "install", update: "upgrade", uninstall: "remove", cleanup: "clean" }, valueOptions: ["-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "-P", "--trust-policy", "--platform"] }],
  [["bundle", "bundler"], { manager: "bundler", bare: "install", version: "none", actions: { install: "install", update: "upgrade", clean: "clean", exec: "run", package: "download", cache: "download" }, valueOptions: ["--gemfile", "-j", "--jobs", "--path", "--retry", "--with", "--without", "--binstubs", "--trust-policy", "--target-rbconfig"] }],
  [["go"], { manager: "go", version: "at", groups: ["mod"], actions: { install: "install", get: "install", "mod download": "download", "mod tidy": "other", "mod vendor": "other", build: "build", generate: "build", test: "run", run: "run", clean: "clean" }, valueOptions: ["-o", "-ldflags", "--ldflags", "-tags", "--tags", "-gcflags", "-asmflags", "-mod", "-modfile", "-C", "-p", "-installsuffix", "-buildmode", "-pkgdir", "-toolexec"] }],
  [["cargo"], { manager: "cargo", version: "at", groups: ["chef"], actions: { install: "install", binstall: "install", add: "install", fetch: "download", vendor: "download", "chef cook": "download", "chef prepare": "other", build: "build", b: "build", test: "run", run: "run", clean: "clean", update: "upgrade" }, valueOptions: ["--manifest-path", "--target", "--target-dir", "--features", "-F", "--bin", "-p", "--package", "--profile", "--git", "--branch", "--tag", "--rev", "--path", "--version", "--vers", "--root", "-j", "--jobs", "--registry", "--index", "--recipe-path", "--config", "-Z", "-C", "--message-format", "--color", "--example", "--exclude", "--artifact-dir", "--precise"] }],
  [["composer", "composer.phar"], { manager: "composer", version: "composer", groups: ["global"], actions: { install: "install", i: "install", require: "install", "global require": "install", "global install": "install", update: "upgrade", u: "upgrade", remove: "remove", "dump-autoload": "build", dumpautoload: "build", "clear-cache": "clean", clearcache: "clean", "create-project": "install", run: "run", "run-script": "run" }, valueOptions: ["-d", "--working-dir"] }],
  [["mix"], { manager: "mix", version: "none", actions: { "deps.get": "download", "deps.compile": "build", compile: "build", release: "build", "local.hex": "other", "local.rebar": "other", test: "run" }, valueOptions: ["--only"] }],
  [["mvn", "mvnw"], { manager: "maven", version: "none", actions: { package: "build", install: "build", compile: "build", verify: "build", deploy: "build", test: "run", clean: "clean", validate: "other" }, valueOptions: ["-f", "--file", "-s", "--settings", "-gs", "--global-settings", "-P", "--activate-profiles", "-pl", "--projects", "-D", "--define", "-T", "--threads", "-l", "--log-file", "-rf"] }],
  [["gradle", "gradlew"], { manager: "gradle", version: "none", actions: { dependencies: "download", build: "build", assemble: "build", jar: "build", bootJar: "build", shadowJar: "build", test: "run", clean: "clean", resolveDependencies: "download", downloadDependencies: "download" }, valueOptions: ["-p", "--project-dir", "-b", "--build-file", "-c", "--settings-file", "-g", "--gradle-user-home", "-x", "--exclude-task", "-I", "--init-script", "--project-cache-dir"] }],
  [["dotnet"], { manager: "dotnet", version: "none", groups: ["tool", "nuget"], actions: { restore: "download", build: "build", publish: "build", pack: "build", test: "run", run: "run", "tool install": "install", "tool restore": "download", add: "other", clean: "clean" }, valueOptions: ["-r", "--runtime", "-c", "--configuration", "-o", "--output", "-f", "--framework", "-s", "--source", "--configfile", "--packages", "-v", "--verbosity", "--lock-file-path", "--version", "--tool-path", "-a", "--arch", "--os"] }],
];

let byProgram: ReadonlyMap<string, ManagerSyntax> | undefined;

/** How a program of this name is read; undefined for what is no package manager. `pip3.11` is pip. */
export function managerSyntax(program: string): ManagerSyntax | undefined {
  byProgram ??= new Map(SYNTAX.flatMap(([programs, syntax]) => programs.map((name): [string, ManagerSyntax] => [name, syntax])));
  return byProgram.get(program) ?? (/^pip[23](?:\.\d+)?$/.test(program) ? byProgram.get("pip") : undefined);
}
