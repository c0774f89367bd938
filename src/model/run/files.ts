import { isDatabaseFile } from "./class.ts";
import { isWithin, normalisePath, parentOf } from "../paths.ts";
import type { WriteFacts } from "./journal.ts";
import type { Machine } from "./machine.ts";
import { isList, type Shell } from "./shell.ts";
import type { Argument } from "./types.ts";
import type { Place } from "./world.ts";

/** Stands in for the random part of a name that `mktemp` makes up. */
export const TEMPORARY = "tmp.XXXXXXXXXX";

const DEVICES = /^\/(dev|proc|sys)(\/|$)/;

/** Where an argument leads; undefined, with a word in the unknowns, where that cannot be told. */
export function placeOf(machine: Machine, shell: Shell, argument: Argument, followLast = true): Place | undefined {
  const { value, doubt, raw, span } = argument;
  if (value !== undefined && !doubt && !value.includes("\0")) {
    if (value === "" || value.includes(TEMPORARY)) return undefined;
    const place = machine.world.resolve(shell.cwd, value, followLast);
    if (place) return place;
  }
  machine.journal.unknown(doubt ? `the path ${raw} needs a variable that is set nowhere` : `the path ${raw} is only known when the container runs`, span);
  return undefined;
}

/**
 * Opens a file for writing, as a redirection or `touch` does. False where that fails, because the directory is not there or
 * the path is a directory; undefined where it is not known where the path leads.
 */
export function writeFile(machine: Machine, shell: Shell, argument: Argument, facts: WriteFacts = {}): boolean | undefined {
  if (argument.glob) {
    machine.journal.unknown(`the path ${argument.raw} is a pattern`, argument.span);
    return undefined;
  }
  if (argument.value?.includes(TEMPORARY)) return writeTemporary(machine, shell, argument.value);
  const place = placeOf(machine, shell, argument);
  return place && writeAt(machine, shell, place, argument, facts);
}

/** A file of a made up name is there for what follows, and is told to nobody. */
function writeTemporary(machine: Machine, shell: Shell, value: string): boolean | undefined {
  const place = machine.world.resolve(shell.cwd, value);
  if (!place) return undefined;
  if (place.reachable === false) return false;
  machine.world.addFile(place.path);
  return true;
}

/** The same for a path that is known. */
export function writeAt(machine: Machine, shell: Shell, place: Place, argument: Argument, facts: WriteFacts = {}, content?: string): boolean {
  const { path, reachable, slash } = place;
  if (path === "/dev/null" || DEVICES.test(path)) return true;
  if (path.includes(TEMPORARY)) return writeTemporary(machine, shell, path) ?? true;
  if (reachable === false || slash || machine.world.directory(path) === true) return false;
  if (isDenied(machine, shell, path)) {
    machine.journal.deny(shell, path, "file", argument.span);
    return false;
  }
  machine.journal.write(shell, path, "file", argument.span, facts);
  if (machine.input.refuses?.(path)) return false;
  machine.world.addFile(path, content);
  return true;
}

/** Whether the rights keep the user from making something, or with `removes` from taking it away: not below what the start made or gave away itself. */
export function isDenied({ world, input, givenAway }: Machine, { user }: Shell, path: string, removes = false): boolean {
  if (!input.denies || (!removes && world.file(path) === true) || givenAway.some((given) => isWithin(path, given))) return false;
  for (let at = parentOf(path); at !== "/"; at = parentOf(at)) if (world.isMade(at)) return false;
  return input.denies(path, user);
}

/** Puts things of unknown names below a directory. */
export function writeTree(machine: Machine, shell: Shell, path: string, argument: Argument, facts: WriteFacts = {}): void {
  if (DEVICES.test(path)) return;
  machine.journal.write(shell, normalisePath(path), "tree", argument.span, facts);
  if (machine.input.refuses?.(path)) return;
  machine.world.open(path);
}

/** Makes one directory. False where the one above is missing, or where it is there already. */
export function makeDirectory(machine: Machine, shell: Shell, argument: Argument, parents: boolean): boolean | undefined {
  if (argument.glob) return undefined;
  if (parents && argument.value !== undefined && !argument.doubt) makeParents(machine, shell, argument.value, argument);
  const place = placeOf(machine, shell, argument);
  if (!place) return undefined;
  const there = machine.world.directory(place.path);
  if (machine.world.file(place.path) === true || (!parents && (there === true || place.reachable === false))) return false;
  if (there !== true) {
    if (isDenied(machine, shell, place.path) || (parents && isDenied(machine, shell, topMissing(machine, place.path)))) {
      machine.journal.deny(shell, place.path, "directory", argument.span);
      return false;
    }
    machine.journal.write(shell, place.path, "directory", argument.span);
    if (machine.input.refuses?.(place.path)) return false;
    machine.world.addDirectory(place.path);
  }
  assumeDatabase(machine, shell, place.path, argument);
  return true;
}

