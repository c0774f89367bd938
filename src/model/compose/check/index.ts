import { suggestion, type Document, type SyntaxFault } from "#text";
import type { YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { nameOf, parentOf, resolvePath } from "../../paths.ts";
import { environmentFilesOf, type LoadedCompose } from "../load.ts";
import type { ComposeProblem } from "../problem.ts";
import { checkSchema } from "../schema/check.ts";
import { composeSchema } from "../schema/schema.ts";
import { asMap } from "../values.ts";
import { checkFormats } from "./formats.ts";
import { ProjectCheck } from "./project-check.ts";
import { checkReferences } from "./references.ts";
import { checkResourcesAndName } from "./resources.ts";
import { checkServices } from "./services.ts";

/**
 * Everything for which Compose would refuse a loaded project, in the order of the files. A file that is no compose file
 * has no problems but broken YAML under a compose file's name.
 */
export function checkCompose(loaded: LoadedCompose, exists: (path: string) => boolean): readonly ComposeProblem[] {
  for (const tree of loaded.trees) {
    // a template is no compose file yet: the project's notes say so
    for (const fault of tree.faults) if (fault.fatal && fault.code !== "yaml-template") loaded.problems.take({ ...fault, kind: "yaml" });
  }
  const broken = loaded.trees.some((tree) => tree.faults.some(({ fatal, code }) => fatal && code.startsWith("yaml")));
  if (!broken) checkRoots(loaded, exists);
  return inOrder(loaded.problems.all, loaded.documents);
}

function checkRoots(loaded: LoadedCompose, exists: (path: string) => boolean): void {
  const { document } = loaded.tree;
  const standard = isStandardName(document.path);
  const root = asMap(loaded.root);
  const isEmpty = loaded.tree.roots.every((one) => one.kind === "scalar" && one.value === null);
  if (isEmpty && loaded.trees.length === 1) {
    if (standard) loaded.problems.add("load", "empty-file", document.span(0, 0), "The compose file is empty.");
  } else if (!root) {
    if (standard) loaded.problems.add("load", "not-a-map", (loaded.root ?? { span: document.span(0, 0) }).span, "A compose file is a map with `services` and other keys, and this is none.");
  } else if (isVersionOne(root)) sayVersionOne(loaded, root);
  else if (standard && root.entries.every(({ key }) => key === "version")) loaded.problems.add("load", "empty-file", root.span, "The compose file is empty: it names no service.");
  else if (standard || isComposeMap(root)) checkMap(loaded, root, standard, exists);
}

function checkMap(loaded: LoadedCompose, root: YamlMap, standard: boolean, exists: (path: string) => boolean): void {
  const check = new ProjectCheck(loaded, root);
  const isPart = !standard && isFragment(check);
  checkSchema(root, loaded.lookup, loaded.problems, isPart);
  checkFormats(check);
  checkResourcesAndName(check);
  if (isPart) return;
  checkReferences(check, standard);
  checkServices(check);
  checkDotEnv(check);
  checkEnvironmentFiles(check, exists);
}

/**
 * A file with another name whose services lack what they run is laid over another one with `-f`, or another one extends them,
 * which nothing here says.
 */
function isFragment(check: ProjectCheck): boolean {
  if (check.section("services").some(({ value }) => value.kind === "scalar" && value.value === null)) return true;
  const services = [...check.services.values()].map((entry) => asMap(entry.value));
  return services.length === 0 || services.some((map) => map && !map.get("image") && !map.get("build") && !map.get("provider"));
}

/** Compose reads `.env` beside the main file before anything else. */
function checkDotEnv(check: ProjectCheck): void {
  const { document } = check.loaded.tree;
  const path = resolvePath(parentOf(document.path), ".env");
  const fault = check.loaded.environmentFault(path, false);
  const first = check.root.entries[0];
  if (fault && first) check.loaded.problems.add("load", "environment-file", first.keySpan, faultMessage(path, fault), [{ at: fault.span, note: "here" }]);
}

function faultMessage(path: string, { span, message }: SyntaxFault): string {
  return `Compose cannot read the environment file \`${path}\`, line ${String(span.document.position(span.start).line)}: ${message}`;
}

function checkEnvironmentFiles(check: ProjectCheck, exists: (path: string) => boolean): void {
  for (const entry of check.services.values()) {
    const scopes = { lookup: check.lookup, of: (document: Document) => ({ folder: check.loaded.folderOf(document), lookup: check.lookup }) };
    for (const { path, node, required, raw } of environmentFilesOf(asMap(entry.value)?.get("env_file")?.value, scopes)) {
      const fault = check.loaded.environmentFault(path, raw);
      if (fault) check.loaded.problems.add("load", "environment-file", node.span, faultMessage(path, fault), [{ at: fault.span, note: "here" }]);
      if (required && !exists(path)) check.loaded.problems.add("missing-file", "missing-env-file", node.span, `The environment file \`${path}\` is not there, and \`required: false\` does not stand beside it.`);
    }
  }
}

/** The names that Compose looks for by itself, and podman's. */
export function isStandardName(path: string): boolean {
  return /^(?:(?:docker-|podman-)?compose)\.ya?ml$/.test(nameOf(path));
}

function isComposeMap(root: YamlMap): boolean {
  return root.entries.some(({ key }) => key === "services" || key === "include" || (key !== "name" && key !== "version" && isSection(key)) || suggestion(key, ["services"]) !== "");
}

function isSection(key: string): boolean {
  return Object.hasOwn(composeSchema().properties ?? {}, key);
}

/** Version 1 had the services at the top level. */
function isVersionOne(root: YamlMap): boolean {
  if (root.entries.some(({ key }) => isSection(key))) return false;
  return root.entries.some(({ key, value }) => !key.startsWith("x-") && hasOrigin(value));
}

function hasOrigin(node: YamlNode): boolean {
  const map = asMap(node);
  return map?.get("image") !== undefined || map?.get("build") !== undefined;
}

function sayVersionOne(loaded: LoadedCompose, root: YamlMap): void {
  const first = root.entries.find(({ value }) => hasOrigin(value));
  if (first) loaded.problems.add("schema", "version-one", first.keySpan, `This is a file of version 1, with services at the top level: Compose takes them only below \`services\`.`);
}

function inOrder(problems: readonly ComposeProblem[], documents: readonly Document[]): readonly ComposeProblem[] {
  const places = new Map(documents.map((document, at) => [document, at]));
  const place = (problem: ComposeProblem): number => places.get(problem.span.document) ?? documents.length;
  return [...problems].sort((a, b) => place(a) - place(b) || a.span.start - b.span.start);
}
