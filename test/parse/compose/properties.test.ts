import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Document, type Span } from "#text";
import fc from "fast-check";
import { interpolate, mappedScalar, parseBytes, parseCompose, parseDuration, parsePort, parseTmpfs, parseVolume, resolveScalar, splitWords, type ComposeTree, type TextPart } from "../../../src/parse/compose/index.ts";
import { sharedFolder, walk } from "./shared.ts";

const pieces = ["a", "b: ", "- ", "\n", "\r\n", "  ", "\t", "&x ", "*x", "<<: ", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "#", " # c", "!reset ", "---\n", "? ", ": ", "\\", "\ufeff", "$", "${", ":-", "é", "😀", "%", "0", "~"];
const yamlText = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(""));
const lineText = fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.constantFrom("a", ":", "/", "\\", "$", "${", "}", "{", "A", ":-", "?", "+", ",", "'", "\"", "(", ")", ";", "C:", "~", ".", "8", "-", " "), { maxLength: 30 }).map((parts) => parts.join("")));

function inside(span: Span, size: number): boolean {
  return span.start >= 0 && span.start <= span.end && span.end <= size;
}

/** The first span outside the text, if there is one. */
function spanOutside(tree: ComposeTree): Span | undefined {
  const size = tree.document.text.length;
  const spans = [...tree.faults.map((fault) => fault.span), ...tree.comments.map((comment) => comment.span)];
  for (const root of tree.roots) {
    walk(root, (node) => {
      spans.push(node.span);
      if (node.aliasSpan) spans.push(node.aliasSpan);
      if (node.kind === "scalar") {
        const mapped = mappedScalar(node);
        spans.push(mapped.span(0, mapped.text.length), resolveScalar(node, () => "x").spanOf(0, 3));
      }
      if (node.kind === "map") for (const entry of node.entries) spans.push(entry.keySpan, entry.span);
    });
  }
  return spans.find((span) => !inside(span, size));
}

test("no text makes the YAML reader throw, and every span lies inside the text", () => {
  fc.assert(fc.property(fc.oneof(yamlText, fc.string({ unit: "binary", maxLength: 80 })), (text) => {
    expect(spanOutside(parseCompose(new Document("compose.yaml", text, "compose")))).toBeUndefined();
  }), { numRuns: 1500 });
});

test("no text makes the readers of single values throw, and every part is the text at its place", () => {
  fc.assert(fc.property(lineText, (text) => {
    const volume = parseVolume(text);
    const port = parsePort(text);
    const tmpfs = parseTmpfs(text);
    const parts = [...volume.parts, ...volume.options, port.hostIp, port.published, port.target, port.protocol, tmpfs.target, ...tmpfs.options];
    for (const part of parts.filter((each): each is TextPart => each !== undefined)) expect(text.slice(part.start, part.end)).toBe(part.text);
    const { words, cutAt } = splitWords(text);
    for (const word of words) expect(word.end).toBeGreaterThan(word.start);
    expect(cutAt ?? 0).toBeLessThanOrEqual(text.length);
    parseBytes(text);
    parseDuration(text);
  }), { numRuns: 1500 });
});

test("interpolation never throws, its pieces build its text, and its variables stand where it says", () => {
  fc.assert(fc.property(lineText, fc.boolean(), (text, set) => {
    const result = interpolate(text, (name) => (set ? name.toLowerCase() : undefined));
    expect(result.pieces.reduce((sum, piece) => sum + piece.length, 0)).toBe(result.partial.length);
    for (const piece of result.pieces) if (piece.literal) expect(text.slice(piece.start, piece.end)).toBe(result.partial.slice(piece.at, piece.at + piece.length));
    for (const variable of result.variables) expect(text.slice(variable.start, variable.end)).toMatch(new RegExp(`^\\$\\{?${variable.name}`));
    if (!text.includes("$")) expect(result.value).toBe(text);
  }), { numRuns: 1500 });
});

test("real compose files: no exception, spans inside, and faults only where the file is broken", () => {
  const folder = sharedFolder && join(sharedFolder, "data/corpus-dev/compose");
  if (!folder) {
    console.warn("skipped: ../shared/data/corpus-dev is not there");
    return;
  }
  const faulty: string[] = [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    const tree = parseCompose(new Document(path, readFileSync(path, "utf8"), "compose"));
    expect({ path, outside: spanOutside(tree) }).toEqual({ path, outside: undefined });
    for (const fault of tree.faults) faulty.push(`${fault.code} ${/cookiecutter|oracle/.exec(path)?.[0] ?? path}`);
  }
  // Three files are cookiecutter templates; nine of Oracle's samples give one environment variable twice.
  expect(files.length).toBeGreaterThan(700);
  expect([...new Set(faulty)].sort()).toEqual(["duplicate-key oracle", "yaml-template cookiecutter"]);
  expect(faulty).toHaveLength(12);
});
