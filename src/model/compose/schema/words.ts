import { lookup, suggestion } from "#text";
import type { SchemaType } from "./schema.ts";

const TYPES: Readonly<Record<SchemaType, string>> = {
  string: "a text", integer: "a whole number", number: "a number", boolean: "true or false", object: "a map", array: "a list", null: "nothing",
};

/** "a text or a list". */
export function typesInWords(types: readonly SchemaType[]): string {
  const words = [...new Set(types.filter((type) => type !== "null" || types.length === 1).map((type) => TYPES[type]))];
  const last = words.pop() ?? "something else";
  return words.length > 0 ? `${words.join(", ")} or ${last}` : last;
}

const SECTION_ITEMS: Readonly<Record<string, string>> = {
  services: "a service", volumes: "a volume", networks: "a network", configs: "a config", secrets: "a secret", models: "a model",
};

/** What a place is called: `a service`, `` `build` ``, `` an item of `ports` ``. The path's numbers are list indexes. */
export function placeInWords(path: readonly (string | number)[]): string {
  const last = path.at(-1);
  if (last === undefined) return "the top level";
  const [section] = path;
  if (path.length === 2 && typeof section === "string") return lookup(SECTION_ITEMS, section) ?? `\`${String(last)}\``;
  if (typeof last === "string") return `\`${shown(last)}\``;
  return `an item of \`${shown(path.findLast((part) => typeof part === "string") ?? "")}\``;
}

/** "`port` is not a key of a service; did you mean `ports`?" */
export function unknownKey(key: string, path: readonly (string | number)[], allowed: readonly string[]): string {
  const hint = suggestion(key, allowed);
  if (path.length === 0) return `\`${shown(key)}\` is not a key of the top level${hint || "; a key of your own begins with `x-`."}`;
  if (allowed.length === 0) return `\`${shown(key)}\` is no name that Compose takes: it may have letters, digits, \`.\`, \`_\` and \`-\`.`;
  return `\`${shown(key)}\` is not a key of ${placeInWords(path)}${hint || "."}`;
}

/** A key or value for a message: short, on one line. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
