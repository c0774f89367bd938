import { placeOf, makeDirectory, remove, TEMPORARY, writeFile, writeTree } from "../files.ts";
import type { WriteFacts } from "../journal.ts";
import { DONE, FAILED, UNSURE, printed, type Call, type Outcome, type Program } from "../machine.ts";
import type { Argument } from "../types.ts";
import { part, readOptions } from "./options.ts";

/** Opens all of the files; fails where one of them fails. */
export function openAll({ machine, shell }: Call, files: readonly Argument[], facts: WriteFacts = {}): Outcome {
  const opened = files.map((file) => writeFile(machine, shell, file, facts));
  return opened.includes(false) ? FAILED : DONE;
}

function touch(call: Call): Outcome {
  const options = readOptions(call.args, ["-d", "-r", "-t", "--date", "--reference", "--time"]);
  if (!options.has("-c", "--no-create", "-h")) return openAll(call, options.operands.filter(({ value }) => value !== "-"));
  return DONE;
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

function rm({ machine, shell, args }: Call): Outcome {
  for (const operand of readOptions(args).operands) remove(machine, shell, operand);
  return DONE;
}

function truncate(call: Call): Outcome {
  const options = readOptions(call.args, ["-s", "--size", "-r", "--reference", "-l", "--length", "-o", "--offset"]);
  return openAll(call, options.operands);
}

function dd(call: Call): Outcome {
  const target = call.args.find(({ text }) => text.startsWith("of="));
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
  if (options.has("-d", "--directory")) machine.world.addDirectory(place.path);
  return printed(`${place.path}\n`);
}

function sedInPlace(call: Call): Outcome {
  const { machine, shell, args } = call;
  const inPlace = args.find(({ text }) => /^(-[nEesrz]*i.*|--in-place(=.*)?)$/.test(text) && !text.startsWith("--e"));
  if (!inPlace) return { status: 0, output: undefined };
  const options = readOptions(args, ["-e", "-f", "--expression", "--file", "-l"]);
  const files = options.values("-e", "-f", "--expression", "--file").length > 0 ? options.operands : options.operands.slice(1);
  for (const file of files) {
    const place = file.value === undefined || file.glob ? undefined : machine.world.resolve(shell.cwd, file.value);
    if (place && machine.world.file(place.path) === false) return FAILED;
  }
  return openAll(call, files);
}

function find(call: Call): Outcome {
  const { machine, shell, args } = call;
  const end = args.findIndex(({ text }) => /^[-(!]/.test(text));
  const roots = end < 0 ? args : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end);
  const deletes = rest.some(({ text }) => text === "-delete") || rest.some(({ text }, at) => /^-(exec|execdir|ok)$/.test(text) && /^(\/bin\/)?rm$/.test(rest[at + 1]?.text ?? ""));
  if (!deletes) {
    const at = rest.findIndex(({ text }) => /^-exec(dir)?$/.test(text));
    if (at >= 0) machine.journal.command(shell, rest[at + 1]?.value ?? "", rest.slice(at + 2), call.span);
    return UNSURE;
  }
  for (const root of roots) {
    const place = placeOf(machine, shell, root);
    if (place) machine.journal.removal(shell, `${place.path === "/" ? "" : place.path}/*`, root.span);
  }
  return DONE;
}

function outputOption(valued: readonly string[], ...names: readonly string[]): Program {
  return (call) => {
    const files = readOptions(call.args, [...valued, ...names]).values(...names).filter(({ value }) => value !== "-");
    return files.length > 0 ? openAll(call, files) : { status: 0, output: undefined };
  };
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
  touch, tee, sponge: tee, mkdir, rm, rmdir: rm, shred: rm, unlink: rm, truncate, fallocate: truncate, dd, mktemp, sed: sedInPlace, find, split,
  mkfifo: touch,
  sort: outputOption(["-k", "-t", "-S", "-T"], "-o", "--output"),
  perl: (call) => {
    const inPlace = call.args.some(({ text }) => /^-[pnlaw]*i/.test(text));
    if (!inPlace) {
      call.machine.journal.unknownProgram = true;
      return UNSURE;
    }
    return openAll(call, readOptions(call.args, ["-e"]).operands);
  },
};
