export type * from "./tree.ts";
export { expand, splitWords, type ExpandOptions, type Expansion, type Lookup, type SplitExpansion } from "./expand.ts";
export { keywords, type FlagKind, type KeywordFacts } from "./keywords.ts";
export { parseDockerfile } from "./parse.ts";
export { variablesIn } from "./words.ts";
export { walkInstructions } from "./walk.ts";
