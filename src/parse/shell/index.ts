export type * from "./tree.ts";
export { parseShell } from "./parse.ts";
export { childrenOf, eachChild, walk } from "./walk.ts";
export { simpleCommands } from "./commands.ts";
export { perScript } from "./per-script.ts";
export { commandWord, literal, wordText } from "./words.ts";
export { dialectOf, dialectOfHashbang, isPosixShell, type ShellDialect } from "./dialect.ts";
export { readCommand, type CommandLine, type OptionValue, type Wrapper } from "./command-line.ts";
export { wordValue, wordValues, type Expander, type Lookup } from "./expand.ts";
