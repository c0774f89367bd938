import { purposeOf } from "../../src/model/purpose.ts";

test.each([
  ["docker-compose.test.yml", [], "test"],
  ["compose.dev.yaml", [], "development"],
  [".devcontainer/compose.yaml", [], "development"],
  ["deploy/prod/compose.yaml", [], "production"],
  ["e2e/stack/compose.yaml", [], "test"],
  ["compose.yaml", [], "unknown"],
  ["latest/compose.yaml", [], "unknown"],
] as const)("%s is for %s%s", (path, asked, purpose) => {
  expect(purposeOf(path, asked)).toBe(purpose);
});

test("where a checkout is kept says nothing", () => {
  expect(purposeOf("dev/shop/compose.yaml", ["dev/shop"])).toBe("unknown");
  expect(purposeOf("../../dev/shop/compose.yaml", ["../../dev/shop"])).toBe("unknown");
  expect(purposeOf("../test/compose.yaml", [])).toBe("unknown");
  expect(purposeOf("dev/shop/tests/compose.yaml", ["dev/shop"])).toBe("test");
});
