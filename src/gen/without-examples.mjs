import ts from "typescript";

/** A rule's source with an empty list in the place of its examples. Anything else stays as it is. */
export function withoutExamples(source) {
  const file = ts.createSourceFile("rule.ts", source, ts.ScriptTarget.ES2022, false);
  const value = file.statements.map(examplesOf).find((node) => node !== undefined);
  return value ? `${source.slice(0, value.getStart(file))}[]${source.slice(value.end)}` : source;
}

/** A rule's source with nothing but `check` left of what it says of itself: the code of a rule whose facts stand elsewhere. */
export function onlyCheck(source) {
  const file = ts.createSourceFile("rule.ts", source, ts.ScriptTarget.ES2022, false);
  const definition = file.statements.map(definitionOf).find((node) => node !== undefined);
  const check = definition?.properties.find((one) => one.name?.text === "check");
  if (!check) throw new Error("a rule has no check of its own");
  const { end } = definition;
  return `${source.slice(0, definition.getStart(file))}{ ${source.slice(check.getStart(file), check.end)} }${source.slice(end)}`;
}

/** The value of `examples` in `export default rule({ ... })`. */
function examplesOf(statement) {
  return definitionOf(statement)?.properties.find((one) => ts.isPropertyAssignment(one) && one.name.text === "examples")?.initializer;
}

/** The object in `export default rule({ ... })`. */
function definitionOf(statement) {
  if (!ts.isExportAssignment(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const [definition] = statement.expression.arguments;
  return definition && ts.isObjectLiteralExpression(definition) ? definition : undefined;
}
