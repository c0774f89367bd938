import { GitIgnore } from "../../parse/gitignore/index.ts";
import type { Host } from "../host.ts";
import { isWindowsPath, normalisePath, parentOf, resolvePath } from "../paths.ts";
import type { BesideKind } from "./types.ts";

/** Variables that shells, CI systems and Docker set by themselves. */
const OUTSIDE = /^(HOME|USER|PWD|OLDPWD|UID|GID|EUID|HOSTNAME|LOGNAME|SHELL|PATH|LANG|LC_\w+|TERM|TZ|TMPDIR|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|SSH_AUTH_SOCK|XDG_\w+|CI|CI_\w+|GITHUB_\w+|GITLAB_\w+|BUILD_\w+|GIT_\w+|COMPOSE_\w+|DOCKER_\w+|PROGRAMDATA|USERPROFILE|APPDATA|(HTTPS?|NO|FTP|ALL)_PROXY|(https?|no|ftp|all)_proxy)$/;

/** What the compose file's own folder holds, as far as the tool may look. */
export class ComposeSurroundings {
  readonly #folder: string;
  readonly #host: Host;
  #real: boolean | undefined;
  #samples: string | undefined;
  #hasEnvironment: boolean | undefined;
  readonly #ignored = new Map<string, boolean>();

  constructor(composePath: string, host: Host) {
    this.#folder = parentOf(composePath);
    this.#host = host;
  }

  /**
   * True where the folder holds files other than compose files and Dockerfiles, or is a repository's root: a lone copied-out
   * file says nothing of its project.
   */
  get real(): boolean {
    return (this.#real ??= (this.#host.list(this.#folder) ?? []).some(({ name, kind }) => name === ".git" || (kind === "file" && !/\.ya?ml$|dockerfile|^license|^notice/i.test(name))));
  }

  /** What stands at a path; undefined for what lies outside the roots or cannot be looked at. */
  at(path: string): BesideKind | undefined {
    const place = this.#place(path);
    if (place === undefined) return undefined;
    const kind = this.#host.stat(place);
    if (kind === "file" || kind === "directory") return kind;
    return kind === undefined ? "missing" : undefined;
  }

  /**
   * True where the path exists as seen from a folder further up: a file that is loaded after another one with `-f` has its
   * paths relative to the first one's folder.
   */
  existsFromAbove(path: string): boolean {
    for (let folder = this.#folder; folder !== "." && folder !== "/";) {
      folder = parentOf(folder);
      const kind = path.startsWith("/") ? undefined : this.#host.stat(resolvePath(folder, path));
      if (kind === "file" || kind === "directory") return true;
    }
    return false;
  }

  /** A file's text; undefined where there is none to read. */
  read(path: string): string | undefined {
    const place = this.#place(path);
    if (place === undefined || this.#host.stat(place) !== "file") return undefined;
    const result = this.#host.read(place);
    return result.ok ? result.text : undefined;
  }

  /** True where a variable that `.env` does not give may come from elsewhere. */
  mayBeSetElsewhere(variable: string): boolean {
    if (!(this.#hasEnvironment ??= this.at(".env") === "file") || OUTSIDE.test(variable)) return true;
    this.#samples ??= this.names().filter((name) => /env/i.test(name) && name !== ".env").map((name) => this.read(name) ?? "").join("\n");
    return new RegExp(`(^|\\W)${variable}\\s*=`, "m").test(this.#samples);
  }

  /** Names in a folder, the compose file's own where none is given. */
  names(folder = "."): readonly string[] {
    const place = this.#place(folder);
    return (place === undefined ? [] : this.#host.list(place) ?? []).map(({ name }) => name);
  }

  /** True where a `.gitignore` of the project shuts the path out: it is made on each machine, not kept with the code. */
  gitignored(path: string): boolean {
    const place = this.#place(path);
    if (place === undefined) return false;
    const known = this.#ignored.get(place);
    if (known !== undefined) return known;
    const answer = this.#isIgnored(place);
    this.#ignored.set(place, answer);
    return answer;
  }

  #isIgnored(place: string): boolean {
    for (let folder = parentOf(place); ; folder = parentOf(folder)) {
      const file = resolvePath(folder, ".gitignore");
      const text = this.#host.stat(file) === "file" ? this.#host.read(file) : undefined;
      if (text?.ok) {
        const inside = folder === "." ? place : place.slice(folder.length + 1);
        const patterns = new GitIgnore(text.text);
        if ([inside, `${inside}/`, `${inside}/x`].some((path) => patterns.test(path) === "ignored")) return true;
      }
      if (folder === "." || folder === "/") return false;
    }
  }

  #place(path: string): string | undefined {
    if (path.startsWith("/") || path.startsWith("~") || path.includes("$") || isWindowsPath(path)) return undefined;
    const place = resolvePath(this.#folder, path);
    return place === ".." || place.startsWith("../") ? undefined : normalisePath(place);
  }
}
