export type * from "./types.ts";
export type { EntryKind, Host, HostEntry, Note, ReadFailure, ReadResult } from "./host.ts";
export { buildProject, projectParts, type ProjectInput } from "./project.ts";
