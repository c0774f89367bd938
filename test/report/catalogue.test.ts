import { dockerfile, rule, type CatalogueEntry } from "#rule";
import { renderExplain, renderRules } from "../../src/report/index.ts";
import { faultsBySchema } from "./schema.ts";

const entries: readonly CatalogueEntry[] = [{
  family: "image",
  rule: rule({
    id: "moving-tag", since: "0.1.0", severity: "warning", recommended: true, title: "The base image moves under its tag",
    why: "The same tag is another image tomorrow.", remedy: "Name a version.", fix: "unsafe", on: "stage",
    options: { tags: { type: "strings", default: ["latest"], meaning: "tags that move" }, scope: { values: ["all", "final"], default: "all", meaning: "which stages" } },
    peers: { same: [{ id: "peer:P1" }, { id: "peer:P2", options: { scope: "final" } }], near: ["other:O1"] },
    *check() { /* silent */ },
    examples: [{ bad: dockerfile`FROM debian:latest`, good: dockerfile`FROM debian:12.5`, about: "a tag that moves" }],
  }),
}];

test("the JSON of the catalogue is what the contract says", () => {
  const text = renderRules("json", entries, { color: false });
  expect(faultsBySchema("rules", text)).toEqual([]);
  expect(JSON.parse(text)).toEqual({
    version: 1,
    rules: [{
      id: "moving-tag", family: "image", severity: "warning", recommended: true, title: "The base image moves under its tag",
      why: "The same tag is another image tomorrow.", remedy: "Name a version.", fix: "unsafe",
      options: [
        { name: "tags", type: "strings", default: ["latest"], meaning: "tags that move" },
        { name: "scope", values: ["all", "final"], default: "all", meaning: "which stages" },
      ],
      peers: { same: [{ id: "peer:P1" }, { id: "peer:P2", options: { scope: "final" } }], near: ["other:O1"] },
    }],
  });
});

test("the catalogue for people and as a table", () => {
  expect(renderRules("pretty", entries, { color: false })).toBe(
    "image\n  moving-tag  warning    The base image moves under its tag\n\n1 rule; a severity in brackets: off by default. More on one: stowage explain RULE\n",
  );
  expect(renderRules("markdown", entries, { color: false })).toContain("| `moving-tag` | image | warning | yes | unsafe | The base image moves under its tag |");
});

test.each(["pretty", "markdown", "json"] as const)("explain, %s: what, why, remedy, options, examples, peers", (format) => {
  const [entry] = entries;
  if (!entry) throw new Error("no entry");
  const text = renderExplain(entry, format, { color: false });
  for (const part of ["moves under its tag", "another image tomorrow", "Name a version", "tags that move", "FROM debian:latest", "FROM debian:12.5", "peer:P2", "other:O1"]) {
    expect(text).toContain(part);
  }
});
