import type { ImageFile } from "./types.ts";

/** Whether a file may be executed: undefined where nothing tells, `open` where nothing was said of it. */
export type Mode = ImageFile["executable"] | "open";

/** `755`, `u+x`, `a=rx`, `-x`; `open` where the mode leaves the question as it was. */
export function executableBy(mode: string | undefined): Mode {
  if (mode === undefined) return undefined;
  if (/^[0-7]{1,4}$/.test(mode)) return Array.from(mode.slice(-3)).some((digit) => (Number(digit) & 1) === 1) ? "yes" : "no";
  let said: Mode = "open";
  for (const clause of mode.split(",")) {
    const [, who = "", operator, rights = ""] = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause) ?? [];
    if (operator === undefined) return undefined;
    const everyone = who === "" || who.includes("a");
    if (operator !== "-" && rights.includes("x")) said = "yes";
    else if (everyone && (operator === "=" || rights.includes("x"))) said = "no";
    else if (rights.includes("x") || operator === "=" || rights.includes("X")) said = undefined;
  }
  return said;
}
