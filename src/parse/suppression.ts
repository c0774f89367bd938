/** What a suppression comment silences: `next` is what follows a comment that stands alone, or the comment's own line. */
export type Reach = "file" | "stage" | "next" | "line" | "block";

/** A suppression comment, read. */
export interface Directive {
  /** Whose comment it is; undefined for ours. */
  readonly peer: string | undefined;
  /** Our ids, or the peers' full ids; empty where everything is meant. */
  readonly ids: readonly string[];
  readonly all: boolean;
  readonly reach: Reach;
}

/** Reads the text of a comment (what follows the `#`) as a suppression of ours or of a peer; undefined where it is none. */
export function readDirective(text: string): Directive | undefined {
  const trimmed = text.trim();
  for (const [prefix, read] of readers) {
    if (prefix.test(trimmed)) return read(trimmed);
  }
  return undefined;
}

/** BuildKit's `skip=A,B;error=true` of a `# check=` directive; as a comment further down it holds for the next instruction. */
export function readCheckDirective(value: string, reach: Reach = "file"): Directive | undefined {
  // of several lists the last one counts, but `all` anywhere is all
  const lists = checkOptions(value).filter(([key]) => key === "skip").map(([, list]) => names(list ?? ""));
  if (lists.some((list) => list.includes("all"))) return { peer: "buildkit", ids: [], all: true, reach };
  return directive("buildkit", (lists.at(-1) ?? []).filter((name) => !/^(?:all|\*)$/i.test(name)), reach, prefixed("buildkit"));
}

/** True for `error=true` in a `# check=` directive: BuildKit's warnings fail the build. */
export function failsOnWarnings(value: string): boolean {
  return checkOptions(value).some(([key, setting]) => key === "error" && /^(?:true|t|1)$/i.test(setting ?? ""));
}

/** The `key=value` options of a `# check=` directive, up to the first blank; no value where the `=` is missing. */
export function checkOptions(value: string): readonly (readonly [key: string, setting: string | undefined])[] {
  return (value.trim().split(" ", 1)[0] ?? "").split(";").map((part) => {
    const equals = part.indexOf("=");
    return equals < 0 ? [part, undefined] : [part.slice(0, equals), part.slice(equals + 1)];
  });
}

type Read = (text: string) => Directive | undefined;

const readers: readonly (readonly [RegExp, Read])[] = [
  [/^stowage:/, readOwn],
  [/^check\s*=/, (text) => readCheckDirective(text.replace(/^check\s*=/, ""), "next")],
  [/^hadolint\b/, (text) => ignoreList("hadolint", text, hadolintId)],
  [/^tally\b/, (text) => ignoreList("tally", text, tallyIds)],
  [/^shellcheck\b/, readShellcheck],
  [/^dclint\b/, readDclint],
  [/^checkov:skip=/, (text) => directive("checkov", [/^checkov:skip=([\w-]+)/.exec(text)?.[1] ?? ""], "file", prefixed("checkov"))],
  [/^(?:trivy|tfsec):ignore:/, readTrivy],
  [/^kics-scan\b/, readKics],
  [/^nosem(?:grep)?\b/, readSemgrep],
  [/^compose-lint:/, readComposeLint],
];

function readOwn(text: string): Directive | undefined {
  const match = /^stowage:\s*(ignore(?:-file)?)\s*\[([^\]]*)\]/.exec(text);
  return match ? directive(undefined, names(match[2] ?? ""), match[1] === "ignore-file" ? "file" : "next", (id) => [id]) : undefined;
}

/** `hadolint ignore=A,B`, `hadolint global ignore = A , B`, `hadolint stage ignore=A`; tally writes the same. */
function ignoreList(peer: string, text: string, toIds: (name: string) => readonly string[]): Directive | undefined {
  const match = /^\w+\s+(?:(global|stage)\s+)?ignore\s*=\s*([^;]*)/.exec(text);
  if (!match) return undefined;
  const reach = match[1] === "global" ? "file" : match[1] === "stage" ? "stage" : "next";
  return directive(peer, leadingNames(match[2] ?? ""), reach, toIds);
}

function readShellcheck(text: string): Directive | undefined {
  const match = /^shellcheck\s.*?\bdisable=([\w,-]+)/.exec(text);
  return match ? directive("shellcheck", names(match[1] ?? ""), "next", (name) => [`shellcheck:${name}`]) : undefined;
}

