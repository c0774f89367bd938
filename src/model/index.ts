export type * from "./types.ts";
export type { EntryKind, Host, HostEntry, Note, ReadFailure, ReadResult } from "./host.ts";
export { composedPart, lonePart, projectParts, startedPart } from "./parts.ts";
export { buildProject, type ProjectInput } from "./project.ts";
