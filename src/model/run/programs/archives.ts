import { nameOf } from "../../paths.ts";
import { makeDirectory, placeOf, remove, writeTree } from "../files.ts";
import { DONE, FAILED, UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import { openAll } from "./plain-files.ts";
import { readOptions, withValue } from "./options.ts";
import type { Argument } from "../types.ts";

const TAR_VALUES = ["-f", "--file", "-C", "--directory", "-T", "--files-from", "-X", "--exclude", "--exclude-from", "--transform", "--strip-components", "-I", "--owner", "--group", "--mode", "-b", "-g", "--listed-incremental"];

function tar(call: Call): Outcome {
  const { machine, shell, args } = call;
  const [first, ...rest] = args;
  if (!first) return UNSURE;
  const dashed = first.value !== undefined && /^[a-zA-Z]+$/.test(first.value) ? [withValue(first, `-${first.value}`), ...rest] : args;
  const options = readOptions(dashed, TAR_VALUES);
  const archive = options.value("-f", "--file");
  if (options.has("-c", "-r", "-u", "--create", "--append", "--update")) {
    return archive && archive.value !== "-" ? openAll(call, [archive]) : { status: 0, output: undefined };
  }
  if (!options.has("-x", "--extract", "--get") || options.has("-O", "--to-stdout")) return { status: 0, output: undefined };
  return extract(call, options.value("-C", "--directory") ?? withValue(first, "."), machine.world.resolve(shell.cwd, archive?.value ?? "-"));
}

/** An archive of unknown content goes into a directory that must be there. */
function extract({ machine, shell }: Call, into: Argument, archive: ReturnType<Call["machine"]["world"]["resolve"]>): Outcome {
  if (archive && !archive.path.endsWith("/-") && machine.world.file(archive.path) === false) return FAILED;
  const place = into.glob ? undefined : placeOf(machine, shell, into);
  if (!place) return UNSURE;
  if (machine.world.directory(place.path) === false) return FAILED;
  writeTree(machine, shell, place.path, into);
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
