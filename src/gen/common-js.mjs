// Chunks as esbuild splits them, from ES modules to CommonJS.
import ts from "typescript";

/**
 * A chunk's text with its imports read once into names of its own, and its exports given at its end. esbuild's own conversion
 * asks a function for each name at each use. Chunks form no circles, so what is imported is there. What is exported must not
 * change later: `refuseChanging` says whether a source breaks that.
 */
export function asCommonJs(text) {
  const file = ts.createSourceFile("chunk.mjs", text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const edits = file.statements.flatMap((statement) => {
    const edit = ts.isImportDeclaration(statement) ? imported(statement) : ts.isExportDeclaration(statement) ? exported(statement) : undefined;
    return edit === undefined ? [] : [{ start: statement.getStart(file), end: statement.end, text: edit }];
  });
  let result = text;
  for (const { start, end, text: edit } of edits.reverse()) result = result.slice(0, start) + edit + result.slice(end);
  return `"use strict";${result}`;
}

function imported({ importClause, moduleSpecifier }) {
  const call = `require(${JSON.stringify(moduleSpecifier.text)})`;
  if (!importClause) return `${call};`;
  const { name, namedBindings } = importClause;
  const parts = name ? [`${name.text}=${call}`] : [];
  if (namedBindings && ts.isNamespaceImport(namedBindings)) parts.push(`${namedBindings.name.text}=${call}`);
  if (namedBindings && ts.isNamedImports(namedBindings)) {
    const names = namedBindings.elements.map(({ propertyName, name: local }) => (propertyName ? `${propertyName.text}:${local.text}` : local.text));
    parts.push(`{${names.join(",")}}=${call}`);
  }
  return `const ${parts.join(",")};`;
}

function exported({ exportClause, moduleSpecifier }) {
  if (moduleSpecifier || !exportClause || !ts.isNamedExports(exportClause)) throw new Error("a chunk exports in a way that is not expected");
  return `module.exports={${exportClause.elements.map(({ propertyName, name }) => `${name.text}:${(propertyName ?? name).text}`).join(",")}};`;
}

/** Throws where a source exports a variable that can change. */
export function refuseChanging(path, source) {
  if (/^export (?:let|var)\b/m.test(source)) throw new Error(`${path} exports a variable that can change: chunks take a name's value once`);
}
