import type { Commit, FileState, History, TreeChange } from "../model/history/index.ts";
import { callGit } from "./git-call.ts";

/** The history of the repository that holds a folder. */
export interface GitHistory extends History {
  /** The repository's top, absolute. */
  readonly top: string;
  /** The history goes on further back, but this clone does not have it. */
  readonly cutOff: boolean;
}

export type HistoryProblem =
  | { readonly kind: "no-git" | "no-repository" | "no-commits" | "unreadable"; readonly message: string };

/** Bytes above which a Dockerfile or ignore file of the past is not read. */
const sizeLimit = 2_000_000;

/**
 * Reads the last commits along the first parents, at most `count` of them, and the files before the first of them. Git lists
 * and compares trees only, so that nothing of the repository runs. `folder` is absolute and exists; `known` keeps what was read,
 * by the repositories' tops.
 */
export function readHistory(folder: string, count: number, known: Map<string, GitHistory>): GitHistory | HistoryProblem {
  const place = callGit(folder, ["rev-parse", "--is-shallow-repository", "--show-toplevel"]);
  if (place.status === null) return { kind: "no-git", message: "git is not to be found: install it, or put it on the PATH" };
  if (place.status !== 0) return { kind: "no-repository", message: reasonOf(place.stderr, "is in no git work tree") };
  const [shallow, top = ""] = place.stdout.toString("utf8").split("\n");
  const found = known.get(top) ?? readCommits(top, count, shallow === "true");
  if (!("kind" in found)) known.set(top, found);
  return found;
}

function readCommits(top: string, count: number, shallow: boolean): GitHistory | HistoryProblem {
  const list = callGit(top, ["rev-list", "--first-parent", "--parents", "-n", String(count + 1), "HEAD", "--"]);
  if (list.status !== 0) return { kind: "no-commits", message: "its git repository has no commits yet" };
  const lines = list.stdout.toString("utf8").trimEnd().split("\n").reverse().map((line) => line.split(" "));
  const [[oldest = ""] = []] = lines;
  const start = treeOf(top, oldest);
  const commits = start && commitsOf(top, lines.slice(1));
  if (!start || !commits) return { kind: "unreadable", message: "git cannot read all of the last commits: fetch what is missing (`git fetch --refetch`)" };
  return { top, start, commits, cutOff: shallow && lines.length <= count };
}

/** The texts of files by their states; those that are missing, too large or no text are left out. */
export function readTexts(top: string, states: Iterable<FileState>): ReadonlyMap<FileState, string> {
  const byName = new Map<string, FileState[]>();
  for (const state of states) {
    const [mode = "", name = ""] = state.split(" ");
    if (mode.startsWith("100")) byName.set(name, [...(byName.get(name) ?? []), state]);
  }
  const sizes = callGit(top, ["cat-file", "--batch-check"], [...byName.keys()].map((name) => `${name}\n`).join("")).stdout.toString("utf8");
  const readable = sizes.split("\n").map((line) => line.split(" ")).filter(([, type, size]) => type === "blob" && Number(size) <= sizeLimit).map(([name = ""]) => name);
  const found = new Map<FileState, string>();
  for (const [name, bytes] of readObjects(top, readable)) {
    for (const state of byName.get(name) ?? []) found.set(state, bytes.toString("utf8"));
  }
  return found;
}

function readObjects(top: string, names: readonly string[]): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  if (names.length === 0) return found;
  const { stdout } = callGit(top, ["cat-file", "--batch"], names.map((name) => `${name}\n`).join(""));
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(10, at);
    const [name = "", , size = "0"] = stdout.toString("utf8", at, end).split(" ");
    const from = end + 1;
    found.set(name, stdout.subarray(from, from + Number(size)));
    at = from + Number(size) + 1;
  }
  return found;
}

function treeOf(top: string, commit: string): ReadonlyMap<string, FileState> | undefined {
  const { status, stdout } = callGit(top, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  if (status !== 0) return undefined;
  return new Map(stdout.toString("utf8").split("\0").filter((entry) => entry !== "").map((entry) => {
    const tab = entry.indexOf("\t");
    const [mode = "", , name = ""] = entry.slice(0, tab).split(" ");
    return [entry.slice(tab + 1), `${mode} ${name}`];
  }));
}

/** Each line is a commit and its parents; it is compared with the first of them. */
function commitsOf(top: string, lines: readonly (readonly string[])[]): readonly Commit[] | undefined {
  if (lines.length === 0) return [];
  const pairs = lines.map(([id = "", parent = ""]) => `${id} ${parent}\n`).join("");
  const { status, stdout } = callGit(top, ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv"], pairs);
  if (status !== 0) return undefined;
  const changes = changesByCommit(stdout.toString("utf8").split("\0"));
  return lines.map(([id = ""]) => ({ id, changes: changes.get(id) ?? [] }));
}

/** `commit NUL (":oldmode newmode old new letter" NUL path NUL)*`, again and again. */
function changesByCommit(fields: readonly string[]): ReadonlyMap<string, readonly TreeChange[]> {
  const found = new Map<string, TreeChange[]>();
  let current: TreeChange[] = [];
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] ?? "";
    if (!field.startsWith(":")) {
      current = [];
      found.set(field, current);
      continue;
    }
    const [oldMode = "", newMode = "", oldName = "", newName = ""] = field.slice(1).split(" ");
    current.push({ path: fields[++at] ?? "", before: stateOf(oldMode, oldName), after: stateOf(newMode, newName) });
  }
  return found;
}

function stateOf(mode: string, name: string): FileState | undefined {
  return mode === "000000" ? undefined : `${mode} ${name}`;
}

function reasonOf(stderr: string, fallback: string): string {
  const [line = ""] = stderr.trim().split("\n");
  return /not a git repository/.test(line) || line === "" ? fallback : `${fallback} (${line})`;
}
