export type * from "./types.ts";
export type { EntryKind, Host, HostEntry, Note, ReadFailure, ReadResult } from "./host.ts";
export { buildProject, composedPart, lonePart, projectParts, startedPart, type ProjectInput } from "./project.ts";
