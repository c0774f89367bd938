import type { Span } from "#text";
import type { Command, CommandArgument, Stage, Step } from "../types.ts";

/** One thing that a RUN does to the users of the image. */
export interface AccountChange {
  readonly kind: "user" | "membership";
  readonly user: string;
  /** The groups that the user is put into besides its own. */
  readonly groups: readonly string[];
  readonly span: Span;
  readonly step: Step;
}

/** The users that a stage's own RUN steps create and the groups that they put them into, in the order of the file. */
export function accountChanges(stage: Stage): readonly AccountChange[] {
  return stage.steps.flatMap((step) => {
    if (step.instruction.keyword !== "RUN") return [];
    const { dialect } = step.before.shell;
    return dialect === "powershell" || dialect === "cmd" || stage.os === "windows" ? windowsChanges(step) : step.commands.flatMap((command) => changesOf(command, step));
  });
}

/** The home of a user that a stage or one of its parents creates; undefined for one that they do not create in a plain way. */
export function homeOf(stage: Stage & { readonly parent?: Stage | undefined }, user: string): string | undefined {
  for (let here: typeof stage | undefined = stage; here; here = here.parent) {
    for (const step of here.steps.toReversed()) {
      for (const command of step.instruction.keyword === "RUN" ? step.commands : []) {
        const home = homeBy(command, user);
        if (home !== undefined) return home;
      }
    }
  }
  return systemHome(stage, user);
}

/** The home of `nobody`, and of a number that no account of the image has (measured: the engine sets `/`). */
function systemHome(stage: Stage, user: string): string | undefined {
  if (!stage.baseEnvironmentKnown || stage.lineage.some((here) => accountChanges(here).length > 0)) return undefined;
  const system = stage.origin?.repository;
  if (user === "nobody" || user === "65534") return system === "alpine" || system === "busybox" ? "/" : /^(debian|ubuntu)$/.test(system ?? "") ? "/nonexistent" : undefined;
  return /^\d{4,}$/.test(user) && system !== "ubuntu" ? "/" : undefined;
}

function homeBy(command: Command, user: string): string | undefined {
  const adds = command.name === "adduser";
  if (!adds && command.name !== "useradd") return undefined;
  const name = adds ? plain(command, ADDUSER)[0] : last(plain(command, USERADD));
  if (name?.expanded !== user) return undefined;
  const given = adds ? last([...valuesOf(command, "-h", "--home")]) : last(valuesOf(command, "-d", "--home-dir"));
  if (given) return given.expanded?.startsWith("/") ? given.expanded : undefined;
  return command.args.some(({ raw }) => /^-[a-zA-Z]*[rSbK]|^--(system|base-dir|key)/.test(raw)) ? undefined : `/home/${user}`;
}

const USERADD = ["-b", "--base-dir", "-c", "--comment", "-d", "--home-dir", "--home", "-e", "--expiredate", "-f", "--inactive", "-g", "--gid", "-G", "--groups", "-k", "--skel", "-K", "--key", "-p", "--password", "-R", "--root", "-P", "--prefix", "-s", "--shell", "-u", "--uid", "-Z", "--selinux-user"];
/** Of Debian's adduser and of busybox's. */
const ADDUSER = ["-h", "--home", "-g", "--gecos", "--comment", "-s", "--shell", "-G", "--ingroup", "-u", "--uid", "-k", "--gid", "--firstuid", "--lastuid", "--firstgid", "--lastgid", "--conf", "--add_extra_groups"];
const USERMOD = [...USERADD, "-l", "--login", "-m", "-w", "--del-subuids"].filter((flag) => flag !== "-m");

function changesOf(command: Command, step: Step): readonly AccountChange[] {
  switch (command.name) {
    case "useradd":
      return created(last(plain(command, USERADD)), groupsOf(command), step);
    case "usermod":
      return joined(last(plain(command, USERMOD)), groupsOf(command), step);
    case "adduser": {
      const [user, group] = plain(command, ADDUSER);
      return group ? joined(user, names(group.expanded), step) : created(user, [], step);
    }
    case "addgroup": {
      const [user, group] = plain(command, ADDUSER.filter((flag) => flag !== "-g").concat("-g"));
      return group ? joined(user, names(group.expanded), step) : [];
    }
    case "gpasswd": {
      const group = last(plain(command, ["-a", "--add", "-M", "--members", "-d", "--delete", "-A", "--administrators"]));
      return [...valuesOf(command, "-a", "--add"), ...valuesOf(command, "-M", "--members")].flatMap((user) => names(user.expanded).flatMap((name) => change("membership", name, names(group?.expanded), user.span, step)));
    }
    default:
      return [];
  }
}

function groupsOf(command: Command): readonly string[] {
  return valuesOf(command, "-G", "--groups").flatMap(({ expanded }) => names(expanded));
}

function created(user: CommandArgument | undefined, groups: readonly string[], step: Step): readonly AccountChange[] {
  const name = user?.expanded;
  if (!user || name === undefined || name === "") return [];
  return [...change("user", name, [], user.span, step), ...(groups.length > 0 ? change("membership", name, groups, user.span, step) : [])];
}

