import { createHash } from "node:crypto";
import { callGit } from "./git-call.ts";
import { hostPath } from "./node-host.ts";
import { UsageError } from "./arguments.ts";

/**
 * Tells which files differ from a commit. Git is only asked for the commit's list of files: it compares nothing itself,
 * so no filter, hook, monitor, diff or text conversion that a repository's configuration names can run.
 */
export class ChangedFiles {
  readonly #hashes: ReadonlyMap<string, string>;
  readonly #known = new Map<string, boolean>();

  /** `reference` is a commit, `""` for the last one. Throws a `UsageError` where git or the commit is missing. */
  constructor(cwd: string, reference: string) {
    const top = git(cwd, ["rev-parse", "--show-toplevel"], "--changed needs a git work tree").trimEnd();
    const commit = baseOf(cwd, reference);
    const list = git(top, ["ls-tree", "-r", "-z", "--full-tree", commit], "git cannot list the commit's files");
    this.#hashes = new Map(list.split("\0").filter((entry) => entry !== "").map((entry) => {
      const [facts = "", path = ""] = entry.split("\t");
      return [hostPath(cwd, `${top}/${path}`), facts.split(" ")[2] ?? ""];
    }));
  }

  /** Whether a file's text differs from the commit's, or is not in it. Line ends that git converts make no difference. */
  has(path: string, text: string): boolean {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const changed = this.#differs(path, text);
    this.#known.set(path, changed);
    return changed;
  }

  #differs(path: string, text: string): boolean {
    const hash = this.#hashes.get(path);
    return hash === undefined || (blobHash(text, hash.length) !== hash && blobHash(text.replaceAll("\r\n", "\n"), hash.length) !== hash);
  }
}

/** Where the work began that leads to HEAD from a reference; that reference itself where they have no common past. */
function baseOf(cwd: string, reference: string): string {
  if (reference === "") return git(cwd, ["rev-parse", "--verify", "--end-of-options", "HEAD^{commit}"], "--changed needs at least one commit").trim();
  const commit = git(cwd, ["rev-parse", "--verify", "--end-of-options", `${reference}^{commit}`], `--changed: there is no commit \`${reference}\`; name a branch, tag or commit`).trim();
  const base = run(cwd, ["merge-base", commit, "HEAD"]);
  return base.status === 0 ? base.stdout.trim() : commit;
}

function blobHash(text: string, digits: number): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash(digits === 64 ? "sha256" : "sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

function git(cwd: string, args: readonly string[], problem: string): string {
  const { status, stdout, stderr } = run(cwd, args);
  if (status === 0) return stdout;
  const reason = stderr.trim().split("\n")[0] ?? "";
  throw new UsageError(reason === "" ? problem : `${problem} (${reason})`);
}

function run(cwd: string, args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = callGit(cwd, args);
  return { status, stdout: stdout.toString("utf8"), stderr };
}
