import { isDenied, placeOf, makeDirectory, remove, TEMPORARY, writeFile, writeTree } from "../files.ts";
import type { WriteFacts } from "../journal.ts";
import { DONE, FAILED, UNSURE, printed, type Call, type Machine, type Outcome, type Program } from "../machine.ts";
import type { Shell } from "../shell.ts";
import type { Argument } from "../types.ts";
import { executableBy } from "../../file-mode.ts";
import { edited, editedText } from "./filters.ts";
import { part, readOptions, withValue } from "./options.ts";

/** Opens all of the files; fails where one of them fails. With `keeps` what they hold stays. */
export function openAll(call: Call, files: readonly Argument[], facts: WriteFacts = {}, keeps = false): Outcome {
  const opened = files.map((file) => open(call, file, facts, keeps));
  return opened.includes(false) ? FAILED : DONE;
}

/** Opens one file; with `keeps` what it holds stays, and a new one is empty. */
function open({ machine, shell }: Call, file: Argument, facts: WriteFacts, keeps: boolean): boolean | undefined {
  const place = keeps && file.value !== undefined && !file.glob && !file.doubt ? machine.world.resolve(shell.cwd, file.value) : undefined;
  const before = place && (machine.world.file(place.path) === false ? "" : machine.world.content(place.path));
  const opened = writeFile(machine, shell, file, facts);
  if (place && opened && before !== undefined && machine.world.file(place.path) === true) machine.world.addFile(place.path, before);
  return opened;
}

function touch(call: Call): Outcome {
  const options = readOptions(call.args, ["-d", "-r", "-t", "--date", "--reference", "--time"]);
  const keeps = options.has("-c", "--no-create", "-h");
  return openAll(call, options.operands.filter((file) => file.value !== "-" && !isDirectory(call, file) && !(keeps && isMissing(call, file))), {}, true);
}

/** Touching a directory only changes its time. */
function isDirectory({ machine, shell }: Call, file: Argument): boolean {
  const place = file.value === undefined || file.glob || file.doubt ? undefined : machine.world.resolve(shell.cwd, file.value);
  return place !== undefined && machine.world.directory(place.path) === true;
}

function tee(call: Call): Outcome {
  const { operands } = readOptions(call.args);
  const text = call.shell.input.rest();
  const { machine, shell } = call;
  let failed = false;
  const appends = readOptions(call.args).has("-a", "--append");
  for (const file of operands) {
    const opened = writeFile(machine, shell, file);
    failed ||= opened === false;
    const place = opened && file.value !== undefined ? machine.world.resolve(shell.cwd, file.value) : undefined;
    if (place && machine.world.file(place.path) === true) machine.world.addFile(place.path, appends ? undefined : text);
  }
  return { status: failed ? 1 : 0, output: text };
}

function mkdir({ machine, shell, args }: Call): Outcome {
  const options = readOptions(args, ["-m", "--mode", "-Z", "--context"]);
  const made = options.operands.map((directory) => makeDirectory(machine, shell, directory, options.has("-p", "--parents")));
  return made.includes(false) ? FAILED : DONE;
}

function rm({ machine, shell, args, name }: Call): Outcome {
  const options = readOptions(args);
  const recursive = options.has("-r", "-R", "--recursive");
  let ok = true;
  let busy = false;
  for (const operand of options.operands) {
    const place = operand.value === undefined || operand.glob || operand.doubt ? undefined : machine.world.resolve(shell.cwd, operand.value, false);
    const isDirectory = place !== undefined && machine.world.directory(place.path) === true && machine.world.link(place.path) === undefined;
    const refused = isDirectory && (name === "rm" && !recursive || name === "rmdir" && (machine.world.namesIn(place.path)?.size ?? 0) > 0);
    busy ||= place !== undefined && machine.input.isMountPoint?.(place.path) === true;
    ok = !refused && remove(machine, shell, operand) && ok;
  }
  return !busy && (ok || options.has("-f", "--force", "--ignore-fail-on-non-empty")) ? DONE : FAILED;
}

