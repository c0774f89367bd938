import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fatal, parse, read, sharedPath } from "./shared.ts";
import { print } from "./print.ts";

const folder = sharedPath("cases/buildkit-parser");
const names = (kind: string): string[] => (folder ? readdirSync(join(folder, kind)) : []);

if (!folder) test.todo("BuildKit's own parser cases: not beside the project");

describe("BuildKit's own parser cases", () => {
  for (const name of names("testfiles")) {
    test(`${name} prints as BuildKit prints it`, () => {
      const at = join(folder ?? "", "testfiles", name);
      const printed = parse(read(join(at, "Dockerfile"))).instructions.map(print).join("\n");
      expect(printed).toBe(read(join(at, "result")).trim());
    });
  }

  for (const name of names("testfiles-negative")) {
    test(`${name} is refused`, () => {
      const tree = parse(read(join(folder ?? "", "testfiles-negative", name, "Dockerfile")));
      expect(fatal(tree)).not.toEqual([]);
    });
  }

  if (folder) {
    test("every instruction of the line number case begins and ends on its line", () => {
      const tree = parse(read(join(folder, "testfile-line", "Dockerfile")));
      const lines = tree.instructions.map(({ span, keyword }) => [
        keyword,
        tree.document.position(span.start).line,
        tree.document.position(span.end).line,
      ]);
      // BuildKit's test names the same lines: 5, 11-12 and 17-31.
      expect(lines).toEqual([["FROM", 5, 5], ["ENV", 11, 12], ["RUN", 17, 31]]);
    });
  }
});
