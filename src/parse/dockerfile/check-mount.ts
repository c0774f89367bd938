import type { Span } from "#text";
import type { Flag, FlagOption } from "./tree.ts";

type Report = (code: string, span: Span, message: string) => void;

const mountTypes = new Set(["bind", "cache", "tmpfs", "secret", "ssh"]);
const bareOptions = new Set(["readonly", "ro", "readwrite", "rw", "required"]);
const knownOptions = new Set([
  ...bareOptions,
  ...["type", "from", "source", "src", "target", "dst", "destination", "id", "sharing", "size", "mode", "uid", "gid", "env"],
]);

/** Options that only some types take; the rest goes with all (asked of BuildKit 0.25, type by type). */
const onlyFor: Readonly<Record<string, readonly string[]>> = {
  size: ["tmpfs"],
  required: ["secret", "ssh"],
  sharing: ["cache"],
  uid: ["cache", "secret", "ssh"],
  gid: ["cache", "secret", "ssh"],
  mode: ["cache", "secret", "ssh"],
};

const octal = /^0*[0-7]{1,10}$/;
const owner = /^\d{1,10}$/;
const truth = /^(?:[01tTfF]|true|TRUE|True|false|FALSE|False)$/;

/** What a value must be, with the words for it. */
const values: Readonly<Record<string, readonly [pattern: RegExp, words: string]>> = {
  uid: [owner, "a number"],
  gid: [owner, "a number"],
  mode: [octal, "an octal number such as 0755"],
  sharing: [/^(?:shared|private|locked)$/i, "shared, private or locked"],
  size: [/^[\d.]+ ?[a-z]*$/i, "a size such as 64m"],
};

/** Notes what Docker refuses in one `--mount` of RUN. */
export function checkMount(flag: Flag, report: Report): void {
  const given = new Map(flag.options.map((option) => [option.name, option]));
  const type = given.get("type")?.value?.raw.toLowerCase() ?? "bind";
  for (const option of flag.options) checkOption(option, type, report);
  if (type !== "secret" || flag.options.some(({ name }) => name.includes("$"))) return;
  const valueOf = (...names: readonly string[]): string => names.map((name) => given.get(name)?.value?.raw ?? "").join("");
  if (valueOf("id", "source", "src", "target", "dst", "destination") === "") report("bad-mount-option", flag.span, "a secret needs an id or a target");
  else if (given.has("from")) report("bad-mount-option", flag.span, "a secret comes from no other stage");
}

function checkOption(option: FlagOption, type: string, report: Report): void {
  const { name, value, span } = option;
  if (name.includes("$")) return;
  const bad = (message: string): void => { report("bad-mount-option", span, message); };
  if (!knownOptions.has(name)) bad(name === "" ? "an option of --mount is empty" : `--mount has no option ${name}`);
  else if (!value && !bareOptions.has(name)) bad(`the option ${name} of --mount needs a value`);
  else if (name === "from" && value?.raw.includes("$")) bad("the stage of --mount cannot be a variable");
  else if (value && !value.raw.includes("$")) checkValue(name, value.raw, bad);
  if (mountTypes.has(type) && Object.hasOwn(onlyFor, name) && !onlyFor[name]?.includes(type)) bad(`a mount of type ${type} takes no ${name}`);
}

function checkValue(name: string, value: string, bad: (message: string) => void): void {
  if (name === "type" && !mountTypes.has(value.toLowerCase())) bad(`--mount has no type ${value}`);
  if (bareOptions.has(name) && !truth.test(value)) bad(`${name} takes true or false`);
  const wanted = Object.hasOwn(values, name) ? values[name] : undefined;
  if (wanted && !wanted[0].test(value)) bad(`${name} takes ${wanted[1]}`);
}