/** True where a program that only changes files meets one that is not there. */
function isMissing({ machine, shell }: Call, file: Argument): boolean {
  const place = file.value === undefined || file.glob || file.doubt ? undefined : machine.world.resolve(shell.cwd, file.value);
  return place !== undefined && !place.path.startsWith("/dev/") && !place.path.startsWith("/proc/") && (place.reachable === false || (machine.world.file(place.path) === false && machine.world.directory(place.path) !== true));
}

/** Who may write is not followed further where the start gives something away. */
function chown({ machine, shell, args }: Call): Outcome {
  giveAway(machine, shell, readOptions(args, ["--reference", "--from"]).operands.slice(1));
  return DONE;
}

function giveAway(machine: Machine, shell: Shell, files: readonly Argument[]): void {
  for (const { value, doubt, glob } of files) {
    const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
    // what is not there has no rights that could change
    if (!place || machine.world.file(place.path) !== false || machine.world.directory(place.path) !== false) machine.givenAway.push(place?.path ?? "/");
  }
}

/** Whether files may be executed is all of their modes that decides what runs. */
function chmod({ machine, shell, args }: Call): Outcome {
  const options = readOptions(args.filter(({ text }) => !/^-[rwxX]+$/.test(text)), ["--reference"]);
  const removed = args.find(({ text }) => /^-[rwxX]+$/.test(text));
  const [mode, ...files] = removed ? [removed, ...options.operands] : options.operands;
  giveAway(machine, shell, files);
  const said = options.has("--reference") ? undefined : executableBy(mode?.value);
  if (said === "open") return DONE;
  let ok = true;
  for (const file of files) {
    const place = file.value === undefined || file.glob || file.doubt ? undefined : machine.world.resolve(shell.cwd, file.value);
    if (!place) continue;
    ok &&= !isMissing({ machine, shell, name: "chmod", args, span: file.span }, file);
    machine.world.setExecutable(place.path, said);
    if (options.has("-R", "--recursive")) for (const below of machine.world.filesBelow(place.path) ?? []) machine.world.setExecutable(below, said);
  }
  return ok ? DONE : FAILED;
}

function isMounted({ machine, shell }: Call, { value, doubt, glob }: Argument): boolean {
  const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  return place !== undefined && machine.input.isMountPoint?.(place.path) === true;
}

function truncate(call: Call): Outcome {
  const options = readOptions(call.args, ["-s", "--size", "-r", "--reference", "-l", "--length", "-o", "--offset"]);
  return openAll(call, options.has("-c", "--no-create") ? options.operands.filter((file) => !isMissing(call, file)) : options.operands);
}

function dd(call: Call): Outcome {
  const target = call.args.find(({ text }) => text.startsWith("of="));
  const source = call.args.find(({ text }) => text.startsWith("if="));
  if (source && isMissing(call, part(source, 3))) return FAILED;
  return target ? openAll(call, [part(target, 3)]) : { status: 0, output: undefined };
}

function mktemp({ machine, shell, args }: Call): Outcome {
  const options = readOptions(args, ["-p", "--suffix", "--tmpdir"]);
  const template = options.operands[0];
  const directory = options.value("-p", "--tmpdir")?.value ?? (!template || options.has("-t") ? "/tmp" : undefined);
  const name = template?.value?.replace(/X{3,}/, TEMPORARY) ?? TEMPORARY;
  const path = directory === undefined ? name : `${directory}/${name}`;
  const place = machine.world.resolve(shell.cwd, path);
  if (!place || !place.path.includes(TEMPORARY)) return UNSURE;
  if (place.reachable === false || isDenied(machine, shell, place.path) || machine.input.refuses?.(place.path)) return { status: 1, output: "" };
  if (options.has("-d", "--directory")) machine.world.addDirectory(place.path);
  else if (!options.has("-u", "--dry-run")) machine.world.addFile(place.path, "");
  return printed(`${place.path}\n`);
}

