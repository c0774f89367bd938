import type { MappedText } from "#text";
import { walkInstructions, type DockerfileTree, type Instruction } from "../../../src/parse/dockerfile/index.ts";
import { fatal, parse } from "./shared.ts";

function at(tree: DockerfileTree, index: number): Instruction {
  const instruction = tree.instructions[index];
  if (!instruction) throw new Error(`no instruction ${index}`);
  return instruction;
}

/** Line and column of the first place of `what` in a mapped text. */
function place(text: MappedText, what: string): string {
  const found = text.text.indexOf(what);
  const { line, column } = text.document.position(text.span(found, found + what.length).start);
  return `${found >= 0 ? "" : "not found "}${line}:${column}`;
}

const textOf = (tree: DockerfileTree, span: { start: number; end: number }): string => tree.document.text.slice(span.start, span.end);

describe("places in continued instructions", () => {
  const lines = ["FROM a", "RUN one \\", "  && two \\", "# why", "", "  && thr\\", "ee && \\  ", "\tfour", "USER x"];

  test.each([["\n"], ["\r\n"]])("a continued RUN with line end %j maps each command to its own line and column", (end) => {
    const tree = parse(`\ufeff${lines.join(end)}`);
    const run = at(tree, 1);
    expect(run.rest.text).toBe("one   && two   && three && \tfour");
    expect(["one", "two", "three", "ee", "four"].map((what) => place(run.rest, what))).toEqual(["2:5", "3:6", "6:6", "7:1", "8:2"]);
    expect(run.comments.map(({ text, inside }) => [text, inside])).toEqual([[" why", run]]);
    expect(run.emptyContinuations.map(({ start }) => tree.document.position(start).line)).toEqual([5]);
    expect(tree.document.position(run.span.end)).toEqual({ line: 8, column: 6 });
    const three = run.rest.text.indexOf("three");
    expect(textOf(tree, run.rest.span(three, three + 5))).toBe(`thr\\${end}ee`);
  });

  test("the script of a RUN with a here-document is what Docker gives the shell, in its places", () => {
    const tree = parse("FROM a\nRUN cat <<-A \\\n  <<B > /x\n\tone\n\tA\ntwo\nB\nUSER x");
    const { command, span } = at(tree, 1);
    if (command?.form !== "shell") throw new Error("no shell form");
    expect(command.script.text).toBe("cat <<-A   <<B > /x\n\tone\nA\ntwo\nB");
    expect(["cat", "<<B", "> /x", "one", "two"].map((what) => place(command.script, what))).toEqual(["2:5", "3:3", "3:7", "4:2", "6:1"]);
    expect(tree.document.position(span.end)).toEqual({ line: 7, column: 2 });
  });

  test("a keyword and words that go over lines", () => {
    const tree = parse("FR\\\nOM no\\\nde:22 A\\\nS x");
    expect(at(tree, 0).keyword).toBe("FROM");
    expect(at(tree, 0).words.map(({ raw }) => raw)).toEqual(["node:22", "AS", "x"]);
    expect(textOf(tree, at(tree, 0).words[0]?.span ?? { start: 0, end: 0 })).toBe("no\\\nde:22");
  });

  test("decoded JSON strings know where their characters come from", () => {
    const tree = parse('FROM a\nCMD ["a\\tb", \\\n "\\u00e9\\ud83d!"]');
    const items = at(tree, 1).json?.items ?? [];
    expect(items.map(({ value }) => value)).toEqual(["a\tb", "é\ufffd!"]);
    expect(items.map(({ span }) => textOf(tree, span))).toEqual(['"a\\tb"', '"\\u00e9\\ud83d!"']);
    expect(items[0] && place(items[0].text, "b")).toBe("2:10");
    expect(items[1] && place(items[1].text, "!")).toBe("3:15");
  });
});

describe("directives and escape characters", () => {
  test("directives stand at the top only, and only known ones", () => {
    const names = (text: string): string[] => parse(text).directives.map(({ name, value }) => `${name}=${value}`);
    expect(names("#  Syntax = docker/dockerfile:1 \n# escape=`\n# check=skip=all\nFROM a")).toEqual(["syntax=docker/dockerfile:1", "escape=`", "check=skip=all"]);
    expect(names("\n# escape=`\nFROM a")).toEqual([]);
    expect(names("# hello\n# escape=`\nFROM a")).toEqual([]);
    expect(names("# other=1\n# escape=`\nFROM a")).toEqual([]);
    expect(names("FROM a\n# escape=`")).toEqual([]);
  });

  test("with a backtick Windows paths keep their backslashes", () => {
    const tree = parse("# escape=`\nFROM a\nCOPY x C:\\\\y\\\nWORKDIR C:\\a`\n\\b\nENV P=C:\\x\\");
    expect(tree.instructions.map(({ keyword }) => keyword)).toEqual(["FROM", "COPY", "WORKDIR", "ENV"]);
    expect(at(tree, 2).words[0]?.value).toBe("C:\\a\\b");
    expect(at(tree, 3).assignments[0]?.value?.value).toBe("C:\\x\\");
  });

  test("an escaped escape character and one with text after it continue nothing", () => {
    expect(parse("FROM a\nENV A b\\\\\nENV C d \\ #\nUSER x").instructions).toHaveLength(4);
  });
});

