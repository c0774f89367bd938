import { readBlocks, readIni, readLines, readProperties, readXml, readYaml, type Directive, type Setting } from "../../../src/parse/settings/index.ts";

const pairs = (settings: readonly Setting[]): readonly string[] => settings.map(({ section, key, value }) => `${section}|${key}|${value.text}`);
const words = (directives: readonly Directive[]): readonly string[] => directives.map(({ name, args, blocks }) => [...blocks.map((block) => `${block}>`), name, ...args.map(({ text }) => text)].join(" "));

const PHP = { comments: ";#", trailing: ";" };
const SUPERVISOR = { comments: ";#", trailing: ";", trailingNeedsBlank: true, continued: true };

test("INI files: headings, quotes, comments, blanks", () => {
  expect(pairs(readIni("\uFEFF; no\r\n[ PHP ]\r\nupload_tmp_dir = \"/srv/up loads\" ; why\r\nx=1;2\r\nempty =\r\nlone\r\n", PHP))).toEqual(["PHP|upload_tmp_dir|/srv/up loads", "PHP|x|1", "PHP|empty|", "PHP|lone|"]);
  expect(pairs(readIni("[program:web]\ncommand=sh -c 'a;b' ; later\n  --more\nkey: value\n[open\nz=y", SUPERVISOR))).toEqual(["program:web|command|sh -c 'a;b'", "program:web|key|value", "open|z|y"]);
});

test("properties: separators, escapes, continued lines", () => {
  const text = "# no\n! no\nlogging.file.name=/var/log/a.log  \nurl : jdbc\\:h2\\:file\\:./x\nlong = one,\\\n   two\nname value\nlast=\\u0041";
  expect(pairs(readProperties(text))).toEqual(["|logging.file.name|/var/log/a.log", "|url|jdbc:h2:file:./x", "|long|one,two", "|name|value", "|last|A"]);
});

test("lines and blocks: words, quotes, comments, nesting", () => {
  expect(words(readLines("dir /data # no\n\n  logfile \"/srv/my log\"\nsave \"\"\n"))).toEqual(["dir /data", "logfile /srv/my log", "save "]);
  expect(words(readBlocks("pid /run/a.pid; # x\nhttp { server { access_log '/x y' main; if ($a) { set $b ${c}d; } } include *.conf; }"))).toEqual([
    "pid /run/a.pid", "http", "http> server", "http> server> access_log /x y main", "http> server> if ($a)", "http> server> if> set $b ${c}d", "http> include *.conf",
  ]);
});

test("YAML: dotted keys over several documents", () => {
  expect(pairs(readYaml("a:\n  b: [x, {c: 'd e'}]\nn: 3\n---\nspring.x: y\nempty:\n"))).toEqual(["0|a.b[0]|x", "0|a.b[1].c|d e", "0|n|3", "1|spring.x|y"]);
});

test("XML: attributes, text, parents; comments are skipped", () => {
  const found = readXml("<?xml version='1.0'?><!-- <x a='1'/> --><c>\n <appender name=\"F&amp;G\" class='A'>\n<file> a.log </file><empty/></appender><b x = '2'/></c>");
  expect(found.map(({ name, attributes, text, parent }) => `${parent?.name ?? ""}>${name} ${[...attributes].map(([key, value]) => `${key}=${value.text}`).join(" ")} ${text?.text ?? ""}`)).toEqual([
    ">c  ", "c>appender name=F&G class=A ", "appender>file  a.log", "appender>empty  ", "c>b x=2 ",
  ]);
});

test("every offset points at the value as it is written", () => {
  const text = "[a]\nkey = \"/x/y\"\nother = /z";
  expect(readIni(text, PHP).map(({ value }) => text.slice(value.start, value.end))).toEqual(["/x/y", "/z"]);
  const yaml = "a: '/x y'\nb: /z # no\n";
  expect(readYaml(yaml).map(({ value }) => yaml.slice(value.start, value.end))).toEqual(["/x y", "/z"]);
  const xml = "<f name='q'> /a/b </f>";
  expect(readXml(xml).map((one) => [one.text, one.attributes.get("name")].map((part) => part && xml.slice(part.start, part.end)))).toEqual([["/a/b", "q"]]);
  const blocks = "a 'b c' d;";
  expect(readBlocks(blocks)[0]?.args.map(({ start, end }) => blocks.slice(start, end))).toEqual(["b c", "d"]);
});

const READERS = { ini: (text: string) => readIni(text, SUPERVISOR), properties: readProperties, lines: readLines, blocks: readBlocks, xml: readXml };

test.each(Object.entries(READERS))("%s: no text is refused, and the time grows with the length", (_, read) => {
  for (const text of ["", "\\", "\"", "'", "[", "<", "</", "<a b=", "<!--", "${", "{}}}", "=", "\0", "a\\\nb\\", "<a <b c='"]) expect(() => read(text)).not.toThrow();
  const timeOf = (unit: string, count: number): number => {
    const text = unit.repeat(count);
    const from = performance.now();
    read(text);
    return performance.now() - from;
  };
  for (const unit of ["[\n", "${", "<a b=\"", "<a>", "'", "\\", "{", "x='\n"]) expect(timeOf(unit, 100_000)).toBeLessThan(1500);
});
