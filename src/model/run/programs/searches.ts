import { nameOf } from "../../paths.ts";
import { placeOf, remove } from "../files.ts";
import { DONE, FAILED, UNSURE, printed, type Call, type Outcome, type Program } from "../machine.ts";
import type { Argument } from "../types.ts";
import { readOptions, withValue } from "./options.ts";

/** What `find` is asked to do, as far as it is understood. */
interface Search {
  readonly roots: readonly Argument[];
  /** Files by name; undefined where some test is not understood. */
  accepts: ((path: string) => boolean) | undefined;
  deletes: boolean;
  prints: boolean;
  /** `-exec command {} \\;`: the words of the command. */
  readonly commands: (readonly Argument[])[];
}

function searchOf(args: readonly Argument[]): Search {
  const end = args.findIndex(({ text }) => /^[-(!]/.test(text));
  const roots = end < 0 ? args : args.slice(0, end);
  const search: Search = { roots, accepts: () => true, deletes: false, prints: true, commands: [] };
  const rest = end < 0 ? [] : [...args.slice(end)];
  while (rest.length > 0) takeTest(search, rest);
  return search;
}

function takeTest(search: Search, rest: Argument[]): void {
  const word = rest.shift()?.text ?? "";
  const { accepts } = search;
  if (word === "-type") {
    if (rest.shift()?.value !== "f") search.accepts = undefined;
  } else if (word === "-name") {
    const pattern = patternOf(rest.shift()?.value);
    search.accepts = accepts && pattern && ((path) => accepts(path) && pattern.test(nameOf(path)));
  } else if (word === "-delete") {
    search.deletes = true;
    search.prints = false;
  } else if (/^-(exec|execdir|ok)$/.test(word)) {
    const stop = rest.findIndex(({ text }) => text === ";" || text === "\\;" || text === "+");
    const command = rest.splice(0, stop < 0 ? rest.length : stop + 1);
    search.commands.push(stop < 0 ? command : command.slice(0, -1));
    search.prints = false;
  } else if (word !== "-print") search.accepts = undefined;
}

function patternOf(glob: string | undefined): RegExp | undefined {
  if (glob === undefined || glob.length > 100 || /[[\\]/.test(glob) || (glob.match(/\*+/g)?.length ?? 0) > 3) return undefined;
  return new RegExp(`^${glob.replace(/\*+|\?|[^\w]/g, (part) => (part.startsWith("*") ? ".*" : part === "?" ? "." : `\\${part}`))}$`);
}

/** `find` over directories whose content is known does what it says with each file; elsewhere only what it deletes is noted. */
function find(call: Call): Outcome {
  const search = searchOf(call.args);
  const there = search.roots.filter((root) => !isMissing(call, root));
  const found = search.accepts && filesOf(call, there, search.accepts);
  const outcome = found ? treat(call, search, found) : guess(call, { ...search, roots: there });
  return there.length < search.roots.length ? { ...outcome, status: 1 } : outcome;
}

function isMissing({ machine, shell }: Call, { value, doubt, glob }: Argument): boolean {
  const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  return place !== undefined && (place.reachable === false || (machine.world.directory(place.path) === false && machine.world.file(place.path) === false));
}

/** The files as find names them: below the root as it is written. */
function filesOf({ machine, shell }: Call, roots: readonly Argument[], accepts: (path: string) => boolean): readonly string[] | undefined {
  const found: string[] = [];
  for (const { value, doubt, glob } of roots) {
    const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
    const files = place && machine.world.filesBelow(place.path);
    if (!files || value === undefined) return undefined;
    for (const file of files) if (accepts(file)) found.push(value.replace(/(?<=[^/])\/+$/, "") + file.slice(place.path.length));
  }
  return found.length > MOST_FILES ? undefined : found.sort();
}

const MOST_FILES = 200;

function treat({ machine, shell, args, span }: Call, search: Search, files: readonly string[]): Outcome {
  const [at] = args;
  if (!at) return UNSURE;
  for (const command of search.commands) {
    for (const file of files) {
      const words = command.map((word) => (word.value?.includes("{}") ? withValue(word, word.value.replaceAll("{}", file)) : word));
      machine.evaluators.launch(machine, shell.copy(), words, span);
    }
  }
  if (search.deletes) for (const file of files) remove(machine, shell, withValue(at, file));
  return search.prints ? printed(files.map((file) => `${file}\n`).join("")) : DONE;
}

function guess(call: Call, { roots, deletes, commands }: Search): Outcome {
  const { machine, shell } = call;
  const removes = commands.some(([program]) => /^(\/bin\/)?rm$/.test(program?.text ?? ""));
  if (!deletes && !removes) {
    const [first] = commands;
    if (first) machine.journal.command(shell, first[0]?.value ?? "", first.slice(1), call.span);
    return UNSURE;
  }
  for (const root of roots) {
    const place = placeOf(machine, shell, root);
    if (place) machine.journal.removal(shell, `${place.path === "/" ? "" : place.path}/*`, root.span);
  }
  return DONE;
}

/** `ls [-A1a] [directory]`: the names, where all of them are known. */
function ls({ machine, shell, args }: Call): Outcome {
  const options = readOptions(args);
  const [target = { value: ".", doubt: false, glob: false }, more] = options.operands;
  const place = target.value === undefined || target.doubt || target.glob ? undefined : machine.world.resolve(shell.cwd, target.value);
  if (!place || more) return { status: 0, output: undefined };
  if (machine.world.file(place.path) === true) return printed(`${target.value ?? ""}\n`);
  if (place.reachable === false || machine.world.directory(place.path) === false) return machine.world.file(place.path) === false ? FAILED : UNSURE;
  const names = machine.world.namesIn(place.path);
  // A folder of the build context may hold more elsewhere: then only that it is not empty is sure.
  if (!names || (names.size === 0 && machine.world.listBelow(place.path)?.complete !== true) || args.some(({ text }) => /^-\w*[^A1ad\W]|^--/.test(text)) || options.has("-d")) return { status: 0, output: undefined };
  const shown = [...names].filter((name) => !name.startsWith(".") || options.has("-A", "-a")).sort();
  return printed([...(options.has("-a") ? [".", ".."] : []), ...shown].map((name) => `${name}\n`).join(""));
}

/** Programs that look through directories. */
export const SEARCHES: Readonly<Record<string, Program>> = { find, ls };
