export type * from "./types.ts";
export type { Outcome } from "./layers.ts";
export { replay, statesToRead, type InstructionOutcome, type Replay, type ReplayInput } from "./replay.ts";
