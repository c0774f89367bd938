import type { Note } from "../../model/index.ts";
import { visibleJson } from "../visible.ts";
import { cacheFacts, type CacheFacts, type NamedReplay } from "./facts.ts";
import { prettyCache } from "./pretty.ts";

export type { CacheFacts, NamedReplay } from "./facts.ts";

/** The formats of `cache --format`. */
export const cacheFormats = ["pretty", "json"] as const;
export type CacheFormat = (typeof cacheFormats)[number];

/** The result of `stowage cache` in one of the formats. */
export function renderCache(format: CacheFormat, replays: readonly NamedReplay[], notes: readonly Note[], options: { readonly color: boolean }): string {
  const facts: CacheFacts = cacheFacts(replays, notes);
  return format === "json" ? visibleJson(facts) : prettyCache(facts, options);
}