function joined(user: CommandArgument | undefined, groups: readonly string[], step: Step): readonly AccountChange[] {
  const name = user?.expanded;
  return user && name !== undefined && groups.length > 0 ? change("membership", name, groups, user.span, step) : [];
}

function change(kind: AccountChange["kind"], user: string, groups: readonly string[], span: Span, step: Step): readonly AccountChange[] {
  return [{ kind, user, groups, span, step }];
}

/** The arguments that are neither flags nor values of flags; a flag that takes a value may close a cluster (`-rg staff`). */
function plain({ args }: Command, valued: readonly string[]): readonly CommandArgument[] {
  const found: CommandArgument[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at];
    if (!argument) continue;
    if (!argument.raw.startsWith("-")) found.push(argument);
    else if (takesNext(argument.raw, valued)) at++;
  }
  return found;
}

function takesNext(raw: string, valued: readonly string[]): boolean {
  return raw.startsWith("--") ? valued.includes(raw) : valued.includes(`-${raw.at(-1) ?? ""}`);
}

/** The values of a flag: `-G a,b`, `-aG a`, `--groups=a`. */
function valuesOf({ args }: Command, short: string, long: string): readonly CommandArgument[] {
  const letter = short.slice(1);
  return args.flatMap((argument, at) => {
    const { raw } = argument;
    if (raw.startsWith(`${long}=`)) return [{ ...part(argument, long.length + 1) }];
    const next = args[at + 1];
    return (raw === long || (/^-[A-Za-z]+$/.test(raw) && raw.endsWith(letter))) && next ? [next] : [];
  });
}

function part({ value, expanded, raw, span }: CommandArgument, from: number): CommandArgument {
  return { value: value?.slice(from), expanded: expanded?.slice(from), raw: raw.slice(from), span };
}

function names(list: string | undefined): readonly string[] {
  return (list ?? "").split(",").filter((name) => name !== "");
}

function last<T>(list: readonly T[]): T | undefined {
  return list.at(-1);
}

const WINDOWS_USER = [
  /\bnew-localuser\b(?:\s+-(?!name\b)\w+(?:\s+(?!-)\S+)?)*?\s+(?:-name\s+)?(?<user>"[^"]+"|'[^']+'|[\w.-]+)/giu,
  /\bnet1?(?:\.exe)?\s{1,50}user\s{1,50}(?<user>"[^"]{1,100}"|[\w.-]{1,100}(?![\w.-]))(?=[^\r\n;&|]{0,200}\s\/add\b)/giu,
];
const WINDOWS_MEMBER = [
  /\badd-localgroupmember\b(?=[^\r\n;&|]{0,300}\s-group\s{1,50}(?<group>"[^"]{1,100}"|'[^']{1,100}'|[\w.-]{1,100}))[^\r\n;&|]{0,300}?\s-member\s{1,50}(?<user>"[^"]{1,100}"|'[^']{1,100}'|[\w.-]{1,100})/giu,
  /\bnet1?(?:\.exe)?\s{1,50}localgroup\s{1,50}(?<group>"[^"]{1,100}"|[\w.-]{1,100})\s{1,50}(?<user>"[^"]{1,100}"|[\w.-]{1,100}(?![\w.-]))(?=[^\r\n;&|]{0,200}\s\/add\b)/giu,
];

/** PowerShell and cmd are not parsed: the few commands that create users are recognised by their words. */
function windowsChanges(step: Step): readonly AccountChange[] {
  const { instruction } = step;
  const text = instruction.command?.form === "heredoc" ? instruction.command.heredoc.body : instruction.rest;
  const found = (patterns: readonly RegExp[], kind: AccountChange["kind"]): readonly AccountChange[] => patterns.flatMap((pattern) => [...text.text.matchAll(pattern)].flatMap((match) => {
    const user = unquoted(match.groups?.["user"]);
    const group = unquoted(match.groups?.["group"]);
    return user === "" ? [] : change(kind, user, group === "" ? [] : [group], text.span(match.index, match.index + match[0].length), step);
  }));
  return [...found(WINDOWS_USER, "user"), ...found(WINDOWS_MEMBER, "membership")];
}

function unquoted(text: string | undefined): string {
  return (text ?? "").replace(/^(["'])(.*)\1$/, "$2");
}

/** True where a container of the stage's image starts as root: USER says so, or nothing in its lineage says otherwise. */
export function startsAsRoot(stage: Stage): boolean {
  for (const one of stage.lineage) {
    const user = one.steps.findLast(({ instruction }) => instruction.keyword === "USER")?.instruction;
    if (user) return /^["']?(?:root|0|containeradministrator)["']?(?::|$)/i.test(user.words[0]?.raw ?? "");
  }
  const known = stage.end.user;
  if (known !== undefined) return /^(?:root|0)(?::|$)/i.test(known);
  const base = stage.lineage.at(-1)?.base;
  return base?.kind === "scratch" || (base?.kind === "image" && !NON_ROOT_IMAGE.test(base.reference));
}

/** Images that say in their name that they do not run as root. */
const NON_ROOT_IMAGE = /nonroot|rootless|unprivileged|(?:^|\/)chainguard\//;
