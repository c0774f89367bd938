import type { Report } from "../engine/report.ts";
import type { Project } from "../model/index.ts";
import type { CatalogueEntry } from "../rule/index.ts";
import { renderPretty } from "./formats/pretty.ts";
import { storageMap } from "./map/facts.ts";
import type { Renderer, RenderOptions } from "./options.ts";
import { visibleJson } from "./visible.ts";
import { withoutSecrets } from "./without-secrets.ts";

export { renderNotes } from "./formats/pretty.ts";
export { storageMap, type StorageMap } from "./map/facts.ts";
export { visible } from "./visible.ts";
export type { MaskedSpans } from "./mask.ts";
export type { RenderOptions } from "./options.ts";

/** The formats of `check --format`. */
export const formats = ["pretty", "json", "sarif", "github", "gitlab", "checkstyle", "junit", "rdjson", "markdown", "html", "unix"] as const;
export type Format = (typeof formats)[number];

/** The formats of `map --format`. */
export const mapFormats = ["pretty", "json", "mermaid", "markdown", "html"] as const;
export type MapFormat = (typeof mapFormats)[number];

/** The formats of `rules` and `explain`. */
export const catalogueFormats = ["pretty", "json", "markdown"] as const;
export type CatalogueFormat = (typeof catalogueFormats)[number];

/* eslint-disable @typescript-eslint/no-require-imports -- synchronous lazy chunks: only the pretty report loads at once */
const renderers: Readonly<Record<Format, () => Renderer>> = {
  pretty: () => renderPretty,
  json: () => (require("./formats/json.ts") as typeof import("./formats/json.ts")).renderJson,
  sarif: () => (require("./formats/sarif.ts") as typeof import("./formats/sarif.ts")).renderSarif,
  github: () => (require("./formats/github.ts") as typeof import("./formats/github.ts")).renderGithub,
  gitlab: () => (require("./formats/gitlab.ts") as typeof import("./formats/gitlab.ts")).renderGitlab,
  checkstyle: () => (require("./formats/checkstyle.ts") as typeof import("./formats/checkstyle.ts")).renderCheckstyle,
  junit: () => (require("./formats/junit.ts") as typeof import("./formats/junit.ts")).renderJunit,
  rdjson: () => (require("./formats/rdjson.ts") as typeof import("./formats/rdjson.ts")).renderRdjson,
  markdown: () => (require("./formats/markdown.ts") as typeof import("./formats/markdown.ts")).renderMarkdown,
  html: () => (require("./formats/html.ts") as typeof import("./formats/html.ts")).renderHtml,
  unix: () => (require("./formats/unix.ts") as typeof import("./formats/unix.ts")).renderUnix,
};

type MapRenderer = (map: ReturnType<typeof storageMap>, options: { readonly color: boolean }) => string;

const mapRenderers: Readonly<Record<MapFormat, () => MapRenderer>> = {
  pretty: () => (require("./map/pretty.ts") as typeof import("./map/pretty.ts")).prettyMap,
  json: () => visibleJson,
  mermaid: () => (require("./map/mermaid.ts") as typeof import("./map/mermaid.ts")).mermaidMap,
  markdown: () => (require("./map/markdown.ts") as typeof import("./map/markdown.ts")).markdownMap,
  html: () => (require("./map/html.ts") as typeof import("./map/html.ts")).htmlMap,
};

const loadRules = (): typeof import("./catalogue/rules.ts") => require("./catalogue/rules.ts") as typeof import("./catalogue/rules.ts");
const loadExplain = (): typeof import("./catalogue/explain.ts") => require("./catalogue/explain.ts") as typeof import("./catalogue/explain.ts");
/* eslint-enable @typescript-eslint/no-require-imports */

/** The text of a report in one of the formats, with a final line end where there is any text. */
export function render(format: Format, report: Report, options: RenderOptions): string {
  return [...renderBlocks(format, report, options)].join("");
}

/** The text of `render` in blocks: the whole of it may be many times the size of the report. */
export function renderBlocks(format: Format, report: Report, options: RenderOptions): Iterable<string> {
  return renderers[format]()(withoutSecrets(report, options.maskedSpans), options);
}

/** The storage map of a project in one of the formats. */
export function renderMap(format: MapFormat, project: Project, options: { readonly color: boolean }): string {
  return mapRenderers[format]()(storageMap(project), options);
}

/** The catalogue of rules: `stowage rules`. */
export function renderRules(format: CatalogueFormat, entries: readonly CatalogueEntry[], options: { readonly color: boolean }): string {
  const rules = loadRules();
  if (format === "json") return rules.jsonRules(entries);
  return format === "markdown" ? rules.markdownRules(entries) : rules.prettyRules(entries, options);
}

/** One rule in full: `stowage explain`. */
export function renderExplain(entry: CatalogueEntry, format: CatalogueFormat, options: { readonly color: boolean; readonly width?: number }): string {
  const explain = loadExplain();
  if (format === "json") return explain.jsonExplain(entry);
  return format === "markdown" ? explain.markdownExplain(entry) : explain.prettyExplain(entry, options);
}
