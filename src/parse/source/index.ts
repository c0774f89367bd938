export { cookedText, isOn, nodeIn, nodesIn, textIn, visit, visitWithParents, type EsNode } from "./estree.ts";
export { parseJavascript, parseTypescript, type EsProgram } from "./javascript.ts";
export { jsonStrings, type JsonString } from "./json.ts";
export { parsePython, type PyExpression, type PyImport, type PyStatement } from "./python.ts";
