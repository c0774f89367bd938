import { stageOf } from "./project.ts";

function ownerOf(text: string, path: string, files: Readonly<Record<string, string>> = {}): string {
  const owner = stageOf(text, files).ownerOf(path);
  return owner.kind === "user" ? owner.user : owner.kind;
}

test("a directory is its maker's until a chown gives it away", () => {
  expect(ownerOf("FROM alpine:3.20\nRUN mkdir -p /srv/orders\n", "/srv/orders")).toBe("root");
  expect(ownerOf("FROM alpine:3.20\nRUN mkdir -p /srv/orders && chown keeper:keeper /srv/orders\n", "/srv/orders")).toBe("keeper");
  expect(ownerOf("FROM alpine:3.20\nRUN mkdir -p /srv/orders\nRUN chown -R 1000 /srv\n", "/srv/orders")).toBe("1000");
  expect(ownerOf("FROM alpine:3.20\nRUN mkdir -p /srv/orders\nRUN chown keeper /srv\n", "/srv/orders")).toBe("root");
});

test("copied directories are root's unless --chown says otherwise", () => {
  const files = { "data/first.csv": "1\n" };
  expect(ownerOf("FROM alpine:3.20\nCOPY data /srv/data/\n", "/srv/data", files)).toBe("root");
  expect(ownerOf("FROM alpine:3.20\nCOPY --chown=keeper data /srv/data/\n", "/srv/data", files)).toBe("keeper");
});

test("what no step makes is absent, also where a chown of its parent ran", () => {
  expect(ownerOf("FROM alpine:3.20\nRUN mkdir -p /srv && chown -R keeper /srv\n", "/srv/orders")).toBe("absent");
});

test("what may have come from elsewhere or been opened to others is unknown", () => {
  expect(ownerOf("FROM alpine:3.20 AS build\nRUN mkdir -p /srv/orders\nFROM alpine:3.20\nCOPY --from=build /srv /srv\n", "/srv/orders")).toBe("unknown");
  expect(ownerOf("FROM alpine:3.20\nRUN mkdir -p /srv/orders && chmod 777 /srv/orders\n", "/srv/orders")).toBe("unknown");
  expect(ownerOf("FROM alpine:3.20\nRUN mkdir -p /srv/orders\nRUN chown -R \"$WHO\" /srv/orders\n", "/srv/orders")).toBe("unknown");
});
