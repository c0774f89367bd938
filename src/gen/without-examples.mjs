import ts from "typescript";

/** A rule's source with an empty list in the place of its examples. Anything else stays as it is. */
export function withoutExamples(source) {
  const file = ts.createSourceFile("rule.ts", source, ts.ScriptTarget.ES2022, false);
  const value = file.statements.map(examplesOf).find((node) => node !== undefined);
  return value ? `${source.slice(0, value.getStart(file))}[]${source.slice(value.end)}` : source;
}

/** The value of `examples` in `export default rule({ ... })`. */
function examplesOf(statement) {
  if (!ts.isExportAssignment(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const [definition] = statement.expression.arguments;
  if (!definition || !ts.isObjectLiteralExpression(definition)) return undefined;
  const property = definition.properties.find((one) => ts.isPropertyAssignment(one) && one.name.text === "examples");
  return property?.initializer;
}
