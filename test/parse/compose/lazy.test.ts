import { Document } from "#text";

test("the YAML library is loaded by the first file that our own reader leaves to it, not before", () => {
  let loaded = false;
  jest.doMock("yaml", () => {
    loaded = true;
    return jest.requireActual<object>("yaml");
  });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the test is about when it loads
  const { interpolate, parseCompose } = require("../../../src/parse/compose/index.ts") as typeof import("../../../src/parse/compose/index.ts");
  expect(interpolate("$A", () => "b").value).toBe("b");
  expect(loaded).toBe(false);
  expect(parseCompose(new Document("compose.yaml", "a: 1\n", "compose")).faults).toEqual([]);
  expect(loaded).toBe(false);
  expect(parseCompose(new Document("compose.yaml", "? a\n: 1\n", "compose")).faults).toEqual([]);
  expect(loaded).toBe(true);
});
