import { readdirSync } from "node:fs";
import { join } from "node:path";
import { lint, map, render } from "../../src/index.ts";
import { plain } from "./sample.ts";
import { schemaFaults } from "./sarif-tools.ts";
import { faultsBySchema } from "./schema.ts";

const projects = join(__dirname, "../../fixtures/projects");

describe.each(readdirSync(projects, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name))("%s", (name) => {
  const where = { paths: ["."], cwd: join(projects, name), preset: "all" };

  test("its report holds to the schemas, as JSON and as SARIF", () => {
    const report = lint(where);
    expect(faultsBySchema("report", render("json", report, plain))).toEqual([]);
    const answer = schemaFaults(render("sarif", report, plain));
    if ("skipped" in answer) return console.warn(`skipped: ${answer.skipped}`);
    expect(answer.faults).toEqual([]);
  });

  test("its map holds to the schema", () => {
    expect(faultsBySchema("map", JSON.stringify(map(where)))).toEqual([]);
  });
});