function readDclint(text: string): Directive | undefined {
  const match = /^dclint\s+disable(-line|-next-line)?(?:\s([^#]*))?$/.exec(text);
  if (!match) return undefined;
  const reach = match[1] === "-line" ? "line" : match[1] === "-next-line" ? "next" : "file";
  return directive("dclint", words(match[2] ?? ""), reach, prefixed("dclint"), true);
}

/** Trivy's ids have been written `DS002`, `AVD-DS-0002` and `DS-0002`. */
function readTrivy(text: string): Directive | undefined {
  const given = [...text.matchAll(/(?:trivy|tfsec):ignore:([\w*-]+)/g)].map((match) => match[1] ?? "");
  const toId = (name: string): readonly string[] => {
    const parts = /^(?:AVD-)?([A-Z]+)-?(\d+)$/i.exec(name);
    return [`trivy:${parts ? `${(parts[1] ?? "").toUpperCase()}-${(parts[2] ?? "").padStart(4, "0")}` : name}`];
  };
  return directive("trivy", given, "block", toId);
}

function readKics(text: string): Directive | undefined {
  const match = /^kics-scan\s+(ignore-line|ignore-block|ignore|disable=(.*))$/.exec(text.trimEnd());
  if (!match) return undefined;
  if (match[2] !== undefined) return directive("kics", names(match[2]), "file", prefixed("kics"));
  const reach = match[1] === "ignore-line" ? "next" : match[1] === "ignore-block" ? "block" : "file";
  return { peer: "kics", ids: [], all: true, reach };
}

/** Semgrep's ids may have the path of their folder in front. */
function readSemgrep(text: string): Directive | undefined {
  const list = /^nosem(?:grep)?\s*:\s*([\w.,\s-]*)/.exec(text)?.[1] ?? "";
  return directive("semgrep", leadingNames(list), "next", (name) => [`semgrep:${name.slice(name.lastIndexOf(".") + 1)}`], true);
}

function readComposeLint(text: string): Directive | undefined {
  const match = /^compose-lint:\s*(disable|disable-file|disable-next-line|ignore)(?![\w-])\s*(?:=([\w,\s-]*?)(?=--|reason|$))?(?:(?:--|reason)[^]*)?$/.exec(text);
  if (!match) return undefined;
  const reach = match[1] === "disable-file" ? "file" : "next";
  return directive("compose-lint", leadingNames(match[2] ?? ""), reach, prefixed("compose-lint"), true);
}

/** `emptyMeansAll`: a comment without names silences every rule of its linter. */
function directive(peer: string | undefined, given: readonly string[], reach: Reach, toIds: (name: string) => readonly string[], emptyMeansAll = false): Directive | undefined {
  const all = given.some((name) => /^all$/i.test(name) || name === "*") || (emptyMeansAll && given.length === 0);
  if (!all && given.length === 0) return undefined;
  return { peer, ids: all ? [] : given.flatMap(toIds), all, reach };
}

function prefixed(peer: string): (name: string) => readonly string[] {
  return (name) => [`${peer}:${name}`];
}

function hadolintId(name: string): readonly string[] {
  return /^SC\d/.test(name) ? [`shellcheck:${name}`, `tally:shellcheck/${name}`] : [`hadolint:${name}`, `tally:hadolint/${name}`];
}

/** tally's names, with or without the group in front. */
function tallyIds(name: string): readonly string[] {
  if (/^(?:hadolint|buildkit|shellcheck)\//.test(name)) return [`tally:${name}`, name.replace("/", ":")];
  if (name.startsWith("tally/") || name.includes("/")) return [`tally:${name}`];
  if (/^SC\d/.test(name)) return [`shellcheck:${name}`, "tally:shellcheck/ShellCheck"];
  return /^DL\d/.test(name) ? hadolintId(name) : [`tally:tally/${name}`, `buildkit:${name}`, `tally:buildkit/${name}`];
}

function names(list: string): readonly string[] {
  return list.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

/** Comma-separated names up to the first thing that is none: what follows is a reason. */
function leadingNames(list: string): readonly string[] {
  return names(/^\s*[^\s,]+(?:\s*,\s*[^\s,]+)*/.exec(list)?.[0] ?? "");
}

function words(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((name) => name !== "");
}
