import { containerOf } from "./project.ts";

function paths(dockerfile: string, files: Readonly<Record<string, string>> = {}): { readonly written: readonly string[]; readonly denied: readonly string[]; readonly unknowns: readonly string[] } {
  const { writes, deniedWrites, unknowns } = containerOf({ Dockerfile: dockerfile, ...files }, "project");
  return { written: writes.map(({ path }) => path), denied: deniedWrites.map(({ path }) => path), unknowns };
}

test("what root made takes nothing from a user without rights", () => {
  const dockerfile = "FROM alpine:3.20\nRUN mkdir -p /srv/shop /srv/own && chown shop /srv/own\nUSER shop\nCMD echo a > /srv/shop/a.txt; echo b > /srv/own/b.txt\n";
  expect(paths(dockerfile)).toMatchObject({ written: ["/srv/own/b.txt"], denied: ["/srv/shop/a.txt"] });
  expect(paths(dockerfile.replace("USER shop", "USER root"))).toMatchObject({ written: ["/srv/own/b.txt", "/srv/shop/a.txt"], denied: [] });
});

test("a directory that was opened to others, or given away at the start, counts as writable", () => {
  const from = (run: string, start: string): string => `FROM alpine:3.20\nRUN mkdir /srv/shop${run}\n${start}\n`;
  expect(paths(from(" && chmod 777 /srv/shop", "USER shop\nCMD echo a > /srv/shop/a.txt")).written).toEqual(["/srv/shop/a.txt"]);
  expect(paths(from("", "CMD chown shop /srv/shop && exec su-exec shop sh -c 'echo a > /srv/shop/a.txt'")).written).toEqual(["/srv/shop/a.txt"]);
  expect(paths(from("", "CMD exec su-exec shop sh -c 'echo a > /srv/shop/a.txt'"))).toMatchObject({ written: [], denied: ["/srv/shop/a.txt"] });
});

test("a refused write ends a strict script", () => {
  const run = "set -e\necho a > /srv/a.txt\necho b > /tmp/b.txt\n";
  const dockerfile = "FROM alpine:3.20\nCOPY run.sh /run.sh\nUSER 1000\nCMD [\"sh\", \"/run.sh\"]\n";
  expect(paths(dockerfile, { "run.sh": run })).toMatchObject({ written: [], denied: ["/srv/a.txt"] });
  expect(paths(dockerfile, { "run.sh": run.replace("set -e", "set +e") })).toMatchObject({ written: ["/tmp/b.txt"], denied: ["/srv/a.txt"] });
});

test("a mode that only one builder keeps leaves the start unknown", () => {
  const dockerfile = "FROM alpine:3.20\nVOLUME /srv/app\nCOPY go.sh /srv/app/\nRUN chmod +x /srv/app/go.sh\nCMD /srv/app/go.sh\n";
  const files = { "go.sh": "#!/bin/sh\necho a > /srv/a.txt\n" };
  const found = paths(dockerfile, files);
  expect(found.written).toEqual([]);
  expect(found.unknowns.join()).toMatch(/may be executed hangs on the builder/);
  expect(paths(dockerfile.replace("VOLUME /srv/app\n", ""), files)).toMatchObject({ written: ["/srv/a.txt"], unknowns: [] });
});
