import type { Write } from "../types.ts";

/** A write that some evidence speaks of, before it is known where it lands. */
export type WriteClaim = Pick<Write, "path" | "type" | "class" | "confidence" | "evidence" | "trace" | "span" | "what">;
