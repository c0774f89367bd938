import { executableBy, type Mode } from "../../file-mode.ts";
import { nameOf, normalisePath, parentOf } from "../../paths.ts";
import { isDenied, makeDirectory, placeOf, remove, writeAt, writeTree } from "../files.ts";
import { ASKED, DONE, FAILED, UNSURE, type Call, type Machine, type Outcome, type Program } from "../machine.ts";
import type { Shell } from "../shell.ts";
import type { Argument } from "../types.ts";
import type { Place } from "../world.ts";
import { readOptions, withValue, type Options } from "./options.ts";

/** One copy: from where, to where, and whether whole directories go. */
interface Transfer {
  readonly machine: Machine;
  readonly shell: Shell;
  readonly source: Argument;
  /** The argument that names the destination: what a finding points at. */
  readonly target: Argument;
  readonly recursive: boolean;
  readonly moves: boolean;
  /** `-n`: a file that is there stays. */
  readonly keeps: boolean;
  /** `--parents`: the source's own folders come along. */
  readonly parents: boolean;
  /** What `install` makes of the mode; undefined where that of the source stays. */
  readonly mode: Mode | undefined;
}

interface Ends {
  readonly sources: readonly Argument[];
  readonly target: Argument;
  /** The destination can only be a directory. */
  readonly into: boolean;
}

function endsOf(options: Options): Ends | undefined {
  const directory = options.value("-t", "--target-directory");
  if (directory) return { sources: options.operands, target: directory, into: true };
  const target = options.operands.at(-1);
  const sources = options.operands.slice(0, -1);
  return target && sources.length > 0 ? { sources, target, into: sources.length > 1 || sources.some(({ glob }) => glob) } : undefined;
}

function transferAll(call: Call, options: Options, recursive: boolean, moves: boolean, mode?: Mode): Outcome {
  const { machine, shell } = call;
  const ends = endsOf(options);
  if (!ends) return UNSURE;
  const place = ends.target.glob ? undefined : placeOf(machine, shell, ends.target);
  if (!place) return UNSURE;
  const directory = machine.world.directory(place.path);
  const plain = options.has("-T", "--no-target-directory");
  const into = !plain && (directory === true || (ends.into && directory !== false) || (place.slash && directory !== false));
  if (!into && (ends.into || (place.slash && !recursive && !moves))) return FAILED;
  let ok = true;
  const keeps = options.has("-n", "--no-clobber");
  const parents = !moves && options.has("--parents");
  const sources = ends.sources.filter((source) => !isLacked(call, source));
  for (const source of sources) ok = transfer({ machine, shell, source, target: ends.target, recursive, moves, keeps, parents, mode }, place, into) && ok;
  return !ok ? FAILED : sources.length < ends.sources.length ? ASKED : DONE;
}

/** A file of a copied folder that the project does not have: whether it is there at all is an open question, and nothing is said to come of it. */
function isLacked({ machine, shell }: Call, { value, doubt, glob }: Argument): boolean {
  const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  return place !== undefined && machine.world.file(place.path) === undefined && machine.world.directory(place.path) !== true && machine.input.lacks?.(place.path) === true;
}

