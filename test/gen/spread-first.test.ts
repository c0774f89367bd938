import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const source = pathToFileURL(join(__dirname, "../../src/gen/spread-first.mjs")).href;

/** The scripts as the build writes them. */
function built(texts: readonly string[]): readonly string[] {
  const program = `import { fastSpreads } from ${JSON.stringify(source)}; console.log(JSON.stringify(${JSON.stringify(texts)}.map(fastSpreads)))`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" })) as string[];
}

test("a literal that begins with a spread gets an empty one before it, wherever it stands; nothing else changes", () => {
  const kept = ["({a:1,...b})", "({...b})", "const {...rest}=b", "f(...b,c)", "[...b,c]", "'{...b,c}'", "/{...b,c}/"];
  const [first, nested, ...others] = built(["({...b,c})", "x({...b,c:{...d,...e}})", ...kept]);
  expect(first).toBe("({...{},...b,c})");
  expect(nested).toBe("x({...{},...b,c:{...{},...d,...e}})");
  expect(others).toEqual(kept);
});
