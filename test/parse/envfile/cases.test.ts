import { Document } from "#text";
import { parseEnvFile } from "../../../src/parse/envfile/index.ts";
import { sharedCases } from "../compose/shared.ts";

test("every environment file of the table has the values that Compose gives it", () => {
  for (const { content, values, env } of sharedCases("compose-dotenv.jsonl")) {
    const outer = (env ?? {}) as Record<string, string>;
    const tree = parseEnvFile(new Document(".env", content as string, "envfile"), (name) => outer[name]);
    const found = Object.fromEntries(tree.entries.map((entry) => [entry.name, entry.value]));
    expect({ content, found, faults: tree.faults }).toEqual({ content, found: values, faults: [] });
  }
});
