import { ASKED, DONE, FAILED, type Call, type Outcome } from "./machine.ts";
import { readOptions } from "./programs/options.ts";
import { isList, known, UNKNOWN, type Shell } from "./shell.ts";

const VALUED = ["-p", "-t", "-a", "-d", "-n", "-N", "-u", "-i"];

/** `read [-r] name ...`: one line of what the shell reads, cut by IFS. */
export function read({ shell, args }: Call): Outcome {
  const options = readOptions(args, VALUED);
  const list = options.value("-a")?.value;
  const names = options.operands.map(({ value }) => value).filter((value): value is string => value !== undefined && /^[A-Za-z_]\w*$/.test(value));
  if (names.length === 0 && list === undefined) names.push("REPLY");
  const odd = options.has("-d", "-n", "-N", "-u");
  const line = odd ? undefined : shell.input.line();
  const text = line === undefined || line === null || options.has("-r") ? line : unescaped(line);
  const ifs = separatorsOf(shell);
  if (list !== undefined) shell.set(list, text === undefined || ifs === undefined ? UNKNOWN : fields(text ?? "", ifs, Infinity).map(known));
  const words = text === undefined || ifs === undefined ? undefined : fields(text ?? "", ifs, names.length);
  for (const [at, name] of names.entries()) shell.set(name, words ? known(words[at] ?? "") : UNKNOWN);
  // A last line without a line break is read, and the answer is that the input is over.
  return line === undefined ? ASKED : line === null || shell.input.isCut ? FAILED : DONE;
}

/** `mapfile [-t] list`: every line of what the shell reads. */
export function readLines({ shell, args }: Call): Outcome {
  const options = readOptions(args, ["-d", "-n", "-u", "-s", "-O", "-C", "-c"]);
  const name = options.operands[0]?.value ?? "MAPFILE";
  const text = options.has("-d", "-n", "-s", "-O", "-u", "-C") ? undefined : shell.input.rest();
  const end = options.has("-t") ? "" : "\n";
  shell.set(name, text === undefined ? UNKNOWN : text.split("\n").slice(0, text.endsWith("\n") || text === "" ? -1 : undefined).map((line) => known(line + end)));
  return DONE;
}

/** Backslashes keep the next character as it is; one at the end goes on with the next line. */
function unescaped(line: string): string | undefined {
  return line.endsWith("\\") ? undefined : line.replace(/\\([^])/g, "$1");
}

function separatorsOf(shell: Shell): string | undefined {
  const ifs = shell.vars.get("IFS");
  if (ifs === undefined || ifs === null) return " \t\n";
  return isList(ifs) || ifs.doubt ? undefined : ifs.text;
}

/** Blanks of IFS at the ends go and count as one between words; any other character of it ends a word. The last word is all the rest. */
function fields(line: string, ifs: string, most: number): readonly string[] {
  const blanks = Array.from(ifs).filter((one) => /\s/.test(one));
  const isBlank = (one: string): boolean => blanks.includes(one);
  const isEnd = (one: string): boolean => ifs.includes(one);
  let rest = line;
  const trim = (): void => { while (rest !== "" && isBlank(rest.charAt(0))) rest = rest.slice(1); };
  const found: string[] = [];
  trim();
  while (found.length < most - 1 && rest !== "") {
    const end = rest.split("").findIndex(isEnd);
    if (end < 0) {
      found.push(rest);
      rest = "";
      break;
    }
    const word = rest.slice(0, end);
    rest = rest.slice(end);
    trim();
    if (rest !== "" && isEnd(rest.charAt(0))) rest = rest.slice(1);
    trim();
    found.push(word);
  }
  if (rest === "") return found;
  let end = rest.length;
  while (end > 0 && isBlank(rest.charAt(end - 1))) end--;
  const last = rest.slice(0, end);
  const closing = last.charAt(last.length - 1);
  return [...found, isEnd(closing) && !isBlank(closing) && !last.slice(0, -1).split("").some(isEnd) ? last.slice(0, -1) : last];
}
