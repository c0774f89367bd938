export { classOf } from "./class.ts";
export { readStart } from "./start.ts";
export type { RunInput, RunResult, RunWrite } from "./types.ts";