/** The first of the directories above a path, or the path itself, that `mkdir -p` has to make. */
function topMissing({ world }: Machine, path: string): string {
  let top = path;
  for (let at = parentOf(path); at !== "/" && world.directory(at) === false; at = parentOf(at)) top = at;
  return top;
}

/** A directory is made for the database file that a variable of the script names below it. */
function assumeDatabase(machine: Machine, shell: Shell, directory: string, argument: Argument): void {
  for (const binding of shell.vars.values()) {
    if (binding === null || isList(binding) || binding.doubt || binding.text === undefined || !PLAIN_PATH.test(binding.text) || !isDatabaseFile(binding.text)) continue;
    const path = normalisePath(binding.text);
    if (isWithin(path, directory) && machine.world.file(path) !== true) {
      machine.journal.write(shell, path, "file", argument.span, { class: "data", confidence: "likely", assumed: true });
    }
  }
}

/** An absolute path without blanks, colons and patterns. */
const PLAIN_PATH = /^\/[^\s:*?]+$/;

/** `mkdir -p a/../b` makes `a` as well; elsewhere the directories above come with the last one. */
function makeParents(machine: Machine, shell: Shell, text: string, argument: Argument): void {
  const parts = text.split("/");
  if (!parts.includes("..") || parts.length > 100) return;
  for (let count = 1; count < parts.length; count++) {
    const place = machine.world.resolve(shell.cwd, parts.slice(0, count).join("/"));
    if (!place || machine.world.directory(place.path) === true) continue;
    machine.journal.write(shell, place.path, "directory", argument.span);
    machine.world.addDirectory(place.path);
  }
}

/** Deletes what an argument names. False where nothing of that name is there, or where it cannot be deleted. */
export function remove(machine: Machine, shell: Shell, argument: Argument): boolean {
  const { value } = argument;
  const pattern = argument.glob ? value : argument.pattern;
  // What a pattern was found to stand for comes as arguments of its own.
  if (pattern !== undefined && !argument.doubt) removePattern(machine, shell, argument, pattern, argument.glob);
  if (argument.glob || value?.includes(TEMPORARY)) return true;
  const place = placeOf(machine, shell, argument, false);
  if (!place || DEVICES.test(place.path) || place.path === "/") return true;
  if (machine.input.refuses?.(place.path)) return false;
  machine.world.watch();
  if (place.reachable === false || (machine.world.file(place.path) === false && machine.world.directory(place.path) === false && machine.world.link(place.path) === undefined)) {
    // A later start may find it.
    if (machine.world.guessed || machine.input.isOfHost?.(place.path)) machine.journal.removal(shell, place.path, argument.span);
    return false;
  }
  if (pattern === undefined) machine.journal.removal(shell, place.path, argument.span);
  machine.journal.takeBack(shell, place.path);
  if (machine.input.isMountPoint?.(place.path)) {
    // What is mounted there is busy: only what a directory holds goes.
    if (machine.world.directory(place.path) === true) machine.world.empty(place.path);
    return false;
  }
  machine.world.remove(place.path);
  return true;
}

/** `rm -rf /data/*`: what is known to match; elsewhere patterns are only noted. */
function removePattern(machine: Machine, shell: Shell, argument: Argument, value: string, isOpen: boolean): void {
  const directory = /^([^*?[\]]*)\/[^/*?[\]]*[*?[\]][^/]*$/.exec(value)?.[1];
  const place = directory === undefined ? undefined : machine.world.resolve(shell.cwd, directory === "" ? "/" : directory);
  if (!place || DEVICES.test(place.path)) return;
  const below = `${place.path === "/" ? "" : place.path}/${value.slice(value.lastIndexOf("/") + 1)}`;
  machine.journal.removal(shell, below, argument.span);
  if (!isOpen || !below.endsWith("/*")) return;
  for (const file of machine.world.filesBelow(place.path) ?? []) {
    machine.journal.takeBack(shell, file);
    machine.world.remove(file);
  }
}