describe("here-documents", () => {
  const heredocs = (line: string, rest: string): string[] =>
    at(parse(`FROM a\n${line}\n${rest}`), 1).heredocs.map(({ name, descriptor, chomp, expand, body }) =>
      [name, descriptor, chomp ? "chomp" : "", expand ? "expand" : "", JSON.stringify(body.text)].join(" "));

  test.each([
    ["RUN <<EOF", "a\nEOF\nUSER x", ['EOF 0  expand "a\\n"']],
    ["RUN cat << EOF > /x", "a\nEOF", ['EOF 0  expand "a\\n"']],
    ["RUN <<-EOF", "\t\ta\n\tEOF", ['EOF 0 chomp expand "a\\n"']],
    ["RUN <<\"EOF\"", "a\nEOF", ['EOF 0   "a\\n"']],
    ["RUN <<eo'f'", "a\neof", ['eof 0   "a\\n"']],
    ["RUN <<'E F'", "a\nE F", ['E F 0   "a\\n"']],
    ["RUN 3<<EOF", "EOF", ['EOF 3  expand ""']],
    ["COPY <<A <<\"B\" /x/", "1\nA\n2\nB", ['A 0  expand "1\\n"', 'B 0   "2\\n"']],
    ["ONBUILD RUN true", "", []],
    ["RUN cat <<<EOF", "", []],
    ["RUN echo '<<EOF'", "", []],
    ["RUN echo \"<<EOF\"", "", []],
    ["RUN [\"<<EOF\"]", "", []],
    ["RUN echo $((1 << 3)) << 2", "", []],
    ["RUN cat <<- EOF", "", []],
    ["ENV A=<<EOF", "", []],
    ["CMD <<EOF", "", []],
  ])("%s", (line, rest, expected) => {
    expect(heredocs(line, rest)).toEqual(expected);
  });

  test("ONBUILD's here-document hangs on what it holds, and the next instruction is found", () => {
    const tree = parse("FROM a\nONBUILD RUN <<EOF\nFROM b\nEOF\nUSER x");
    expect([...walkInstructions(tree)].map(({ keyword }) => keyword)).toEqual(["FROM", "ONBUILD", "RUN", "USER"]);
    expect(at(tree, 1).trigger?.command).toMatchObject({ form: "heredoc", heredoc: { name: "EOF" } });
    expect(textOf(tree, at(tree, 1).span)).toBe("ONBUILD RUN <<EOF\nFROM b\nEOF");
  });
});

describe("flags", () => {
  test("names, values and mount options have their places", () => {
    const tree = parse('FROM a\nRUN --network=none --mount=type=cache,\\\ntarget=/x,\\"id=a,b\\",ro --mount="type=ssh" -- --x');
    const run = at(tree, 1);
    expect(run.rest.text).toBe("--x");
    expect(run.flags.map(({ name, value }) => [name, value?.value])).toEqual([
      ["network", "none"], ["mount", 'type=cache,target=/x,"id=a,b",ro'], ["mount", "type=ssh"],
    ]);
    expect(run.flags[1]?.options.map(({ name, value, span }) => [name, value?.value, textOf(tree, span)])).toEqual([
      ["type", "cache", "type=cache"], ["target", "/x", "target=/x"], ["id", "a,b", "id=a,b"], ["ro", undefined, "ro"],
    ]);
    expect(run.flags[2]?.options[0]?.value?.value).toBe("ssh");
    expect(tree.faults).toEqual([]);
  });
});

