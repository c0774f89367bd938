export type * from "./types.ts";
export type { EntryKind, Host, HostEntry, Note, ReadFailure, ReadResult } from "./host.ts";