function transfer(one: Transfer, place: Place, into: boolean): boolean {
  const { machine, shell, source, target } = one;
  if (source.glob || source.value === undefined || source.doubt) {
    if (into) writeTree(machine, shell, place.path, target, source.glob ? {} : { confidence: "likely" });
    else if (source.glob || one.recursive) writeTree(machine, shell, place.path, target, { confidence: "likely" });
    else return writeAt(machine, shell, place, target, { confidence: "likely" });
    return true;
  }
  const from = machine.world.resolve(shell.cwd, source.value);
  if (!from) return true;
  const contents = /(^|\/)\.$/.test(source.value);
  const to: Place = one.parents ? { path: join(place.path, normalisePath(source.value).replace(/^\//, "")), reachable: true, slash: false } : into && !contents ? { path: join(place.path, nameOf(from.path)), reachable: true, slash: false } : { ...place, slash: false };
  if (one.parents) machine.world.addDirectory(parentOf(to.path));
  if (place.slash && !into && !one.recursive && machine.world.directory(from.path) !== true) return false;
  if (one.keeps && machine.world.file(to.path) === true) return true;
  const done = put(one, from, to);
  // of a pattern only this file goes
  if (done && one.moves) remove(machine, shell, { ...source, pattern: undefined });
  return done;
}

function join(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}

/** Copies one thing, a file or a directory, to its final path. */
function put(one: Transfer, from: Place, to: Place): boolean {
  const { machine, shell, target, recursive, moves } = one;
  const { world } = machine;
  const isFile = world.file(from.path);
  const isDirectory = world.directory(from.path);
  if (from.reachable === false || (isFile === false && isDirectory === false)) return false;
  if (isDirectory === true && !recursive && !moves) return false;
  if (to.reachable === false || (isDirectory !== true && world.directory(parentOf(to.path)) === false)) return false;
  // Neither end of a rename may be a mount; measured with busybox.
  if (moves && (machine.input.isMountPoint?.(to.path) || machine.input.isMountPoint?.(from.path))) return false;
  // Who may not write in a folder moves nothing out of it.
  if (moves && isDenied(machine, shell, from.path, true)) return false;
  if (isFile === true || (!recursive && isDirectory !== true)) {
    const executable = one.mode === undefined ? world.executable(from.path) : one.mode;
    const written = writeAt(machine, shell, to, target, isFile === true || !moves ? {} : { confidence: "likely" }, world.content(from.path));
    if (written) world.setExecutable(to.path, executable === "open" ? undefined : executable);
    return written;
  }
  const files = isDirectory === true ? world.filesBelow(from.path) : undefined;
  if (!files) {
    writeTree(machine, shell, to.path, target, isDirectory === true ? {} : { confidence: "likely" });
    return true;
  }
  world.addDirectory(to.path);
  for (const file of files) world.addDirectory(parentOf(to.path + file.slice(from.path.length)));
  for (const file of files) {
    const path = to.path + file.slice(from.path.length);
    if (writeAt(machine, shell, { path, reachable: true, slash: false }, target, {}, world.content(file))) world.setExecutable(path, world.executable(file));
  }
  return true;
}

const COPY_VALUES = ["-t", "--target-directory", "-S", "--suffix"];

function cp(call: Call): Outcome {
  const options = readOptions(call.args, COPY_VALUES);
  return transferAll(call, options, options.has("-r", "-R", "-a", "--recursive", "--archive"), false);
}

function mv(call: Call): Outcome {
  return transferAll(call, readOptions(call.args, COPY_VALUES), false, true);
}

function install(call: Call): Outcome {
  const { machine, shell } = call;
  const options = readOptions(call.args, [...COPY_VALUES, "-m", "-o", "-g", "--mode", "--owner", "--group"]);
  if (options.has("-d", "--directory")) {
    const made = options.operands.map((directory) => makeDirectory(machine, shell, directory, true));
    return made.includes(false) ? FAILED : DONE;
  }
  const ends = endsOf(options);
  const place = options.has("-D") && ends && !ends.target.glob ? placeOf(machine, shell, ends.target) : undefined;
  if (place && ends) {
    const directory = ends.into ? place.path : parentOf(place.path);
    if (machine.world.directory(directory) !== true && makeDirectory(machine, shell, withValue(ends.target, directory), true) === false) return FAILED;
  }
  const mode = options.value("-m", "--mode");
  return transferAll(call, options, false, false, mode ? executableBy(mode.value) ?? "open" : "yes");
}

function ln(call: Call): Outcome {
  const { machine, shell } = call;
  const options = readOptions(call.args, COPY_VALUES);
  const [first] = options.operands;
  if (!first) return FAILED;
  const ends = endsOf(options) ?? { sources: [first], target: { ...first, value: ".", text: "." }, into: true };
  const place = ends.target.glob ? undefined : placeOf(machine, shell, ends.target, false);
  if (!place) return UNSURE;
  const into = !options.has("-n", "-T", "--no-dereference", "--no-target-directory") && (ends.into || machine.world.directory(place.path) === true);
  for (const source of ends.sources) {
    if (source.value === undefined || source.doubt || source.glob) continue;
    const path = into ? join(place.path, nameOf(source.value)) : place.path;
    if (!link(machine, shell, { path, reachable: place.reachable, slash: false }, source.value, ends.target, options)) return FAILED;
  }
  return DONE;
}

/** Makes one link. It counts as a file where it leads to one; `-f` replaces what is there. */
function link(machine: Machine, shell: Shell, at: Place, source: string, target: Argument, options: Options): boolean {
  const symbolic = options.has("-s", "--symbolic");
  const { world } = machine;
  if (at.reachable === false || machine.input.refuses?.(at.path)) return false;
  const isThere = world.file(at.path) === true || world.link(at.path) !== undefined;
  if (isThere && !options.has("-f", "--force")) return false;
  if (world.link(at.path) !== undefined) world.remove(at.path);
  const seenFromHere = !symbolic || options.has("-r", "--relative");
  const leads = world.resolve(seenFromHere ? shell.cwd : parentOf(at.path), source);
  const text = seenFromHere && leads ? leads.path : source;
  const isFile = leads && (world.directory(leads.path) === true || (leads.reachable === false || world.file(leads.path) === false) ? false : true);
  if (!symbolic && isFile === false) return false;
  if (symbolic ? leads !== undefined && world.file(leads.path) === true : isFile !== false) return writeLink(machine, shell, at, text, target, symbolic);
  if (symbolic) {
    world.addLink(at.path, text);
    machine.dangling.push({ shell: shell.copy(), path: at.path, argument: target });
  }
  return true;
}

function writeLink(machine: Machine, shell: Shell, at: Place, source: string, target: Argument, symbolic: boolean): boolean {
  // A symbolic link holds nothing: every start makes it anew.
  if (!writeAt(machine, shell, at, target, symbolic ? { class: "scratch" } : {})) return false;
  if (symbolic) machine.world.addLink(at.path, source);
  return true;
}

function rsync(call: Call): Outcome {
  const { machine, shell } = call;
  const { operands } = readOptions(call.args, ["-e", "--exclude", "--include", "--exclude-from", "--include-from", "--filter", "-f", "--rsh", "--chown", "--chmod", "--bwlimit", "--timeout", "--log-file"]);
  const target = operands.at(-1);
  if (!target || operands.length < 2 || target.glob || (target.value?.includes(":") ?? false)) return UNSURE;
  const place = placeOf(machine, shell, target);
  if (place) writeTree(machine, shell, place.path, target);
  return { status: 0, output: undefined };
}

/** Programs that copy, move and link. */
export const COPIES: Readonly<Record<string, Program>> = { cp, mv, install, ln, rsync };
