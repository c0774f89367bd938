import type { MappedText } from "#text";
import { mappedScalar, resolveScalar } from "../../parse/compose/index.ts";
import type { YamlNode, YamlScalar } from "../../parse/compose/tree.ts";
import type { Lookup } from "../compose/values.ts";
import type { VariableUse } from "./types.ts";

/** Every variable that the values of a tree read, each scalar once even where aliases repeat it. */
export function variablesIn(root: YamlNode | undefined, lookup: Lookup): readonly VariableUse[] {
  const found: VariableUse[] = [];
  const seen = new Set<string>();
  const path: (string | number)[] = [];
  const visit = (node: YamlNode): void => {
    if (node.kind === "map") {
      for (const entry of node.entries) {
        path.push(entry.key);
        visit(entry.value);
        path.pop();
      }
    } else if (node.kind === "list") {
      for (let at = 0; at < node.items.length; at++) {
        path.push(at);
        visit(node.items[at] ?? node);
        path.pop();
      }
    } else if (node.text.includes("$")) {
      const place = `${node.span.document.path}:${String(node.span.start)}`;
      if (!seen.has(place)) found.push(...usesIn(node, written(path), lookup));
      seen.add(place);
    }
  };
  if (root) visit(root);
  return found;
}

/** `services.web.ports[0]`. */
function written(path: readonly (string | number)[]): string {
  let text = "";
  for (const step of path) text += typeof step === "number" ? `[${String(step)}]` : text === "" ? step : `.${step}`;
  return text;
}

function usesIn(node: YamlScalar, path: string, lookup: Lookup): readonly VariableUse[] {
  const { interpolation } = resolveScalar(node, lookup);
  let mapped: MappedText | undefined;
  return interpolation.variables.filter((variable) => variable.used).map((variable) => ({
    name: variable.name,
    get span() {
      return (mapped ??= mappedScalar(node)).span(variable.start, variable.end);
    },
    path,
    guarded: variable.modifier !== undefined,
    known: variable.value !== undefined,
    braced: node.text[variable.start + 1] === "{",
    scalar: node.text,
    scalarSpan: node.span,
    start: variable.start,
    end: variable.end,
  }));
}
