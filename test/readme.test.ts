import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../src/faces/cli.ts";

const ROOT = join(__dirname, "..");

/** What the CLI prints, run in the project that the README names. */
function printed(argv: readonly string[]): string {
  let text = "";
  run(argv, { cwd: join(ROOT, "fixtures/projects/shop"), env: {}, terminal: false, width: undefined, out: (part) => { text += part; }, error: () => undefined, input: () => Buffer.alloc(0) });
  return text;
}

/** The README's console block: each command with the lines that follow it. */
function samples(): readonly (readonly [string, string])[] {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const block = /```console\n(\$ [\s\S]*?)\n```/.exec(readme)?.[1] ?? "";
  return block.split(/^\$ /m).filter(Boolean).map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end), part.slice(end + 1).trimEnd()];
  });
}

test.each(samples())("`%s` prints what the README shows", (command, shown) => {
  const argv = command.split(" ").slice(1);
  expect(printed(argv)).toContain(shown);
});

test("the README shows both check and map", () => {
  expect(samples().map(([command]) => command.split(" ")[1])).toEqual(["check", "map"]);
});
