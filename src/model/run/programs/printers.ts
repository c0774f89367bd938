import { lookup } from "#text";
import { nameOf, parentOf } from "../../paths.ts";
import { FAILED, printed, type Call, type Outcome, type Program } from "../machine.ts";
import type { Argument } from "../types.ts";
import { readOptions } from "./options.ts";

function texts(args: readonly Argument[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const { value, doubt, glob } of args) {
    if (value === undefined || doubt || glob) return undefined;
    found.push(value);
  }
  return found;
}

function echo({ args, shell }: Call): Outcome {
  const words = texts(args);
  if (!words) return printed(undefined);
  let at = 0;
  while (/^-[neE]+$/.test(words[at] ?? "")) at++;
  const flags = words.slice(0, at).join("");
  const text = words.slice(at).join(" ");
  // dash's echo reads escapes, bash's does not; which one it is matters only where there are some.
  if (text.includes("\\") && !(shell.dialect === "bash" && !flags.includes("e"))) return printed(undefined);
  return printed(flags.includes("n") ? text : `${text}\n`);
}

function printf({ args }: Call): Outcome {
  const words = texts(args);
  const [format, ...values] = words ?? [];
  if (format === undefined) return printed(undefined);
  let text = "";
  // Such a letter is an error everywhere: measured with busybox, dash and bash.
  if (/(?:^|[^%])(?:%%)*%[-+ #.\d]*[^-+ #.\d%a-zA-Z(*]/.test(format)) return FAILED;
  let used = 0;
  do {
    const round = formatOnce(format, values.slice(used));
    if (!round) return printed(undefined);
    text += round.text;
    used += round.used;
    if (round.used === 0) break;
  } while (used < values.length);
  return printed(text);
}

function formatOnce(format: string, values: readonly string[]): { readonly text: string; readonly used: number } | undefined {
  let used = 0;
  const odd: string[] = [];
  const text = format.replace(/%([-0]?)(\d{0,3})([^])|\\([^])/g, (whole, fill: string | undefined, width: string | undefined, specifier: string | undefined, escape: string | undefined) => {
    if (whole === "%%") return "%";
    if (specifier === "s" || specifier === "d" || specifier === "i") {
      const value = values[used++] ?? (specifier === "s" ? "" : "0");
      if (specifier !== "s" && !/^(0|-?[1-9]\d{0,14})$/.test(value)) odd.push(whole);
      if (fill === "0" && value.startsWith("-")) odd.push(whole);
      return fill === "-" ? value.padEnd(Number(width)) : value.padStart(Number(width), fill === "0" && specifier !== "s" ? "0" : " ");
    }
    const plain = escape === undefined ? undefined : ({ n: "\n", t: "\t", "\\": "\\", '"': '"' })[escape];
    if (plain === undefined) odd.push(whole);
    return plain ?? whole;
  });
  return odd.length > 0 ? undefined : { text, used };
}

function basename({ args }: Call): Outcome {
  const words = texts(readOptions(args, ["-s"]).operands);
  if (!words?.[0] || readOptions(args).has("-a", "-s")) return printed(undefined);
  const name = nameOf(words[0].replace(/(?<=^\/|[^/])\/+$/, ""));
  const suffix = words[1] ?? "";
  return printed(`${suffix !== "" && suffix !== name && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
}

function dirname({ args }: Call): Outcome {
  const words = texts(args.filter(({ text }) => text !== "--"));
  if (words?.[0] === undefined || words.length > 1) return printed(undefined);
  return printed(`${parentOf(words[0].replace(/(?<=^\/|[^/])\/+$/, ""))}\n`);
}

function realpath({ machine, shell, name, args }: Call): Outcome {
  const options = readOptions(args);
  const [target] = options.operands;
  if (name === "readlink" && !options.has("-f", "-m", "-e", "--canonicalize")) return printed(undefined);
  const place = target?.value === undefined || target.doubt || target.glob ? undefined : machine.world.resolve(shell.cwd, target.value);
  return printed(place && `${place.path}\n`);
}

function cat({ machine, shell, args }: Call): Outcome {
  const options = readOptions(args);
  const { operands } = options;
  if (options.has("-n", "-b", "-A", "-e", "-E", "-t", "-T", "-v", "-s", "--number")) return { status: 0, output: undefined };
  if (operands.length === 0) return printed(shell.input.rest());
  let text: string | undefined = "";
  for (const { value, doubt, glob } of operands) {
    const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
    if (place && value !== "-" && machine.world.file(place.path) === false && !place.path.startsWith("/dev/") && !place.path.startsWith("/proc/")) return FAILED;
    const content: string | undefined = value === "-" ? shell.input.rest() : place && machine.world.content(place.path);
    text = text === undefined || content === undefined ? undefined : text + content;
  }
  return printed(text);
}

function seq({ args }: Call): Outcome {
  const numbers = texts(args)?.map(Number);
  if (!numbers || numbers.length === 0 || numbers.length > 3 || numbers.some((number) => !Number.isInteger(number))) return printed(undefined);
  const first = numbers.length > 1 ? numbers[0] ?? 1 : 1;
  const step = numbers.length > 2 ? numbers[1] ?? 1 : 1;
  const last = numbers.at(-1) ?? 1;
  if (step === 0 || (last - first) / step > 300) return printed(undefined);
  let text = "";
  for (let number = first; step > 0 ? number <= last : number >= last; number += step) text += `${number}\n`;
  return printed(text);
}

function expr({ args }: Call): Outcome {
  const words = texts(args) ?? [];
  if (words.length > 3 && words.length % 2 === 1 && words.every((word, at) => (at % 2 === 0 ? /^-?\d{1,6}$/.test(word) : /^[-+*]$/.test(word)))) return calculated(words);
  const [a, operator, b] = words;
  if (args.length !== 3 || !/^-?\d{1,9}$/.test(a ?? "") || !/^-?\d{1,9}$/.test(b ?? "")) return { status: undefined, output: undefined, asks: true };
  const results: Readonly<Record<string, number>> = { "+": Number(a) + Number(b), "-": Number(a) - Number(b), "*": Number(a) * Number(b) };
  const result = lookup(results, operator ?? "");
  return result === undefined ? { status: undefined, output: undefined, asks: true } : { status: result === 0 ? 1 : 0, output: `${result}\n` };
}

/** Sums of products. */
function calculated(words: readonly string[]): Outcome {
  let sum = 0;
  let product = Number(words[0]);
  for (let at = 1; at < words.length; at += 2) {
    const operator = words[at];
    const next = Number(words[at + 1]);
    if (operator === "*") product *= next;
    else {
      sum += product;
      product = operator === "-" ? -next : next;
    }
  }
  const result = sum + product;
  return { status: result === 0 ? 1 : 0, output: `${String(result)}\n` };
}

function whoAmI({ shell, name, args }: Call): Outcome {
  const root = shell.user !== undefined && /^(root|0)?(:.*)?$/.test(shell.user);
  const number = /^(\d+|nobody)(?::|$)/.exec(shell.user ?? "")?.[1];
  if (!root) return { status: 0, output: name === "id" && args.length === 1 && args[0]?.value === "-u" && number !== undefined ? `${number === "nobody" ? "65534" : number}\n` : undefined };
  if (name === "whoami") return printed("root\n");
  if (args.length === 1 && /^-(u|g)$/.test(args[0]?.value ?? "")) return printed("0\n");
  return args.some(({ text }) => text === "-un" || text === "-nu") ? printed("root\n") : { status: undefined, output: undefined, asks: true };
}

/** Programs whose output can be told from their arguments, so that `$(...)`, pipes and `read` can be followed. */
export const PRINTERS: Readonly<Record<string, Program>> = {
  echo, printf, basename, dirname, realpath, readlink: realpath, cat, seq, expr, whoami: whoAmI, id: whoAmI,
  pwd: ({ shell: { cwd } }) => printed(cwd === undefined ? undefined : `${cwd}\n`),
};
