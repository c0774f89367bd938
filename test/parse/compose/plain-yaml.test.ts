import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, type Span } from "#text";
import fc from "fast-check";
import { libraryTree, plainTree } from "../../../src/parse/compose/parse.ts";
import type { ComposeTree, YamlNode } from "../../../src/parse/compose/tree.ts";
import { sharedFolder } from "./shared.ts";

/** A tree as plain values, for comparing what two readers make of a text. */
function printed({ roots, comments, faults }: ComposeTree): unknown {
  return { roots: roots.map(printedNode), comments: comments.map(({ text, span }) => [text, place(span)]), faults: faults.map(({ code, span, message }) => [code, place(span), message]) };
}

const place = ({ start, end }: Span): string => `${String(start)}-${String(end)}`;

function printedNode(node: YamlNode): unknown {
  const { span, aliasSpan, tag, anchor } = node;
  const base = { place: place(span), alias: aliasSpan && place(aliasSpan), tag, anchor };
  if (node.kind === "scalar") return { ...base, value: node.value, text: node.text, style: node.style };
  if (node.kind === "list") return { ...base, flow: node.flow, items: node.items.map(printedNode) };
  return { ...base, entries: node.entries.map((entry) => [entry.key, place(entry.keySpan), place(entry.span), entry.mergedFrom && place(entry.mergedFrom), printedNode(entry.value), node.get(entry.key) === entry]) };
}

/** What the plain reader makes of a text must be what the library makes of it. True where the plain reader took it. */
function agrees(text: string): boolean {
  const document = new Document("compose.yaml", text, "compose");
  const plain = plainTree(document);
  if (plain) expect({ text, tree: printed(plain) }).toEqual({ text, tree: printed(libraryTree(document)) });
  return plain !== undefined;
}

test.each([
  "services:\n  web:\n    image: nginx # the server\n    ports:\n    - 80:80\n    - \"443:443\"\n",
  "# head\n---\na: 'it''s'\nb: \"tab\\tquote\\\"\"\nc:\n\nd:   # nothing\ne: [1, two, 'three', [x], {a: b}]\n",
  "a:\n  - b: 1\n    c: 2\n  -\n    d: 3\n  - - x\n    - y\n  -\nlast: ~",
  "x-base: &base\n  restart: always\nservices:\n  web:\n    <<: *base\n    environment: &env\n      A: b\n  db:\n    <<: [*base]\n    environment: *env\n",
  "a: |\n  one\n\n    two\n\nb: >-\n  folded\n  text\n\n  end\nc: |+\n  kept\n\nd: 1\n",
  "a:\r\n  - b\r\nc: d # e\r\n",
  "ports: !override\n  - 1:1\nenv: !reset []\nlabels: !override &l\n  a: b\n",
  "test: [\n  \"CMD\", # how\n  curl -f http://x:80/?a=b#c,\n  ]\nmap: { a: 1,\n  'b': x y }\n",
  "url: http://host:80/#part\ntime: 12:30:45\ndash: -x\ncolon: a:b\nquestion: ?x\ntext: it's \"so\"\n",
])("takes %j and reads it as the library does", (text) => {
  expect(agrees(text)).toBe(true);
});

test.each([
  ["a line that goes on", "a: one\n  two\nb: 1\n"],
  ["tabs", "a:\n\tb: 1\n"],
  ["faults", "a: [1, 2\nb: 3\n"],
  ["two documents", "a: 1\n---\nb: 2\n"],
  ["a byte order mark", "\ufeffa: 1\n"],
  ["explicit keys", "? a\n: b\n"],
  ["other tags", "a: !!str 1\n"],
  ["escapes by number", "a: \"\\u00e9\"\n"],
  ["nothing", "\n"],
])("leaves %s to the library", (_, text) => {
  expect(plainTree(new Document("compose.yaml", text, "compose"))).toBeUndefined();
});

const scalar = fc.constantFrom("a", "b c", "1", "~", "'q'", "\"d\"", "'it''s'", "\"\\n\"", "x:y", "-z", "[]", "{}", "[a, b]", "{a: b, c: d}", "[[a], {b: [c]}]", "&n v", "*n", "|\n      text\n", ">-\n      more\n      text\n", "", " # c", "a # c", "!reset x", "http://a:1/#b", "@", "%", "a: b", "- a", "[a", "'", "\\");
const line = fc.record({ indent: fc.nat(4), dash: fc.constantFrom("", "", "- ", "-"), key: fc.constantFrom("", "k:", "other:", "\"q\":", "'s': ", "<<:", "x y:", "k :"), value: scalar, end: fc.constantFrom("\n", "\n", "\n", " \n", "\n\n", "\r\n", "\n# c\n", "\n   # d\n", "") });
const lines = fc.array(line, { maxLength: 12 }).map((all) => all.map(({ indent, dash, key, value, end }) => `${"  ".repeat(indent)}${dash}${key}${key && value ? " " : ""}${value}${end}`).join(""));
const soup = fc.array(fc.constantFrom("a", "b: ", "- ", "\n", "\r\n", "  ", "\t", "&x ", "*x", "<<: ", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "#", " # c", "!reset ", "---\n", "? ", ": ", "\\", "\ufeff", "$", ":", "é", "😀", "%", "0", "~", "-", "|\n", "|-\n", " "), { maxLength: 40 }).map((parts) => parts.join(""));