function sedInPlace(call: Call): Outcome {
  const { args } = call;
  const inPlace = args.find(({ text }) => /^(-[nEesrz]*i.*|--in-place(=.*)?)$/.test(text) && !text.startsWith("--e"));
  const options = readOptions(args, ["-e", "-f", "--expression", "--file", "-l"]);
  if (!inPlace) return printed(options.has("-n", "-e", "-f", "-z", "-s", "--expression", "--file") ? undefined : edited(call, options.operands[0]?.value, options.operands.slice(1)));
  const files = options.values("-e", "-f", "--expression", "--file").length > 0 ? options.operands : options.operands.slice(1);
  // It puts a new file in place of the old one, which a mount does not allow.
  const fails = (file: Argument): boolean => isMissing(call, file) || isMounted(call, file);
  const [missing, there] = [files.filter(fails), files.filter((file) => !fails(file))];
  const suffix = /^-(?:[nErsz]*)i(.+)$|^--in-place=(.+)$/.exec(inPlace.text);
  const backup = suffix?.[1] ?? suffix?.[2];
  const copies = backup === undefined ? [] : there.flatMap((file) => (file.value === undefined ? [] : [withValue(file, backup.includes("*") ? backup.replaceAll("*", file.value) : file.value + backup)]));
  const scripts = options.values("-e", "--expression");
  const script = options.has("-f", "--file", "-n", "-E", "-r", "-s", "-z") ? undefined : scripts.length > 0 ? joined(scripts) : options.operands[0]?.value;
  const before = there.map((file) => textAt(call, file));
  const opened = openAll(call, [...there, ...copies]);
  for (const [at, file] of there.entries()) keepText(call, file, script === undefined || before[at] === undefined ? undefined : editedText(before[at], script));
  return missing.length > 0 ? FAILED : opened;
}

function joined(scripts: readonly Argument[]): string | undefined {
  const texts = scripts.map(({ value }) => value);
  return texts.includes(undefined) ? undefined : texts.join("\n");
}

function textAt({ machine, shell }: Call, { value, doubt, glob }: Argument): string | undefined {
  const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  return place && machine.world.content(place.path);
}

function keepText({ machine, shell }: Call, { value }: Argument, text: string | undefined): void {
  const place = value === undefined || text === undefined ? undefined : machine.world.resolve(shell.cwd, value);
  if (place && machine.world.file(place.path) === true) machine.world.addFile(place.path, text);
}

function split(call: Call): Outcome {
  const { operands } = readOptions(call.args, ["-l", "-b", "-n", "-a", "-C", "-t"]);
  const place = operands[1] && placeOf(call.machine, call.shell, operands[1]);
  const directory = place ? place.path.slice(0, place.path.lastIndexOf("/")) || "/" : call.shell.cwd;
  const at = operands[1] ?? call.args[0];
  if (directory !== undefined && at) writeTree(call.machine, call.shell, directory, at);
  return DONE;
}

/** Programs that make, change or delete the files that they are given. */
export const FILES: Readonly<Record<string, Program>> = {
  touch, tee, sponge: tee, mkdir, rm, rmdir: rm, shred: rm, unlink: rm, truncate, fallocate: truncate, chmod, chown, chgrp: chown, setfacl: chown, dd, mktemp, sed: sedInPlace, split,
  // a pipe holds nothing
  mkfifo: () => DONE, mknod: () => DONE,
  perl: (call) => {
    const inPlace = call.args.some(({ text }) => /^-[pnlaw]*i/.test(text));
    if (!inPlace) {
      call.machine.journal.unknownProgram = true;
      return UNSURE;
    }
    return openAll(call, readOptions(call.args, ["-e"]).operands);
  },
};
