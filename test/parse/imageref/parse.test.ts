import fc from "fast-check";
import { parseImageReference, type ImageReference } from "../../../src/parse/imageref/index.ts";

const SHA = "sha256:" + "0123456789abcdef".repeat(4);

function reference(text: string): ImageReference {
  const parsed = parseImageReference(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.reference;
}

test.each([
  ["postgres", undefined, "postgres", undefined, undefined, "docker.io/library/postgres"],
  ["postgres:16-alpine", undefined, "postgres", "16-alpine", undefined, "docker.io/library/postgres"],
  ["library/postgres", undefined, "library/postgres", undefined, undefined, "docker.io/library/postgres"],
  ["docker.io/postgres", "docker.io", "postgres", undefined, undefined, "docker.io/library/postgres"],
  ["index.docker.io/bitnami/redis:7", "index.docker.io", "bitnami/redis", "7", undefined, "docker.io/bitnami/redis"],
  ["bitnami/redis", undefined, "bitnami/redis", undefined, undefined, "docker.io/bitnami/redis"],
  ["ghcr.io/owner/group/app:v1.2_3", "ghcr.io", "owner/group/app", "v1.2_3", undefined, "ghcr.io/owner/group/app"],
  ["localhost/app", "localhost", "app", undefined, undefined, "localhost/app"],
  ["localhost:5000/app:1", "localhost:5000", "app", "1", undefined, "localhost:5000/app"],
  ["[::1]:5000/app", "[::1]:5000", "app", undefined, undefined, "[::1]:5000/app"],
  ["REGISTRY/app", "REGISTRY", "app", undefined, undefined, "REGISTRY/app"],
  ["app:5000", undefined, "app", "5000", undefined, "docker.io/library/app"],
  [`redis@${SHA}`, undefined, "redis", undefined, SHA, "docker.io/library/redis"],
  [`redis:7@${SHA}`, undefined, "redis", "7", SHA, "docker.io/library/redis"],
  ["a__b/c---d.e_f", undefined, "a__b/c---d.e_f", undefined, undefined, "docker.io/a__b/c---d.e_f"],
])("%s", (text, registry, path, tag, digest, name) => {
  const read = reference(text);
  expect([read.registry?.value, read.path.value, read.tag?.value, read.digest?.value, read.name]).toEqual([registry, path, tag, digest, name]);
  for (const part of [read.registry, read.path, read.tag, read.digest]) if (part) expect(text.slice(part.start, part.end)).toBe(part.value);
});

test.each([
  ["", "missing"], ["Postgres", "lower case"], ["app/Postgres:1", "lower case"], ["app:", "tag after the colon is missing"], ["app:.x", "no tag"], [`app:${"x".repeat(129)}`, "128"],
  ["app:a:b", "no tag"], ["-app", "no image name"], ["app-", "no image name"], ["a___b", "no image name"], ["a//b", "no image name"], ["/app", "no image name"],
  ["ghcr.io/", "missing"], ["app@sha256:12", "no digest"], ["app@", "no digest"], [`app@sha256:${"0".repeat(40)}`, "64"], ["a b", "blanks"],
  ["0123456789abcdef".repeat(4), "64 hexadecimal"], ["a".repeat(250), "255"], ["-x.io/app", "registry host"], ["x_y.io/app", "registry host"], [":latest", "missing"],
  ["https://ghcr.io/x", "registry host"],
])("%j is refused", (text, reason) => {
  expect(parseImageReference(text)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) as string });
});

describe("variables", () => {
  test.each([
    ["postgres:${TAG}", undefined, "postgres", undefined, "docker.io/library/postgres"],
    ["postgres:16${SUFFIX:-}", undefined, "postgres", undefined, "docker.io/library/postgres"],
    ["${REGISTRY}/postgres:16", undefined, "postgres", "16", undefined],
    ["${REGISTRY:-ghcr.io/x:5}/postgres:16", undefined, "postgres", "16", undefined],
    ["ghcr.io/$OWNER/app:1", "ghcr.io", undefined, "1", undefined],
    ["${IMAGE}:1", undefined, undefined, "1", undefined],
  ])("%s", (text, registry, path, tag, name) => {
    const read = reference(text);
    expect([read.registry?.value, read.path.value, read.tag?.value, read.name]).toEqual([registry, path, tag, name]);
    expect(read.tag).toBeDefined();
  });

  test("they are named with their places", () => {
    const text = "${REG}/app:$TAG";
    expect(reference(text).variables.map(({ name, start, end }) => [name, text.slice(start, end)])).toEqual([["REG", "${REG}"], ["TAG", "$TAG"]]);
  });

  test("a variable that ends the name may bring a tag: that is unknown, not absent", () => {
    expect(reference("${IMAGE}").tag).toMatchObject({ value: undefined });
    expect(reference("app-${IMAGE}").tag).toMatchObject({ value: undefined });
    expect(reference("${NAME}-app").tag).toBeUndefined();
  });

  test("what no variable touches is still checked", () => {
    expect(parseImageReference("${REG}/App:1")).toMatchObject({ ok: false });
    expect(parseImageReference("app:${TAG}@sha256:1")).toMatchObject({ ok: false });
  });
});

test("no text makes it throw, and parts lie where they say", () => {
  const bits = fc.constantFrom("a", "B", "1", ".", ":", "/", "@", "-", "_", "$", "{", "}", "X", " ", "é", "sha256:", "localhost");
  fc.assert(fc.property(fc.array(bits, { maxLength: 20 }), (pieces) => {
    const text = pieces.join("");
    const parsed = parseImageReference(text);
    if (parsed.ok) expect(text.slice(parsed.reference.path.start, parsed.reference.path.end)).toBe(parsed.reference.path.raw);
    else expect(parsed.end).toBeGreaterThanOrEqual(parsed.start);
  }));
});
