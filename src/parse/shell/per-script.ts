import type { Script } from "./tree.ts";

/** A function that works out a fact of a parsed script once: scripts with the same text, in several files, have one tree. */
export function perScript<T>(workOut: (script: Script) => T): (script: Script) => T {
  const known = new WeakMap<Script, { readonly fact: T }>();
  return (script) => {
    const before = known.get(script);
    if (before) return before.fact;
    const fact = workOut(script);
    known.set(script, { fact });
    return fact;
  };
}
