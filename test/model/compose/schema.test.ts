import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { Document } from "../../../src/text/index.ts";
import { parseCompose } from "../../../src/parse/compose/index.ts";
import type { YamlNode } from "../../../src/parse/compose/tree.ts";
import { Problems } from "../../../src/model/compose/problem.ts";
import { checkSchema } from "../../../src/model/compose/schema/check.ts";

const corpus = join(__dirname, "../../../../shared/data/corpus-dev/compose");
const known = existsSync(corpus);
if (!known) console.warn(`no corpus at ${corpus}: its schema test is skipped`);

const schema = JSON.parse(readFileSync(join(__dirname, "../../../src/gen/compose-spec.json"), "utf8")) as object;
const validate = new Ajv2020({ strict: false, validateFormats: false, logger: false }).compile(schema);

function plain(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

function verdicts(text: string): { readonly ours: readonly string[]; readonly theirs: boolean } | undefined {
  const tree = parseCompose(new Document("compose.yaml", text, "compose"));
  const [root] = tree.roots;
  if (root?.kind !== "map" || tree.faults.length > 0) return undefined;
  const problems = new Problems();
  checkSchema(root, () => undefined, problems);
  return { ours: problems.all.map(({ code, message }) => `${code} ${message}`), theirs: validate(plain(root)) };
}

function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe("the schema check", () => {
  (known ? it : it.skip)("agrees with a general JSON schema validator on real files", () => {
    let compared = 0;
    const differing = files(corpus).flatMap((path) => {
      const text = readFileSync(path, "utf8");
      // an interpolated text may become what the schema wants, which the other validator cannot know
      const found = text.includes("$") ? undefined : verdicts(text);
      if (!found) return [];
      compared++;
      return (found.ours.length === 0) === found.theirs ? [] : [`${path}: ${found.ours.join(" | ") || "nothing found"}`];
    });
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(150);
  });

  it("agrees with it on small texts", () => {
    const texts = [
      "services: {a: {ports: [80, '80', {target: 80, x-a: 1}]}}", "services: {a: {ports: [[80]]}}", "services: {a: {build: {context: ., x: 1}}}",
      "services: {a: {depends_on: {b: {condition: up}}}}", "services: {a: {depends_on: [b, b]}}", "services: {a: {command: null, entrypoint: [1]}}",
      "services: {a: {ulimits: {nofile: {soft: 1}}}}", "services: {a: {gpus: some}}", "services: {a: null}", "volumes: {v: null}", "models: {m: {}}",
      "services: {a: {cpu_percent: 101}}", "services: {a: {env_file: [{format: raw}]}}", "services: {'a b': {image: x}}", "name: 1", "include: [{path: [a], b: c}]",
      "services: {a: {environment: {A: [1]}}}", "services: {a: {container_name: x}}", "services: {a: {pull_policy: daily}}", "services: {a: {pull_policy: often}}",
    ];
    for (const text of texts) {
      const found = verdicts(text);
      expect([text, found?.ours.length === 0]).toEqual([text, found?.theirs]);
    }
  });
});
