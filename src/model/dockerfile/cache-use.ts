import type { CommandArgument, PackageCommand, PackageManager } from "../types.ts";

/** The options with which a package manager leaves its download cache aside, and the calls that empty it (the words behind the program). */
interface CacheUse {
  readonly off: readonly string[];
  readonly emptied: RegExp | undefined;
  /** Variables that turn the cache off. */
  readonly variables: readonly string[];
}

const USES: Partial<Record<PackageManager, CacheUse>> = {
  apk: { off: ["--no-cache"], emptied: /^cache (?:clean|purge)\b/, variables: [] },
  apt: { off: [], emptied: /^(?:auto|dist)?clean\b/, variables: [] },
  bun: { off: ["--no-cache"], emptied: /^pm cache rm\b/, variables: [] },
  composer: { off: ["--no-cache"], emptied: /^(?:clear-?cache|cc)\b/, variables: [] },
  dnf: { off: [], emptied: /^clean\b/, variables: [] },
  dotnet: { off: ["--no-cache"], emptied: /^nuget locals \S+ (?:--clear|-c)\b/, variables: [] },
  npm: { off: [], emptied: /^cache (?:clean|rm)\b/, variables: [] },
  pip: { off: ["--no-cache-dir", "--no-cache"], emptied: /^cache (?:purge|remove)\b/, variables: ["PIP_NO_CACHE_DIR"] },
  pnpm: { off: [], emptied: /^store prune\b/, variables: [] },
  uv: { off: ["--no-cache", "-n"], emptied: /^cache (?:clean|prune)\b/, variables: ["UV_NO_CACHE"] },
  yarn: { off: [], emptied: /^cache clean\b/, variables: [] },
  zypper: { off: [], emptied: /^(?:clean|cc)\b/, variables: [] },
};

const SAME: Partial<Record<PackageManager, PackageManager>> = { "apt-get": "apt", aptitude: "apt", microdnf: "dnf", yum: "dnf" };

function useOf(manager: PackageManager): CacheUse | undefined {
  return USES[SAME[manager] ?? manager];
}

/** The given options that make a package manager leave its download cache aside: `--no-cache-dir`. */
export function cacheOffFlags(call: PackageCommand): readonly CommandArgument[] {
  const off = useOf(call.manager)?.off ?? [];
  return call.flags.filter(({ raw }) => off.includes(raw));
}

/** The variables with which the manager's cache is turned off: `PIP_NO_CACHE_DIR`. */
export function cacheOffVariables(manager: PackageManager): readonly string[] {
  return useOf(manager)?.variables ?? [];
}

/** True for a call that empties the manager's own download cache: `pip cache purge`, `dnf clean all`. `args`: all its words. */
export function emptiesCache(call: PackageCommand, args: readonly CommandArgument[]): boolean {
  const start = call.subcommandSpan?.start;
  if (start === undefined) return false;
  return useOf(call.manager)?.emptied?.test(args.filter(({ span }) => span.start >= start).map(({ raw }) => raw).join(" ")) === true;
}
