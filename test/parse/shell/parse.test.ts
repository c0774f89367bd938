import fc from "fast-check";
import { Document, MappedText, textOf } from "#text";
import { parseShell, simpleCommands, walk, wordText, type ShellTree } from "../../../src/parse/shell/index.ts";

function shell(text: string): ShellTree {
  return parseShell(MappedText.ofSpan(new Document("run.sh", text, "script").span(0, text.length)));
}

/** A RUN that goes on over several lines, as the Dockerfile parser hands it on: without `\` and comment lines. */
function continued(): { document: Document; source: MappedText } {
  const text = "RUN apt-get update \\\n    # a note\n    && apt-get install -y \\\n       curl\n";
  const document = new Document("Dockerfile", text, "dockerfile");
  const first = text.indexOf("apt-get update");
  const second = text.indexOf("    && apt");
  const third = text.indexOf("       curl");
  const stretches: [number, number][] = [[first, text.indexOf("\\")], [second, text.lastIndexOf("\\")], [third, text.length - 1]];
  let joined = "";
  const pieces = stretches.map(([from, to]) => {
    const piece = { at: joined.length, from, length: to - from };
    joined += text.slice(from, to);
    return piece;
  });
  return { document, source: new MappedText(document, joined, pieces) };
}

const said = (tree: ShellTree): string[] => [...simpleCommands(tree)].map((command) => command.words.map((word) => word.text).join(" "));

describe("positions", () => {
  test("a command in the middle of a continued RUN points at its own line and column", () => {
    const { document, source } = continued();
    const commands = [...simpleCommands(parseShell(source))];
    expect(commands.map(({ span }) => document.position(span.start))).toEqual([{ line: 1, column: 5 }, { line: 3, column: 8 }]);
    const curl = commands[1]?.words.at(-1);
    expect(curl?.text).toBe("curl");
    expect(curl && document.position(curl.span.start)).toEqual({ line: 4, column: 8 });
    expect(curl && document.slice(curl.span.start, curl.span.end)).toBe("curl");
  });

  test("a command inside escaped backticks is placed where the backticks stand", () => {
    const text = "echo one; echo `a \\`b c\\` d`; echo end";
    const tree = shell(text);
    const places = [...simpleCommands(tree)].map(({ span }) => text.slice(span.start, span.end));
    expect(places).toEqual(["echo one", "echo `a \\`b c\\` d`", "`a \\`b c\\` d`", "`a \\`b c\\` d`", "echo end"]);
  });

  test("the text of sh -c keeps its way to the file through quotes and escapes", () => {
    const text = `sh -c "echo \\"x\\" > /data/f"`;
    const tree = shell(text);
    const [command] = simpleCommands(tree);
    const node = command?.words[2]?.node;
    const inner = node?.type === "Word" ? wordText(tree, node) : undefined;
    expect(inner?.text).toBe('echo "x" > /data/f');
    const span = inner?.span(inner.text.indexOf("/data"), inner.text.length);
    expect(span && text.slice(span.start, span.end)).toBe("/data/f");
  });
});

