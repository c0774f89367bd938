import { Document } from "../../../src/text/index.ts";
import { readStateCommands } from "../../../src/model/runline/state-commands.ts";

function kindsIn(path: string, text: string): readonly string[] {
  return readStateCommands(new Document(path, text, "script")).map(({ kind, composeFiles }) => [kind, ...composeFiles].join(" "));
}

test("what deletes or saves state is told apart by its flags", () => {
  const script = "docker compose -f deploy/prod.yaml down -v\ndocker-compose down\ndocker compose up -d -V\ndocker volume prune -af\ndocker volume prune -f\ndocker commit web web:saved\n";
  expect(kindsIn("deploy.sh", script)).toEqual(["down prod.yaml", "renew", "prune", "commit"]);
});

test("volumes of another project name or another engine are not ours", () => {
  expect(kindsIn("deploy.sh", "docker compose -p other down -v\ndocker -H ssh://far compose down -v\n")).toEqual([]);
});

test("what is meant to throw away, asks first or explains is left out", () => {
  for (const path of ["clean.sh", "test/run.sh", "README.md", ".github/workflows/ci.yml"]) expect(kindsIn(path, "docker compose down -v\n")).toEqual([]);
  expect(kindsIn("deploy.sh", 'read -p "sure? " answer\ndocker compose down -v\n')).toEqual([]);
  expect(kindsIn("Makefile", "clean:\n\tdocker compose down -v\n\nrelease:\n\tdocker compose down -v\n")).toEqual(["down"]);
});
