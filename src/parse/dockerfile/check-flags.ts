import type { Span } from "#text";
import type { Head } from "./head.ts";
import { checkMount } from "./check-mount.ts";
import type { Flag, Instruction } from "./tree.ts";

type Report = (code: string, span: Span, message: string) => void;

const duration = /^(?:0|[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** Notes the flags that Docker refuses: unknown, repeated, without a value, or with a bad one. */
export function checkFlags(instruction: Instruction, head: Head, report: Report): void {
  const { keyword, flags } = instruction;
  const seen = new Set<string>();
  for (const flag of flags) {
    const known = head.facts?.flags ?? {};
    const kind = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
    if (!kind) {
      report("unknown-flag", flag.span, `${keyword} has no flag --${flag.name}`);
      continue;
    }
    if (seen.has(flag.name) && kind !== "list") report("duplicate-flag", flag.span, `--${flag.name} stands twice`);
    seen.add(flag.name);
    if (kind === "switch") checkSwitch(flag, report);
    else if (!flag.value) report("flag-without-value", flag.span, `--${flag.name} needs a value: --${flag.name}=...`);
    else if (flag.name === "mount") checkMount(flag, report);
    else if (keyword === "HEALTHCHECK") checkHealthFlag(flag, flag.value.value, report);
    else checkValue(flag, flag.value.value, report);
  }
}

function checkSwitch(flag: Flag, report: Report): void {
  const value = flag.value?.value.toLowerCase();
  if (value === undefined || value === "true" || value === "false") return;
  if (value === "") report("flag-without-value", flag.span, `--${flag.name}= needs true or false`);
  else report("bad-flag-value", flag.span, `--${flag.name} takes true or false`);
}

function checkHealthFlag(flag: Flag, value: string, report: Report): void {
  if (value === "") return;
  if (flag.name === "retries") {
    if (!/^(?:\+?\d+|-0+)$/.test(value) || Number(value) >= 2 ** 31) report("bad-flag-value", flag.span, "--retries takes a whole number");
  } else if (!duration.test(value)) report("bad-flag-value", flag.span, `--${flag.name} takes a time such as 30s or 1m30s`);
  else if (value.startsWith("-") && /[1-9]/.test(value)) report("bad-flag-value", flag.span, `--${flag.name} takes no negative time`);
}

/** The values that Docker takes as they stand; what a variable gives is known to nobody here. */
function checkValue({ name, span }: Flag, value: string, report: Report): void {
  if (name === "network" && !/^(?:default|none|host)$/.test(value)) report("bad-flag-value", span, "--network takes default, none or host");
  if (name === "from" && value.includes("$")) report("bad-flag-value", span, "--from takes no variable: give the image a stage of its own with FROM");
  if (name === "chmod" && /^\d+$/.test(value) && !/^0*[0-7]{1,4}$/.test(value)) report("bad-flag-value", span, "--chmod takes an octal number up to 7777, or a form such as u+x");
}