describe("what is found", () => {
  test("commands in substitutions, functions, here-documents, loops and conditions, in the order of the text", () => {
    const tree = shell("f() { one $(two); }\nif three; then four; else five; fi\nfor x in `six`; do seven; done\ncat <<E\n$(eight)\nE\nnine <(ten)\n");
    expect(said(tree)).toEqual(["one $(two)", "two", "three", "four", "five", "six", "seven", "cat", "eight", "nine <(ten)", "ten"]);
  });

  test("place in pipe, list, statements and what encloses", () => {
    const tree = shell("n; a && b | c || d &\n( e; { f; } )\ng() { while h; do i; done; }\ncase x in x) j;; esac\nk=$(l)\n! m\n");
    const by = new Map([...simpleCommands(tree)].map((command) => [command.words[0]?.text, command]));
    expect(by.get("c")?.pipeline).toMatchObject({ index: 1, length: 2, negated: false });
    expect(by.get("c")?.list).toMatchObject({ index: 1, before: "&&", after: "||" });
    expect(by.get("d")).toMatchObject({ background: true, index: 1, pipeline: undefined });
    expect(by.get("d")?.list).toMatchObject({ index: 2, before: "||", after: undefined });
    expect(by.get("f")?.enclosing.map(({ kind }) => kind)).toEqual(["subshell", "group"]);
    expect(by.get("f")).toMatchObject({ inSubshell: true, inLoop: false, inFunction: undefined });
    expect(by.get("h")).toMatchObject({ inCondition: true, inLoop: false, inFunction: "g" });
    expect(by.get("i")).toMatchObject({ inCondition: false, inLoop: true, inFunction: "g" });
    expect(by.get("j")).toMatchObject({ inBranch: true });
    expect(by.get("l")).toMatchObject({ inSubstitution: true, inBranch: false });
    expect(by.get("m")?.pipeline).toMatchObject({ negated: true, length: 1 });
  });

  test("a condition's own place says what the compound stands in", () => {
    const tree = shell("x && if a; then b; fi | c");
    const b = [...simpleCommands(tree)].find((command) => command.words[0]?.text === "b");
    expect(b?.enclosing[0]?.place.list).toMatchObject({ index: 1, before: "&&" });
    expect(b?.enclosing[0]?.place.pipeline).toMatchObject({ index: 0, length: 2 });
    expect(b?.list).toBeUndefined();
  });

  test("a visitor that returns false is not led into that node", () => {
    const seen: string[] = [];
    walk(shell("a $(b); (c)").script, (node) => {
      if (node.type === "Command") seen.push(node.name?.value ?? "");
      return node.type !== "Subshell";
    });
    expect(seen).toEqual(["a", "b"]);
  });
});

describe("broken text", () => {
  test("a fault names its place and the rest is still read", () => {
    const text = "echo a\nif true; then\n  echo b\n";
    const tree = shell(text);
    expect(tree.faults.length).toBeGreaterThan(0);
    expect(tree.faults[0]).toMatchObject({ code: "shell-syntax", fatal: false });
    expect(said(tree)).toEqual(["echo a", "true", "echo b"]);
  });

  test("a fault inside a substitution is found", () => {
    expect(shell("x=$(if true; then)").faults.length).toBeGreaterThan(0);
    expect(shell("x=$(true)").faults).toEqual([]);
  });

  test.each(["(", "$(", "`", "{ ", "if ", "${a:-", "$((", "case x in a) ", "x=$(", '"$(', "[[ (", "<(", "!", "f() "])("%j five thousand times deep ends at once", (part) => {
    const started = process.cpuUsage();
    const tree = shell(part.repeat(5000));
    expect(() => [said(tree), tree.faults]).not.toThrow();
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000);
  });

  test("no text makes it throw, and every span lies inside the file", () => {
    const bits = fc.constantFrom("a", " ", "\n", "'", '"', "`", "\\", "$", "(", ")", "{", "}", "<<E", "E", "|", "&", ";", "if", "fi", "do", "done", "#", "[[", "]]", "=", "*", "case", "esac", "in", "\r", "\0", "é");
    fc.assert(fc.property(fc.array(bits, { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      const tree = shell(text);
      walk(tree.script, (node) => {
        const { start, end } = tree.spanOf(node);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(end).toBeGreaterThanOrEqual(start);
      });
      for (const command of simpleCommands(tree)) for (const word of command.words) if (word.node?.type === "Word") wordText(tree, word.node);
      for (const fault of tree.faults) expect(fault.span.end).toBeLessThanOrEqual(text.length);
    }), { numRuns: 500 });
  });
});

test("the same script in two files, and twice in one, is pointed at where it stands", () => {
  const script = "mkdir /data && (cd /data; touch `date`)";
  const places = [["a.sh", script], ["b.sh", `# other\n${script}`], ["b.sh", `${script}\n${script}`]].map(([path = "", text = ""]) => {
    const document = new Document(path, text, "script");
    const start = text.lastIndexOf(script);
    return [...simpleCommands(parseShell(MappedText.ofSpan(document.span(start, text.length))))].map(({ span }) => `${span.document.path}:${document.position(span.start).line} ${textOf(span)}`);
  });
  const lines = (at: string): readonly string[] => ["mkdir /data", "cd /data", "touch `date`", "date"].map((command) => `${at} ${command}`);
  expect(places).toEqual([lines("a.sh:1"), lines("b.sh:2"), lines("b.sh:2")]);
});
