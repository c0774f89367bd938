export { parseEnvFile } from "./parse.ts";
export type { EnvEntry, EnvFileTree } from "./tree.ts";
