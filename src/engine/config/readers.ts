export { parseCompose } from "../../parse/compose/parse.ts";
export { dclintSettings } from "./dclint.ts";
export { hadolintSettings } from "./hadolint.ts";
export { plainValue } from "./plain.ts";
export { readConfiguration } from "./read.ts";
export { tallySettings } from "./tally.ts";
export { readToml } from "./toml.ts";
