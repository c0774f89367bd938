import { expand, type Instruction } from "../../../parse/dockerfile/index.ts";

const PLATFORM: ReadonlyMap<string, string> = new Map([
  ["TARGETPLATFORM", "linux/amd64"], ["TARGETOS", "linux"], ["TARGETARCH", "amd64"], ["TARGETVARIANT", ""],
  ["BUILDPLATFORM", "linux/amd64"], ["BUILDOS", "linux"], ["BUILDARCH", "amd64"], ["BUILDVARIANT", ""], ["TARGETSTAGE", "default"],
]);

/** The variables that FROM sees when only ARG defaults and the given build arguments hold; undefined for a given value that is not known. */
export function defaultArguments(preamble: readonly Instruction[], given: ReadonlyMap<string, string | undefined>, escape: string): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { name, value } of preamble.filter(({ keyword }) => keyword === "ARG").flatMap(({ assignments }) => assignments)) {
    if (given.has(name.value)) found.set(name.value, given.get(name.value));
    else if (value) found.set(name.value, expanded(value, found, escape));
    else if (!found.has(name.value)) found.set(name.value, PLATFORM.get(name.value) ?? "");
  }
  for (const [name, value] of PLATFORM) if (!found.has(name)) found.set(name, value);
  return found;
}

/** What FROM names with those variables; undefined where one is not known. One that is not declared is always empty: no build argument reaches it. */
export function expanded(word: Instruction["words"][number], variables: ReadonlyMap<string, string | undefined>, escape: string): string | undefined {
  const result = expand(word, (name) => variables.get(name), escape);
  return result.unresolved.some((name) => variables.has(name)) || result.fault !== undefined ? undefined : result.value;
}
