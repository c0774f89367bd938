import { nameOf, parentOf } from "../../paths.ts";
import { placeOf, remove } from "../files.ts";
import { DONE, FAILED, UNSURE, printed, type Call, type Machine, type Outcome, type Program } from "../machine.ts";
import type { Shell } from "../shell.ts";
import type { Listing } from "../../types.ts";
import type { Argument } from "../types.ts";
import { readOptions, withValue } from "./options.ts";

/** One thing that `find` comes to. */
interface Entry {
  /** As find names it: below the root as it is written. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly depth: number;
  /** Reads a file, so it is only asked for `-empty`; undefined where it cannot be told. */
  readonly isEmpty: () => boolean | undefined;
}

type Test = (entry: Entry) => boolean | undefined;

/** What `find` is asked to do, as far as it is understood. */
interface Search {
  readonly roots: readonly Argument[];
  /** Undefined where some test is not understood. */
  tests: Test[] | undefined;
  /** The next test is turned round. */
  not: boolean;
  deletes: boolean;
  prints: boolean;
  /** What stands behind each name that is printed: `\0` for `-print0`. */
  end: "\n" | "\0";
  /** `-exec command {} \\;`: the words of the command. */
  readonly commands: (readonly Argument[])[];
}

function searchOf(args: readonly Argument[]): Search {
  const end = args.findIndex(({ text }) => /^[-(!]/.test(text));
  const roots = end < 0 ? args : args.slice(0, end);
  const search: Search = { roots, tests: [], not: false, deletes: false, prints: true, end: "\n", commands: [] };
  const rest = end < 0 ? [] : [...args.slice(end)];
  while (rest.length > 0) takeTest(search, rest);
  return search;
}

function takeTest(search: Search, rest: Argument[]): void {
  const word = rest.shift()?.text ?? "";
  if (word === "!" || word === "-not") search.not = !search.not;
  else if (word === "-print0") search.end = "\0";
  else if (word === "-delete") {
    search.deletes = true;
    search.prints = false;
  } else if (/^-(exec|execdir|ok)$/.test(word)) {
    const stop = rest.findIndex(({ text }) => text === ";" || text === "\\;" || text === "+");
    const command = rest.splice(0, stop < 0 ? rest.length : stop + 1);
    search.commands.push(stop < 0 ? command : command.slice(0, -1));
    search.prints = false;
  } else if (word !== "-print" && word !== "-depth" && word !== "-xdev") {
    const { not } = search;
    const test = testOf(word, rest);
    search.not = false;
    if (!test) search.tests = undefined;
    else search.tests?.push(not ? (entry) => turned(test(entry)) : test);
  }
}

function turned(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function testOf(word: string, rest: Argument[]): Test | undefined {
  if (word === "-empty") return ({ isEmpty }) => isEmpty();
  if (!/^-(type|name|iname|path|maxdepth|mindepth)$/.test(word)) return undefined;
  const value = rest.shift()?.value;
  if (word === "-type") return value === "f" || value === "d" ? ({ isDirectory }) => isDirectory === (value === "d") : undefined;
  if (word === "-maxdepth" || word === "-mindepth") {
    const bound = Number(value ?? NaN);
    if (!Number.isInteger(bound)) return undefined;
    return word === "-maxdepth" ? ({ depth }) => depth <= bound : ({ depth }) => depth >= bound;
  }
  const pattern = patternOf(value, word === "-iname" ? "i" : "");
  return pattern && (({ path }) => pattern.test(word === "-path" ? path : nameOf(path)));
}

function patternOf(glob: string | undefined, flags: string): RegExp | undefined {
  if (glob === undefined || glob.length > 100 || /[[\\]/.test(glob) || (glob.match(/\*+/g)?.length ?? 0) > 3) return undefined;
  return new RegExp(`^${glob.replace(/\*+|\?|[^\w]/g, (part) => (part.startsWith("*") ? ".*" : part === "?" ? "." : `\\${part}`))}$`, flags);
}

/** `find` over directories whose content is known does what it says with each file; elsewhere only what it deletes is noted. */
function find(call: Call): Outcome {
  const search = searchOf(call.args);
  const there = search.roots.filter((root) => !isMissing(call, root));
  const found = (search.tests && matchesOf(call, there, search.tests)) ?? oneName(call, there);
  const outcome = found ? treat(call, search, found) : guess(call, { ...search, roots: there });
  return there.length < search.roots.length ? { ...outcome, status: 1 } : outcome;
}

function isMissing({ machine, shell }: Call, { value, doubt, glob }: Argument): boolean {
  const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  return place !== undefined && (place.reachable === false || (machine.world.directory(place.path) === false && machine.world.file(place.path) === false));
}

/** `find /etc -maxdepth 1 -name passwd`: one name in folders that may hold others. */
function oneName({ machine, shell, args }: Call, roots: readonly Argument[]): readonly string[] | undefined {
  const words = args.slice(args.findIndex(({ text }) => /^[-(!]/.test(text))).map(({ value, text }) => value ?? text).join(" ");
  const name = /^-maxdepth 1 (?:-type f )?-name ([\w.-]+)(?: -type f)?(?: -(?:print|exec)\b|$)/.exec(words)?.[1];
  if (name === undefined) return undefined;
  const found: string[] = [];
  for (const { value, doubt, glob } of roots) {
    const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
    const path = place && `${place.path === "/" ? "" : place.path}/${name}`;
    const there = path === undefined ? undefined : machine.world.file(path);
    if (there === undefined || value === undefined) return undefined;
    if (there) found.push(`${value.replace(/(?<=[^/])\/+$/, "")}/${name}`);
  }
  return found;
}

/** What find comes to below its roots; undefined where there may be more. */
function matchesOf({ machine, shell }: Call, roots: readonly Argument[], tests: readonly Test[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const { value, doubt, glob } of roots) {
    const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
    const list = place && machine.world.listBelow(place.path);
    if (!list || value === undefined) return undefined;
    for (const one of entriesOf(machine, list, place.path, value.replace(/(?<=[^/])\/+$/, ""))) {
      const answers = tests.map((test) => test(one));
      if (answers.includes(false)) continue;
      // which folders come with a copied one is not listed
      if (answers.includes(undefined) || (one.isDirectory && !list.complete)) return undefined;
      found.push(one.path);
    }
  }
  return found.length > MOST_FILES ? undefined : found.sort();
}

function entriesOf(machine: Machine, { files, directories }: Listing, root: string, written: string): readonly Entry[] {
  let holders: ReadonlySet<string> | undefined;
  const entry = (path: string, isDirectory: boolean): Entry => ({
    path: written + path.slice(root.length), isDirectory, depth: path === root ? 0 : path.slice(root.length).split("/").length - 1,
    isEmpty: () => (isDirectory ? !(holders ??= holdersOf([...files, ...directories])).has(path) : emptyText(machine.world.content(path))),
  });
  return [...files.map((path) => entry(path, false)), ...[...new Set([root, ...directories])].map((path) => entry(path, true))];
}

/** All directories that something lies in. */
function holdersOf(paths: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of paths) for (let at = parentOf(path); path !== "/" && !found.has(at); at = parentOf(at)) found.add(at);
  return found;
}

function emptyText(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text === "";
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
  return search.prints ? printed(files.map((file) => file + search.end).join("")) : DONE;
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

/** Several operands that are all files; undefined elsewhere. */
function filesListed(operands: readonly Argument[], machine: Machine, shell: Shell): Outcome | undefined {
  const names: string[] = [];
  for (const { value, doubt, glob } of operands) {
    const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
    if (!place || value === undefined || machine.world.file(place.path) !== true) return undefined;
    names.push(value);
  }
  return printed(names.sort().map((name) => `${name}\n`).join(""));
}

/** `ls [-A1a] [directory]`: the names, where all of them are known. */
function ls({ machine, shell, args }: Call): Outcome {
  const options = readOptions(args);
  const [target = { value: ".", doubt: false, glob: false }, more] = options.operands;
  const place = target.value === undefined || target.doubt || target.glob ? undefined : machine.world.resolve(shell.cwd, target.value);
  const isPlain = !args.some(({ text }) => /^-\w*[^A1ad\W]|^--/.test(text)) && !options.has("-d");
  if (more) return (isPlain ? filesListed(options.operands, machine, shell) : undefined) ?? { status: 0, output: undefined };
  if (!place) return { status: 0, output: undefined };
  if (machine.world.file(place.path) === true) return printed(`${target.value ?? ""}\n`);
  if (place.reachable === false || machine.world.directory(place.path) === false) return machine.world.file(place.path) === false ? FAILED : UNSURE;
  const names = machine.world.namesIn(place.path);
  // A folder of the build context may hold more elsewhere: then only that it is not empty is sure.
  if (!names || (names.size === 0 && machine.world.listBelow(place.path)?.complete !== true) || !isPlain) return { status: 0, output: undefined };
  const shown = [...names].filter((name) => !name.startsWith(".") || options.has("-A", "-a")).sort();
  return printed([...(options.has("-a") ? [".", ".."] : []), ...shown].map((name) => `${name}\n`).join(""));
}

/** Programs that look through directories. */
export const SEARCHES: Readonly<Record<string, Program>> = { find, ls };
