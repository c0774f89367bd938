export type * from "./types.ts";
export { shellScript, type ScriptInput } from "./script.ts";
export { stepScript } from "./of-step.ts";
export { fileScript } from "./of-file.ts";
export { powerShellRun } from "./powershell.ts";
