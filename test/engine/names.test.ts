import { isComposeByText, roleByName } from "../../src/engine/names.ts";

test.each([
  ["services:\n  web:\n    image: example/web:3\n", true],
  ["x-base: &base\n  restart: always\nservices: # all\n\n  # the shop\n  web:\n    build: .\nvolumes:\n  data:\n", true],
  ["  services:\n    web:\n      command: serve\n", true],
  // a service without what it runs is found by its extends too; a key of that name further in says nothing
  ["services:\n  web:\n    # the base\n    extends: base\n", true],
  ["services:\n  App\\Jobs:\n    tags:\n      - name: console\n        command: run\n", false],
  // a framework's container, a chart's values, a pipeline's helpers, a cluster's object
  ["services:\n  App\\Mailer:\n    class: App\\Mailer\n", false],
  ["replicaCount: 2\nservices:\n  web:\n    image: example/web:3\n", false],
  ["services:\n  - postgres:17\nstages:\n  - test\n", false],
  ["apiVersion: v1\nkind: List\nspec:\n  services:\n    image: x\n", false],
] as const)("%j is a compose file: %s", (text, expected) => {
  expect(isComposeByText(text)).toBe(expected);
});

test("a YAML file whose name says nothing is only taken by its text", () => {
  expect(roleByName("stack-for-friday.yml")).toEqual({ role: "compose", maybe: true, unnamed: true });
  expect(roleByName("compose.yaml")).toEqual({ role: "compose", maybe: false });
  expect(roleByName("notes.txt")).toBeUndefined();
});
