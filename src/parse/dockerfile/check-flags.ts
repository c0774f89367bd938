import type { Span } from "#text";
import type { Head } from "./head.ts";
import type { Flag, FlagOption, Instruction } from "./tree.ts";

type Report = (code: string, span: Span, message: string) => void;

const mountTypes = new Set(["bind", "cache", "tmpfs", "secret", "ssh"]);
const bareMountOptions = new Set(["readonly", "ro", "readwrite", "rw", "required"]);
const mountOptions = new Set([
  ...bareMountOptions,
  ...["type", "from", "source", "src", "target", "dst", "destination", "id", "sharing", "size", "mode", "uid", "gid", "env"],
]);
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
    else if (flag.name === "mount") for (const option of flag.options) checkMountOption(option, report);
    else if (keyword === "HEALTHCHECK") checkHealthFlag(flag, flag.value.value, report);
  }
}

function checkSwitch(flag: Flag, report: Report): void {
  const value = flag.value?.value.toLowerCase();
  if (value === undefined || value === "true" || value === "false") return;
  if (value === "") report("flag-without-value", flag.span, `--${flag.name}= needs true or false`);
  else if (!value.includes("$")) report("bad-flag-value", flag.span, `--${flag.name} takes true or false`);
}

function checkHealthFlag(flag: Flag, value: string, report: Report): void {
  if (value === "") return;
  if (flag.name === "retries") {
    if (!/^[-+]?\d+$/.test(value)) report("bad-flag-value", flag.span, "--retries takes a whole number");
  } else if (!duration.test(value)) report("bad-flag-value", flag.span, `--${flag.name} takes a time such as 30s or 1m30s`);
}

function checkMountOption(option: FlagOption, report: Report): void {
  const { name, value, span } = option;
  if (name.includes("$")) return;
  if (!mountOptions.has(name)) {
    report("bad-mount-option", span, name === "" ? "an option of --mount is empty" : `--mount has no option ${name}`);
  } else if (!value) {
    if (!bareMountOptions.has(name)) report("bad-mount-option", span, `the option ${name} of --mount needs a value`);
  } else if (name === "type" && !value.raw.includes("$") && !mountTypes.has(value.raw.toLowerCase())) {
    report("bad-mount-option", span, `--mount has no type ${value.raw}`);
  }
}
