import { isWildcard } from "../../../src/model/compose-facts/ports.ts";
import type { PublishedPort } from "../../../src/model/index.ts";
import { textOf } from "../../../src/text/index.ts";
import { exampleProject } from "../../rules/example-project.ts";

function portsOf(...items: readonly string[]): readonly PublishedPort[] {
  const text = `services:\n  web:\n    image: nginx\n    ports:\n${items.map((item) => `      - ${item}\n`).join("")}`;
  return exampleProject({ "compose.yaml": text }).composeFiles[0]?.services[0]?.ports ?? [];
}

test.each([
  ["80", { everyInterface: true, hasPublished: false, target: { first: 80, last: 80 } }],
  ["8080:80", { everyInterface: true, published: { first: 8080, last: 8080 }, target: { first: 80, last: 80 } }],
  ["8000-8010:9000-9010/udp", { published: { first: 8000, last: 8010 }, protocol: "udp" }],
  ["127.0.0.1:8080:80", { everyInterface: false, hostAddress: "127.0.0.1" }],
  ["127.0.0.1::80", { everyInterface: false, hasPublished: false }],
  ["[::]:8080:80", { everyInterface: true, hasAddress: true }],
  ["[::1]:8080:80", { everyInterface: false, hostAddress: "::1" }],
  ["${ADDRESS}:8080:80", { everyInterface: false, hasAddress: true, hostAddress: undefined }],
  ["${PORT}:80", { everyInterface: true, hasPublished: true, published: undefined }],
  ["${PORT:-8080}:80", { published: { first: 8080, last: 8080 } }],
])("short form %s", (item, expected) => {
  expect(portsOf(JSON.stringify(item))[0]).toMatchObject(expected);
});

test.each([
  ["{ target: 80, published: 8080 }", { everyInterface: true, published: { first: 8080, last: 8080 }, protocol: "tcp" }],
  ["{ target: 80, published: \"8080\", host_ip: 127.0.0.1, protocol: udp }", { everyInterface: false, protocol: "udp" }],
  ["{ target: 80 }", { hasPublished: false }],
  ["{ target: 80, published: \"127.0.0.1:8080\" }", { everyInterface: false, published: { first: 8080, last: 8080 } }],
])("long form %s", (item, expected) => {
  expect(portsOf(item)[0]).toMatchObject({ syntax: "long", ...expected });
});

test("the address is pointed at inside its quotes", () => {
  const [first, second] = portsOf('"0.0.0.0:8080:80"', "8080:80");
  expect(first?.addressSpan && textOf(first.addressSpan)).toBe("0.0.0.0");
  expect(second?.addressPlace && second.span.start === second.addressPlace.start).toBe(true);
});

test.each(["0.0.0.0", "0", "::", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0", "::ffff:0:0"])("%s is every interface", (address) => {
  expect(isWildcard(address)).toBe(true);
});

test.each(["127.0.0.1", "::1", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1"])("%s is one interface", (address) => {
  expect(isWildcard(address)).toBe(false);
});
