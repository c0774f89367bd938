import { nameOf, parentOf } from "../../paths.ts";
import { makeDirectory, placeOf, remove, writeAt, writeTree } from "../files.ts";
import { DONE, FAILED, UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import type { Member } from "./packed.ts";
import { openAll } from "./plain-files.ts";
import { readOptions, withValue, type Options } from "./options.ts";
import type { Argument } from "../types.ts";

const TAR_VALUES = ["-f", "--file", "-C", "--directory", "-T", "--files-from", "-X", "--exclude", "--exclude-from", "--transform", "--strip-components", "-I", "--owner", "--group", "--mode", "-b", "-g", "--listed-incremental"];

function tar(call: Call): Outcome {
  const { machine, shell, args } = call;
  const [first, ...rest] = args;
  if (!first) return UNSURE;
  const dashed = first.value !== undefined && /^[a-zA-Z]+$/.test(first.value) ? [withValue(first, `-${first.value}`), ...rest] : args;
  const options = readOptions(dashed, TAR_VALUES);
  const archive = options.value("-f", "--file");
  const named = archive && archive.value !== "-" ? archive : undefined;
  if (options.has("-c", "-r", "-u", "--create", "--append", "--update")) return create(call, options, named);
  const text = named ? contentOf(call, named) : shell.input.rest();
  if (options.has("-t", "--list")) return { status: 0, output: machine.archives.members(text)?.map(({ name }) => `${name}\n`).join("") };
  if (!options.has("-x", "--extract", "--get") || options.has("-O", "--to-stdout")) return { status: 0, output: undefined };
  const members = options.has(...UNREAD) ? undefined : chosen(machine.archives.members(text), options);
  return extract(call, options.value("-C", "--directory") ?? withValue(first, "."), machine.world.resolve(shell.cwd, archive?.value ?? "-"), members);
}

/** Options that change what of an archive lands where in a way that is not followed. */
const UNREAD = ["--exclude", "-X", "--exclude-from", "--transform", "-T", "--files-from", "-k", "--keep-old-files", "-K", "--one-top-level", "-P"];

function contentOf({ machine, shell }: Call, { value, doubt, glob }: Argument): string | undefined {
  const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  return place && machine.world.content(place.path);
}

function create(call: Call, options: Options, archive: Argument | undefined): Outcome {
  const { machine, shell } = call;
  const packed = options.has(...UNREAD, "-r", "-u", "--append", "--update") ? { members: undefined, missing: false } : pack(call, options);
  const text = packed.members && machine.archives.add(packed.members);
  const status = packed.missing ? 1 : 0;
  if (!archive) return { status, output: text };
  const opened = openAll(call, [archive]);
  const place = opened === DONE && archive.value !== undefined ? machine.world.resolve(shell.cwd, archive.value) : undefined;
  if (place && machine.world.file(place.path) === true) machine.world.addFile(place.path, text);
  return opened === DONE ? { status, output: options.has("-v") ? undefined : "" } : opened;
}

/** What goes into an archive; the members are undefined where not all of them are known. */
function pack({ machine, shell }: Call, options: Options): { readonly members: readonly Member[] | undefined; readonly missing: boolean } {
  const folders = options.values("-C", "--directory");
  const base = folders[0] ? (folders.length > 1 || folders[0].value === undefined ? undefined : machine.world.resolve(shell.cwd, folders[0].value)?.path) : shell.cwd;
  const members: Member[] = [];
  let missing = false;
  for (const { value, doubt, glob } of options.operands) {
    const place = value === undefined || doubt || glob || base === undefined ? undefined : machine.world.resolve(base, value);
    if (!place || value === undefined) return { members: undefined, missing };
    const name = value.replace(/^\/+/, "").replace(/(?<=[^/])\/+$/, "");
    if (machine.world.file(place.path) === true) members.push({ name, text: machine.world.content(place.path) ?? null });
    else if (place.reachable === false || (machine.world.file(place.path) === false && machine.world.directory(place.path) === false)) missing = true;
    else {
      const list = machine.world.listBelow(place.path);
      if (!list) return { members: undefined, missing };
      const inside = (path: string): string => name + path.slice(place.path.length);
      members.push({ name: `${name}/` }, ...list.directories.filter((path) => path !== place.path).map((path) => ({ name: `${inside(path)}/` })));
      members.push(...list.files.map((file) => ({ name: inside(file), text: machine.world.content(file) ?? null })));
    }
  }
  return { members, missing };
}

/** Those that the command line names, without the folders that it strips. */
function chosen(members: readonly Member[] | undefined, options: Options): readonly Member[] | undefined {
  const names = options.operands.map(({ value }) => value?.replace(/(?<=[^/])\/+$/, ""));
  const strip = Number(options.value("--strip-components", "--strip")?.value ?? "0");
  if (names.includes(undefined) || !Number.isInteger(strip)) return undefined;
  return members?.filter(({ name }) => names.length === 0 || names.some((one) => name === one || name === `${one ?? ""}/` || name.startsWith(`${one ?? ""}/`)))
    .map((member) => ({ ...member, name: member.name.split("/").slice(strip).join("/") })).filter(({ name }) => name !== "");
}

/** An archive goes into a directory that must be there: its members where they are known, else what nobody can name. */
function extract(call: Call, into: Argument, archive: ReturnType<Call["machine"]["world"]["resolve"]>, members?: readonly Member[]): Outcome {
  const { machine, shell } = call;
  if (archive && !archive.path.endsWith("/-") && machine.world.file(archive.path) === false) return FAILED;
  const place = into.glob ? undefined : placeOf(machine, shell, into);
  if (!place) return UNSURE;
  if (machine.world.directory(place.path) === false) return FAILED;
  if (!members) writeTree(machine, shell, place.path, into);
  for (const { name, text } of members ?? []) {
    const target = machine.world.resolve(place.path, name);
    if (!target) continue;
    if (text === undefined) {
      makeDirectory(machine, shell, withValue(into, target.path), true);
      continue;
    }
    machine.world.addDirectory(parentOf(target.path));
    writeAt(machine, shell, { ...target, reachable: true, slash: false }, into, {}, text ?? undefined);
  }
  return DONE;
}

function unzip(call: Call): Outcome {
  const { machine, shell, args } = call;
  const options = readOptions(args, ["-d", "-x"]);
  if (options.has("-l", "-p", "-t", "-v", "-Z")) return { status: 0, output: undefined };
  const [archive] = options.operands;
  if (!archive) return FAILED;
  const into = options.value("-d");
  if (into) makeDirectory(machine, shell, into, true);
  return extract(call, into ?? withValue(archive, "."), archive.value === undefined ? undefined : machine.world.resolve(shell.cwd, archive.value));
}

function zip(call: Call): Outcome {
  const [archive] = readOptions(call.args, ["-x", "-i", "-b", "-t"]).operands;
  if (!archive) return FAILED;
  const named = archive.value !== undefined && !nameOf(archive.value).includes(".") ? withValue(archive, `${archive.value}.zip`) : archive;
  return named.value === "-" ? DONE : openAll(call, [named]);
}

/** `gzip f` makes `f.gz` in place of `f`, `gunzip f.gz` the reverse. */
function compressor(suffix: string, always: boolean): Program {
  return (call) => {
    const options = readOptions(call.args, ["-S", "--suffix", "-T", "-o"]);
    if (options.has("-c", "--stdout", "--to-stdout", "-t", "-l") || options.operands.length === 0) return { status: 0, output: undefined };
    const unpacks = always || options.has("-d", "--decompress", "--uncompress");
    for (const file of options.operands) {
      const { value } = file;
      if (value === undefined || file.glob) continue;
      const place = call.machine.world.resolve(call.shell.cwd, value);
      if (place && call.machine.world.file(place.path) === false) return FAILED;
      if (unpacks && !value.endsWith(suffix)) continue;
      openAll(call, [withValue(file, unpacks ? value.slice(0, -suffix.length) : value + suffix)]);
      if (!options.has("-k", "--keep")) remove(call.machine, call.shell, file);
    }
    return DONE;
  };
}

/** Programs that pack and unpack. */
export const ARCHIVES: Readonly<Record<string, Program>> = {
  tar, bsdtar: tar, unzip, zip,
  gzip: compressor(".gz", false), gunzip: compressor(".gz", true), pigz: compressor(".gz", false),
  bzip2: compressor(".bz2", false), bunzip2: compressor(".bz2", true),
  xz: compressor(".xz", false), unxz: compressor(".xz", true),
};
