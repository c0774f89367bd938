import { removeScratch, scratch } from "./scratch.ts";
import { stowage } from "./stowage.ts";

afterAll(removeScratch);

const dockerfile = "FROM debian:12\nCOPY entry.sh /usr/local/bin/\nENTRYPOINT [\"entry.sh\"]\n";

function places(files: Readonly<Record<string, string>>): readonly string[] {
  const { out } = stowage(scratch(files), ["check", "--no-config", "--preset", "shellcheck", "--format", "json"]);
  const { findings } = JSON.parse(out) as { findings: readonly { rule: string; path: string; line: number; column: number }[] };
  return findings.map(({ rule, path, line, column }) => `${path}:${line}:${column} ${rule}`);
}

test("shell rules look at the script of an entry point, once for all images that have it", () => {
  const entry = "#!/bin/bash\ncd /srv\nfor f in $1; do echo \"$f\"; done\n";
  expect(places({ Dockerfile: dockerfile, "other.Dockerfile": dockerfile, "entry.sh": entry })).toEqual(["entry.sh:2:1 unchecked-cd"]);
});

test("comments in the script silence them: ShellCheck's at the head for all of it, else for the next line", () => {
  const script = (...lines: readonly string[]): readonly string[] => places({ Dockerfile: dockerfile, "entry.sh": `#!/bin/sh\n${lines.join("\n")}\n` });
  expect(script("rm $1", "rm $2")).toEqual(["entry.sh:2:4 unquoted-variable", "entry.sh:3:4 unquoted-variable"]);
  expect(script("# shellcheck disable=SC2086", "rm $1", "rm $2")).toEqual([]);
  expect(script("make", "# shellcheck disable=SC2086", "rm $1", "rm $2")).toEqual(["entry.sh:5:4 unquoted-variable"]);
  expect(script("make", "# stowage: ignore[unquoted-variable] one word", "rm $1")).toEqual([]);
});
