import type { Flag, Instruction } from "../../../src/parse/dockerfile/index.ts";

const short: Readonly<Record<string, string>> = {
  '"': '\\"', "\\": "\\\\", "\x07": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v",
};

/** A string as Go's `%q` prints it. */
function quote(text: string): string {
  const escaped = text.replace(/["\\\x00-\x1f\x7f]/g, (c) => short[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${escaped}"`;
}

function flagText(flag: Flag): string {
  return flag.value ? `--${flag.name}=${flag.value.value}` : `--${flag.name}`;
}

function argumentsOf(instruction: Instruction): string[] {
  const { keyword, json, words, assignments, command, rest } = instruction;
  const items = json?.items.map((item) => item.value);
  if (keyword === "HEALTHCHECK") {
    const kind = words[0];
    if (!kind) return [];
    const after = items ?? [rest.text.slice(kind.raw.length).trim()].filter((text) => text !== "");
    return [kind.raw, ...after];
  }
  if (items) return items;
  if (keyword === "ARG") return assignments.map(({ name, value }) => (value ? `${name.raw}=${value.raw}` : name.raw));
  if (keyword === "ENV" || keyword === "LABEL") {
    return assignments.flatMap(({ name, value, legacy }) => [name.raw, value?.raw ?? "", legacy ? "" : "="]);
  }
  if (command && command.form !== "exec") return [rest.text];
  return words.map((word) => word.raw);
}

/** An instruction in the form in which BuildKit prints its own parse. */
export function print(instruction: Instruction): string {
  const flags = instruction.flags.length > 0 ? ` [${instruction.flags.map((flag) => quote(flagText(flag))).join(" ")}]` : "";
  if (instruction.trigger) return `(onbuild${flags} ${print(instruction.trigger)})`;
  const words = argumentsOf(instruction).map((text) => ` ${quote(text)}`).join("");
  return `(${instruction.keyword.toLowerCase()}${flags}${words})`;
}
