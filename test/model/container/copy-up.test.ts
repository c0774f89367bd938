import { isBelowDeclared } from "../../../src/model/container/copy-up.ts";
import { containerOf } from "./project.ts";

const image = "FROM alpine:3.20\nWORKDIR /srv/shop\nCOPY . /srv/shop\nVOLUME /srv/shop/catalogue\nCMD date > /srv/shop/catalogue/today.txt\n";
const files = { Dockerfile: image, "catalogue/a.csv": "a\n", "catalogue/deep/b.csv": "b\n", "catalogue/today.txt": "", "other.txt": "x\n" };

function filled(compose: string | undefined, name: string): readonly string[] {
  const container = containerOf({ ...files, ...(compose === undefined ? {} : { "compose.yaml": compose }) }, name);
  return container.copiedUp.map((write) => `${write.path} ${write.fate.kind} ${write.evidence}`);
}

test("a fresh volume on a declared path gets the image's files, but not those that the start writes itself", () => {
  const anonymous = ["/srv/shop/catalogue/a.csv anonymous-volume copy-up", "/srv/shop/catalogue/deep/b.csv anonymous-volume copy-up"];
  expect(filled(undefined, "project")).toEqual(anonymous);
  expect(filled("services:\n  shop:\n    build: .\n    volumes: [kept:/srv/shop/catalogue]\nvolumes: { kept: }\n", "shop"))
    .toEqual(anonymous.map((line) => line.replace("anonymous", "named")));
});

test("bind mounts, memory and nocopy get nothing", () => {
  for (const volume of ["./catalogue:/srv/shop/catalogue", "kept:/srv/shop/catalogue:nocopy"]) {
    expect(filled(`services:\n  shop:\n    build: .\n    volumes: ["${volume}"]\nvolumes: { kept: }\n`, "shop")).toEqual([]);
  }
  expect(filled("services:\n  shop:\n    build: .\n    tmpfs: /srv/shop/catalogue\n", "shop")).toEqual([]);
});

test("the map shows what is copied up only below a VOLUME of the image", () => {
  const bare = containerOf({ ...files, Dockerfile: image.replace(/VOLUME.*\n/, ""), "compose.yaml": "services:\n  shop:\n    build: .\n    volumes: [kept:/srv/shop]\nvolumes: { kept: }\n" }, "shop");
  expect(bare.copiedUp.map(({ path }) => path)).not.toEqual([]);
  expect(bare.copiedUp.filter(({ path }) => isBelowDeclared(bare, path))).toEqual([]);
  expect(bare.writes.map(({ path }) => path)).toEqual(["/srv/shop/catalogue/today.txt"]);
});

test("what is copied up makes no container stateful", () => {
  const still = containerOf({ ...files, Dockerfile: image.replace(/CMD.*\n/, 'CMD ["sleep", "60"]\n') }, "project");
  expect(still.copiedUp).toHaveLength(3);
  expect(still.verdict).toBe("stateless");
});
