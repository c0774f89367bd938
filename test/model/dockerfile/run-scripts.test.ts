import { modelOf } from "./project.ts";

const said = (text: string, files: Readonly<Record<string, string>> = {}): readonly string[] =>
  modelOf(text, files).scripts.map(({ text: script, dialect, atBuild, errexit }) => `${script.document.path} ${dialect}${atBuild ? " at build" : ""}${errexit ? " -e" : ""}`);

test("scripts that RUN, ENTRYPOINT and CMD run are read, each once, by the shell of their first line", () => {
  const text = "FROM debian:12\nWORKDIR /app\nCOPY . .\nCOPY entry.sh /usr/local/bin/\nRUN ./build.sh && bash tools/plain && ./build.sh\nENTRYPOINT [\"tini\", \"--\", \"entry.sh\"]\nCMD [\"sh\", \"-e\", \"/app/run.sh\"]\n";
  expect(said(text, { "build.sh": "#!/bin/sh -e\nmake\n", "tools/plain": "make\n", "entry.sh": "#!/usr/bin/env bash\nexec \"$@\"\n", "run.sh": "serve\n", "unused.sh": "#!/bin/sh\n" }))
    .toEqual(["build.sh sh at build -e", "tools/plain bash at build", "entry.sh bash", "run.sh sh"]);
});

test("a script that is removed after it has run was there when it ran", () => {
  expect(said("FROM debian:12\nCOPY setup.sh /tmp/\nRUN sh /tmp/setup.sh && rm /tmp/setup.sh\n", { "setup.sh": "make\n" })).toEqual(["setup.sh sh at build"]);
});

test("a script of both the build and the start is one of the start", () => {
  expect(said("FROM debian:12\nCOPY a.sh /\nRUN /a.sh\nCMD [\"/a.sh\"]\n", { "a.sh": "#!/bin/sh\nmake\n" })).toEqual(["a.sh sh"]);
});

test("here-documents that are run stand where they are written", () => {
  const text = "FROM debian:12\nCOPY <<EOF /start.sh\n#!/bin/sh\nrm $1\nEOF\nENTRYPOINT [\"/start.sh\"]\n";
  const [script] = modelOf(text).scripts;
  expect(script?.text.text).toBe("#!/bin/sh\nrm $1\n");
  expect(script?.expansions.map(({ span }) => text.slice(span.start, span.end))).toEqual(["$1"]);
});

test("what is no shell script, or not of the project, is left alone", () => {
  const files = { "a.py": "#!/usr/bin/env python3\nprint()\n", "b": "make\n", "c.sh": "#!/bin/sh\r\nmake\r\n" };
  expect(said("FROM debian:12\nCOPY a.py b c.sh /\nRUN /a.py && /b && /c.sh && /etc/init.d/x start && sh -c 'make' && \"$TOOL\" x\n", files)).toEqual([]);
  expect(said("FROM debian:12\nCOPY --from=team/tools:1 /x.sh /x.sh\nRUN /x.sh\n", files)).toEqual([]);
});
