import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
  readonly pass_filenames: boolean;
  readonly require_serial: boolean;
}

const hooks = parse(readFileSync(join(__dirname, "../../.pre-commit-hooks.yaml"), "utf8")) as Hook[];

test("one hook reports, one mends, both on the whole repository and once", () => {
  expect(hooks.map((hook) => [hook.id, hook.entry])).toEqual([["stowage", "stowage check"], ["stowage-fix", "stowage check --fix"]]);
  for (const hook of hooks) expect(hook).toMatchObject({ pass_filenames: false, require_serial: true });
});

describe.each(hooks)("$id", (hook) => {
  const files = new RegExp(hook.files.replace("(?i)", ""), "i");

  test.each([
    "Dockerfile", "a/b/Dockerfile.dev", "api.Dockerfile", "Containerfile", "dockerfile", ".dockerignore", "web/Dockerfile.dockerignore", "compose.yaml",
    "docker-compose.override.yml", "compose.prod.yml", "deploy/dev-compose.yml", "stack.yml", ".env", ".env.local", "docker/entrypoint.sh", "stowage.yaml", ".stowage.yaml",
  ])("starts for %s", (path) => {
    expect(files.test(path)).toBe(true);
  });

  test.each(["README.md", "src/index.js", "values.yaml", "docs/environment.md", "composer.json", ".github/workflows/ci.yml"])("leaves %s alone", (path) => {
    expect(files.test(path)).toBe(false);
  });
});
