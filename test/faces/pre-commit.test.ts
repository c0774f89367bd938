import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "stowage-pre-commit-"));
const scratch = join(folder, "scratch");
const minutes = 60_000;

interface Run {
  readonly status: number | null;
  readonly text: string;
}

/** Git and pre-commit see nothing of the machine's own settings or of a hook that this test itself may run in. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  PRE_COMMIT_HOME: join(folder, "home"), PRE_COMMIT_COLOR: "never", npm_config_prefer_offline: "true",
  GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null", GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org", GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org", GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "safe.directory", GIT_CONFIG_VALUE_0: "*",
};

function run(command: string, args: readonly string[], cwd: string, timeout = minutes): Run {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env: environment, encoding: "utf8", timeout });
  return { status, text: `${stdout}${stderr}${error?.message ?? ""}` };
}

/** Why this machine or this commit cannot run the hook; undefined where it can. */
function obstacle(): string | undefined {
  if (run("pre-commit", ["--version"], folder).status !== 0) return "pre-commit is not installed";
  if (run("git", ["rev-parse", "--verify", "HEAD"], root).status !== 0) return "this is no git repository";
  const clone = join(folder, "clone");
  if (run("git", ["clone", "--quiet", root, clone], folder).status !== 0) return "this repository cannot be cloned";
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  const built = run("node", ["build.mjs"], clone);
  return built.status === 0 ? undefined : `the last commit cannot be built: ${built.text.trim().slice(0, 200)}`;
}

function writeProject(service: string): void {
  writeFileSync(join(scratch, "compose.yaml"), service);
}

function commitHook(id: string): void {
  const revision = run("git", ["rev-parse", "HEAD"], root).text.trim();
  writeFileSync(join(scratch, ".pre-commit-config.yaml"), `repos:\n  - repo: ${root}\n    rev: ${revision}\n    hooks:\n      - id: ${id}\n`);
  run("git", ["add", "--all"], scratch);
}

function hook(id: string): Run {
  commitHook(id);
  return run("pre-commit", ["run", "--verbose"], scratch, 8 * minutes);
}

const faulty = "services:\n  db:\n    image: mysql:8.4.3\n";
const mended = "services:\n  db:\n    image: mysql:8.4.3\n    volumes:\n      - db-data:/var/lib/mysql\nvolumes:\n  db-data:\n";

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a real pre-commit fails on a fault and passes once it is mended", () => {
  const reason = obstacle();
  if (reason !== undefined) return console.warn(`skipped: ${reason}`);
  mkdirSync(scratch);
  run("git", ["init", "--quiet"], scratch);

  writeProject(faulty);
  const failed = hook("stowage");
  if (/CalledProcessError|An (?:unexpected )?error has occurred/.test(failed.text)) return console.warn(`skipped: pre-commit cannot install the hook here: ${failed.text.slice(0, 600)}`);
  expect(failed.text).toContain("compose.yaml:");
  expect(failed.text).toContain("/var/lib/mysql");
  expect(failed.status).toBe(1);

  writeProject(mended);
  const passed = hook("stowage");
  expect({ status: passed.status, text: passed.text }).toMatchObject({ status: 0, text: expect.stringMatching(/stowage.*Passed/) as string });

  writeFileSync(join(scratch, "README.md"), "unrelated\n");
  run("git", ["commit", "--quiet", "--no-verify", "--message", "all so far"], scratch);
  writeFileSync(join(scratch, "README.md"), "still unrelated\n");
  expect(hook("stowage").text).toMatch(/no files to check\)?Skipped/);

  writeFileSync(join(scratch, "Dockerfile"), "FROM debian:12.5\nENV MODE fast\nUSER 1000\n");
  const fixed = hook("stowage-fix");
  expect(fixed.text).toContain("files were modified by this hook");
  expect(fixed.status).toBe(1);
  expect(readFileSync(join(scratch, "Dockerfile"), "utf8")).toContain("ENV MODE=fast\n");
}, 12 * minutes);
