import { start, written, script } from "./start.ts";

const RUN = { "/app/run.sh": "#!/bin/sh\ntouch \"ran_$1\"\nexec \"$@\"\n" };

describe("how a container starts", () => {
  it("runs the shell form and the exec form", () => {
    expect(written({ cmd: "echo $RANDOM > number.txt", cwd: "/home" })).toEqual(["/home/number.txt"]);
    expect(written({ cmd: `["touch", "a", "$B"]`, cwd: "/home" })).toEqual(["/home/$B", "/home/a"]);
    expect(written({ cmd: `["sh", "-c", "touch \\"a b\\" && echo > c"]`, cwd: "/home" })).toEqual(["/home/a b", "/home/c"]);
    expect(written({ cmd: `["sh", "-ec", "touch a; false; touch b"]`, cwd: "/home" })).toEqual(["/home/a"]);
  });

  it("gives CMD to an exec form ENTRYPOINT and not to a shell form", () => {
    expect(written({ entrypoint: `["touch"]`, cmd: `["x", "y"]`, cwd: "/d" })).toEqual(["/d/x", "/d/y"]);
    expect(written({ entrypoint: "touch e", cmd: `["touch", "x"]`, cwd: "/d" })).toEqual(["/d/e"]);
  });

  it("follows a script into its command", () => {
    expect(written({ entrypoint: `["/app/run.sh"]`, cmd: `["sh", "-c", "touch from_cmd"]`, cwd: "/d", files: RUN })).toEqual(["/d/from_cmd", "/d/ran_sh"]);
    expect(written({ entrypoint: `["sh", "/app/run.sh", "x"]`, cwd: "/d", files: RUN })).toEqual(["/d/ran_x"]);
  });

  it("finds scripts by PATH, by the working directory and by a shell's name", () => {
    expect(written({ cmd: "run.sh a", env: { PATH: "/app" }, cwd: "/d", files: RUN })).toEqual(["/d/ran_a"]);
    expect(written({ cmd: "./run.sh a", cwd: "/app", files: RUN })).toEqual(["/app/ran_a"]);
    expect(written({ cmd: `["bash", "run.sh", "b"]`, cwd: "/app", files: RUN })).toEqual(["/app/ran_b"]);
  });

  it("obeys the options of the first line", () => {
    expect(written({ cmd: "/s.sh", cwd: "/d", files: { "/s.sh": "#!/bin/sh -e\ntouch a\nfalse\ntouch b\n" } })).toEqual(["/d/a"]);
  });

  it("points into the string of an exec form", () => {
    const [write] = start({ cmd: `["sh", "-c", "touch \\"a b\\" && echo > c"]`, cwd: "/d" }).writes.filter(({ path }) => path === "/d/c");
    expect(write && [write.span.document.slice(write.span.start, write.span.end), write.span.document.position(write.span.start).line]).toEqual(["c", 1]);
  });

  it("knows programs that write nothing from those that may", () => {
    expect(start({ cmd: "sleep 60" }).resolvesTo).toBe("known");
    expect(start({ cmd: `["tail", "-f", "/dev/null"]` }).resolvesTo).toBe("known");
    expect(start({ cmd: `["node", "server.js"]` }).resolvesTo).toBe("unknown-program");
    expect(start({ cmd: "/app/run.sh ./server", files: RUN, cwd: "/d" }).resolvesTo).toBe("unknown-program");
  });
});

describe("what cannot be told", () => {
  it.each([
    ["a computed name", "echo a > log-$RANDOM.txt"], ["the date", "touch backup-$(date +%F).tar"], ["a variable that nothing sets", "echo a > $LOG_DIR/app.log"],
    ["a pattern", "touch *.txt"],
  ])("%s is unknown and is not guessed", (_name, text) => {
    const { writes, unknowns } = start({ cmd: text, cwd: "/d" });
    expect(writes).toEqual([]);
    expect(unknowns).toHaveLength(1);
    expect(unknowns[0]).toMatch(/^Dockerfile:1: /);
  });

  it("a variable whose value is not known does not count as empty", () => {
    const { writes, unknowns } = start({ cmd: "echo a > $DIR/x; echo b > ${DIR:-/data}/y", env: { DIR: undefined } });
    expect(writes).toEqual([]);
    expect(unknowns).toHaveLength(2);
  });

  it("an undecided condition gives both branches, marked", () => {
    const { writes } = start({ cmd: "if grep -q x /f; then touch a c; else touch b c; fi; touch d", cwd: "/d" });
    const conditional = new Map(writes.map((write) => [write.path, write.conditional]));
    expect([...conditional]).toEqual(expect.arrayContaining([["/d/a", true], ["/d/b", true], ["/d/c", false], ["/d/d", false]]));
    expect(writes.find(({ path }) => path === "/d/a")?.confidence).toBe("likely");
  });

  it("a check that ends the script in failure does not make the rest conditional, one that ends it well does", () => {
    expect(start({ cmd: "grep -q x /f || exit 1; touch a" }).writes.map(({ conditional }) => conditional)).toEqual([false]);
    expect(start({ cmd: "grep -q x /f && exit 0; touch a" }).writes.map(({ conditional }) => conditional)).toEqual([true]);
  });

  it("variables and directories that differ between branches are unknown after them", () => {
    const { writes } = start({ cmd: "if grep -q x /f; then D=/a; cd /a; else D=/b; cd /b; fi; touch $D/x y" });
    expect(writes).toEqual([]);
  });

  it("a loop over unknown words is read once, as a possibility", () => {
    const { writes } = start({ cmd: "for f in /conf.d/*.sh; do . $f; touch seen; done", cwd: "/d" });
    expect(writes.map(({ path, conditional }) => [path, conditional])).toEqual([["/d/seen", true]]);
  });
});

describe("any text at all", () => {
  const HARD: readonly (readonly [string, string])[] = [
    ["a script that calls itself", "/run.sh"],
    ["functions that call each other", "f() { g; g; }; g() { f; f; }; f"],
    ["very many undecided branches", "grep x /f && touch a$RANDOM\n".repeat(3000)],
    ["deep branches", `${"if grep x /f; then ".repeat(150)}touch a${"; fi".repeat(150)}`],
    ["loops in loops", `${"for i in 1 2 3 4 5 6 7 8 9; do ".repeat(9)}touch a$i${"; done".repeat(9)}`],
    ["doubling text", `A=aaaaaaaaaaaaaaaa; ${"A=$A$A; ".repeat(60)} echo $A > $A`],
    ["doubling substitutions", `${"f() { ".repeat(1)}echo x; }; ${"A=$(f)$(f); ".repeat(2000)}`],
    ["replacing by long text", `A=${"a".repeat(4000)}; B=\${A//a/$A}; C=\${B//a/$B}; touch $C`],
    ["very deep branches", `${"if true; then ".repeat(20000)}touch a${"; fi".repeat(20000)}`],
    ["broken text", "if then ( ${ $(( `"],
    ["nothing", ""],
    ["a long pattern", `case ${"a".repeat(5000)} in ${"*a".repeat(500)}b) touch x;; esac`],
  ];

  it.each(HARD)("%s ends soon", (_name, text) => {
    const begun = process.cpuUsage();
    expect(Array.isArray(script(text))).toBe(true);
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(3000);
  });
});
