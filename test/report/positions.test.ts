import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../src/index.ts";

const corpus = join(__dirname, "../../../shared/data/corpus-dev/compose");

/** Numbers below `limit`, the same on every run. */
function picker(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return Math.floor((state / 0x80_00_00_00) * limit);
  };
}

/** The words of a text that can name something: without punctuation, in small letters. */
function words(text: string): readonly string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}_.-]+/u).map((word) => word.replace(/^[.-]+|[.-]+$/g, "")).filter((word) => word.length > 1 || /\d/.test(word));
}

interface Told {
  readonly rule: string;
  readonly place: string;
  readonly message: string;
  /** The line up to the span, and what is spanned. */
  readonly before: string;
  readonly spanned: string;
}

/** What stands at the end of the spanned line where a message tells what is wrong without the words that are written. */
const said: Readonly<Record<string, RegExp>> = {
  "build-and-image": /^\s*image$/,
  "host-root-mount": /[\s"']\/$/,
  "invalid-compose": /^[\w.-]+$/,
  "logging-disabled": /driver:\s*["']?none["']?$/,
  "privileged-service": /privileged:\s*["']?true["']?$/,
  "quoted-volume": /-\s+(["']).+\1$/,
  "trailing-spaces": /\s$/,
  "missing-final-newline": /\S$/,
};

/** True where the message names what is spanned, or the key whose value it is. */
function namesIt({ rule, message, before, spanned }: Told): boolean {
  const named = words(message);
  const isNamed = (word: string): boolean => named.some((one) => one.includes(word) || (one.length > 3 && word.includes(one)));
  if (words(spanned).some(isNamed)) return true;
  const key = /([\w.-]+)["']?\s*[:=]\s*["']?$/.exec(before)?.[1];
  return (key !== undefined && isNamed(key.toLowerCase())) || said[rule]?.test(before + spanned) === true;
}

test("200 findings in real compose files point at the key or value that their message names", () => {
  if (!existsSync(corpus)) return console.warn("skipped: ../shared/data/corpus-dev is not there");
  const pick = picker(20_261);
  const projects = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const { findings } = lint({ paths: projects, cwd: corpus, preset: "all", config: false });
  const byRule = new Map<string, (typeof findings)[number][]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []).slice(-199), finding]);
  const rules = [...byRule.values()];
  expect(rules.length).toBeGreaterThan(50);
  const taken: Told[] = [];
  for (let at = 0; taken.length < 200 && at < 20_000; at++) {
    const left = rules[at % rules.length] ?? [];
    const [finding] = left.splice(pick(left.length), 1);
    if (!finding) continue;
    const text = readFileSync(join(corpus, finding.path), "utf8");
    const { start, end } = finding.span;
    taken.push({
      rule: finding.rule, place: `${finding.path}:${String(finding.line)}`, message: finding.message,
      before: text.slice(text.lastIndexOf("\n", start - 1) + 1, start), spanned: text.slice(start, end),
    });
  }
  expect(taken).toHaveLength(200);
  expect(taken.filter((one) => !namesIt(one))).toEqual([]);
}, 120_000);