/** Well-formed YAML of the kind that people write, each part in one of its forms. */
interface Part {
  /** What stands behind the key or dash, and the lines below it, already indented by nothing. */
  readonly head: string;
  readonly below: readonly string[];
  /** True for a list, which may stand below its key without indentation. */
  readonly list: boolean;
}

const ending = fc.constantFrom("", "", "", "", " ", " # why", "   #");
const flow = fc.constantFrom("[]", "{}", "[a]", "[ a, 'b', \"c d\" ]", "{ a: 1, b: [x y, z] }", "[\"CMD\", \"x\"]", "[a,b,]", "[*n, *n]", "[\n          a, # one\n          b\n        ]");
const leaf = fc.tuple(fc.constantFrom("", "", "", "&n ", "!override ", "!reset "), fc.oneof(fc.constantFrom("a", "a b", "12", "~", "'x'", "''", "\"\"", "'it''s'", "\"a\\tb\"", "\"$A\"", "x:y", "./a:/b", "-x", "a#b", "é 😀", "http://a:1/#b", "yes", "0644", "a - b", "a, b", "it's"), flow), ending).map(([properties, text, end]): Part => ({ head: ` ${properties}${text}${end}`, below: [], list: false }));
const block = fc.tuple(fc.constantFrom("|", "|-", "|+", ">", ">-", ">+"), fc.array(fc.constantFrom("one", "two words", "", "# no comment", "a: b", "- c", "é"), { minLength: 1, maxLength: 4 })).map(([head, text]): Part => ({ head: ` ${head}`, below: text.map((one) => (one === "" ? "" : `  ${one}`)), list: false }));
const comments = fc.constantFrom<readonly string[]>([], [], [], [], [""], ["# about it"], ["", "  # further in", ""]);
const keys = fc.constantFrom("a", "b", "services", "x-y", "\"quoted\"", "'one'", "two words", "a.b/c", "<<", "on", "k ");
const { map } = fc.letrec<{ part: Part; map: Part; list: Part }>((tie) => ({
  part: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, fc.constantFrom<Part>({ head: "", below: [], list: false }, { head: " *n", below: [], list: false }), block, tie("map"), tie("list")),
  map: fc.tuple(fc.constantFrom("", "", "", " &n", " # all"), fc.uniqueArray(fc.tuple(keys, tie("part"), comments, fc.nat(4)), { minLength: 1, maxLength: 4, selector: ([key]) => key })).map(([head, entries]): Part => ({
    head, list: false, below: entries.flatMap(([key, value, above, step]) => [...above, `${key}:${value.head}`, ...indented(value.below, value.list && step === 0 ? 0 : Math.max(1, step))]),
  })),
  list: fc.tuple(fc.constantFrom("", "", "", " &n"), fc.array(fc.tuple(tie("part"), comments, fc.boolean()), { minLength: 1, maxLength: 4 })).map(([head, items]): Part => ({
    head, list: true, below: items.flatMap(([item, above, compact]) => [...above, ...(compact && item.head === "" && item.below[0] !== undefined && !/^($|#| )/.test(item.below[0]) ? [`- ${item.below[0]}`, ...indented(item.below.slice(1), 2)] : [`-${item.head}`, ...indented(item.below, 2)])]),
  })),
}));
const written = fc.tuple(map, fc.constantFrom("\n", "\n", "\n", "\r\n"), fc.boolean(), fc.constantFrom("", "", "", "---\n", "# head\n\n")).map(([{ below }, end, closed, head]) => head + below.join(end) + (closed ? end : ""));

function indented(all: readonly string[], columns: number): readonly string[] {
  return all.map((one) => (one === "" ? "" : " ".repeat(columns) + one));
}

test("no text is read otherwise than by the library", () => {
  let taken = 0;
  let count = 0;
  const runs = Number(process.env["PLAIN_YAML_RUNS"] ?? 1000);
  fc.assert(fc.property(written, (text) => {
    count++;
    if (agrees(text)) taken++;
  }), { numRuns: runs });
  expect(taken / count).toBeGreaterThan(0.3);
  fc.assert(fc.property(fc.oneof(lines, soup), (text) => void agrees(text)), { numRuns: runs });
});

test("real compose files and changed ones are read as by the library, and nearly all by the plain reader", () => {
  const folder = sharedFolder && join(sharedFolder, "data/corpus-dev/compose");
  if (!folder) {
    console.warn("skipped: ../shared/data/corpus-dev is not there");
    return;
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  let taken = 0;
  for (const [at, file] of files.entries()) {
    const text = readFileSync(join(file.parentPath, file.name), "utf8");
    if (agrees(text)) taken++;
    // one line moved, one character taken out
    const place = (at * 7919) % Math.max(1, text.length);
    agrees(text.slice(0, place) + text.slice(place + 1));
    agrees(text.replace(/\n {4}(?=\S)/, "\n   "));
  }
  expect(files.length).toBeGreaterThan(700);
  expect(taken / files.length).toBeGreaterThan(0.9);
});