describe("assignments", () => {
  test("all forms of ENV, ARG and LABEL", () => {
    const tree = parse("ARG A B=\"x y\"\nFROM a\nENV A=1 B='x y' C=a\\ b \\\n D=\"$A\"\nENV OLD the rest = of it\nLABEL \"a b\"=c");
    const seen = tree.instructions.map(({ assignments }) => assignments.map(({ name, value, legacy }) => [name.value, value?.value, ...(legacy ? ["legacy"] : [])]));
    expect(seen).toEqual([
      [["A", undefined], ["B", "x y"]],
      [],
      [["A", "1"], ["B", "x y"], ["C", "a b"], ["D", "$A"]],
      [["OLD", "the rest = of it", "legacy"]],
      [["a b", "c"]],
    ]);
    expect(at(tree, 2).assignments.map(({ value }) => value?.quote)).toEqual([undefined, "'", undefined, '"']);
  });
});

describe("faults", () => {
  test.each([
    ["", "empty-file", ""],
    ["# only\n", "empty-file", ""],
    ["RUN true", "no-from", "RUN"],
    ["RUN true\nFROM a", "instruction-before-from", "RUN"],
    ["FROM a\nRUM true", "unknown-instruction", "RUM"],
    ["FROM", "missing-arguments", "FROM"],
    ["FROM a b", "bad-from", "FROM a b"],
    ["FROM a AS 1x", "bad-stage-name", "1x"],
    ["FROM a\nENV PATH", "missing-value", "PATH"],
    ["FROM a\nENV A=b c", "missing-equals", "c"],
    ["FROM a\nENV =b", "blank-name", "=b"],
    ["FROM a\nENV A=\"b", "unbalanced-quote", "\"b"],
    ["FROM a\nWORKDIR /${A^}", "bad-substitution", "${A^}"],
    ["FROM a\nCOPY x", "missing-arguments", "COPY x"],
    ["FROM a\nCOPY --form=b x y", "unknown-flag", "--form=b"],
    ["FROM a\nCOPY --from x y", "flag-without-value", "--from"],
    ["FROM a\nCOPY --from=a --from=b x y", "duplicate-flag", "--from=b"],
    ["FROM a\nCOPY --link=yes x y", "bad-flag-value", "--link=yes"],
    ["FROM a\nRUN --mount=type=cash x", "bad-mount-option", "type=cash"],
    ["FROM a\nRUN --mount=type=cache,taget=/x x", "bad-mount-option", "taget=/x"],
    ["FROM a\nRUN <<EOF\ntrue", "unterminated-heredoc", "<<EOF"],
    ["FROM a\nCMD [\"a\", 1]", "json-not-strings", "[\"a\", 1]"],
    ["FROM a\nVOLUME [\"/it's\"]", "unbalanced-quote", "'s"],
    ["FROM a\nSHELL bash", "shell-not-json", "SHELL bash"],
    ["FROM a\nHEALTHCHECK TCP 1", "bad-healthcheck", "TCP"],
    ["FROM a\nHEALTHCHECK --interval=5 CMD x", "bad-flag-value", "--interval=5"],
    ["FROM a\nONBUILD FROM b", "bad-trigger", "FROM"],
    ["# escape=x\nFROM a", "bad-escape-directive", "# escape=x"],
    ["# syntax=a\n# syntax=b\nFROM a", "duplicate-directive", "# syntax=b"],
  ])("%j is refused for %s at %j", (text, code, where) => {
    const tree = parse(text);
    expect(tree.faults.map((fault) => [fault.code, fault.fatal, textOf(tree, fault.span)])).toEqual([[code, true, where]]);
  });

  test("what Docker takes is not refused", () => {
    const text = `ARG V=1
FROM --platform=$BUILDPLATFORM node:\${V:-22} AS build-1.x_y
RUN --mount=type=secret,id=x,env=Y,required --network=default true
COPY --link --chmod=755 --from=build-1.x_y --exclude=*.md --exclude=x a b
ADD --keep-git-dir=true --checksum=sha256:x https://x.y/z /z
HEALTHCHECK --interval=1m30s --retries=3 CMD ["true"]
HEALTHCHECK NONE
STOPSIGNAL SIGTERM
USER a b
EXPOSE 80/tcp $PORT
ONBUILD COPY . .
RUN ["a"] trailing words
CMD ['a']
cmd []
`;
    expect(parse(text).faults).toEqual([]);
  });

  test("an empty RUN is no reason to refuse the file", () => {
    expect(parse("FROM a\nRUN\n").faults).toMatchObject([{ code: "missing-arguments", fatal: false }]);
  });

  test("another front end may know other instructions", () => {
    expect(fatal(parse("# syntax=example/other\nINCLUDE a\nFROM b"))).toEqual([]);
    expect(fatal(parse("# syntax=docker/dockerfile:1.4\nFROM b\nINCLUDE a"))).toEqual(["unknown-instruction"]);
  });
});
