import type { Instruction } from "../../parse/dockerfile/index.ts";
import type { RunMount } from "../types.ts";
import { expandWord } from "./expand-word.ts";
import { pathOfPlace, resolvePlace } from "./places.ts";
import type { StepState } from "./state.ts";

const TRUE = new Set(["", "true", "1"]);

/** The `--mount` flags of a RUN; a mount without a type is a bind mount, a relative target hangs on WORKDIR. */
export function runMounts(instruction: Instruction, state: StepState): readonly RunMount[] {
  return instruction.flags.filter(({ name }) => name === "mount").map(({ options, span }) => {
    const option = (...names: readonly string[]): string | undefined => {
      const found = options.findLast(({ name }) => names.includes(name.toLowerCase()));
      return found && (found.value ? expandWord(found.value, state.scope).value : "");
    };
    const target = option("target", "dst", "destination");
    return {
      type: option("type") ?? "bind",
      target: target === undefined || target === "" ? undefined : pathOfPlace(resolvePlace(state.place, target, target)),
      source: option("source", "src"),
      from: option("from"),
      sharing: option("sharing"),
      writable: TRUE.has(option("rw", "readwrite") ?? "no"),
      span,
    };
  });
}
