/** A stretch of the text that was parsed. */
export interface TextPart {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A volume's short syntax, `[SOURCE:]TARGET[:OPTIONS]`, in long form. Offsets are offsets of the text that was given. */
export interface ShortVolume {
  /** Undefined where the source begins with a variable that has no value: it can be a path or a name. */
  readonly type: "bind" | "volume" | undefined;
  readonly source: TextPart | undefined;
  readonly target: TextPart | undefined;
  readonly readOnly: boolean;
  /** `ro`, `z`, `nocopy` and so on, in order. */
  readonly options: readonly TextPart[];
  readonly propagation: string | undefined;
  readonly selinux: "z" | "Z" | undefined;
  readonly noCopy: boolean;
  /** Compose makes the missing host folder of a bind mount in short syntax. */
  readonly createHostPath: boolean;
  /** What the colons part. */
  readonly parts: readonly TextPart[];
  /** Set where Compose refuses the text. */
  readonly fault?: string;
}

/** So few characters are a target, whatever they are. */
const SHORTEST = 2;

const PROPAGATION: ReadonlySet<string> = new Set(["private", "rprivate", "shared", "rshared", "slave", "rslave"]);

/**
 * Reads a volume in short syntax as Compose does. Variables that are still in the text (`${DATA}`) are kept whole.
 * A single letter before a colon is a Windows drive.
 * @param text the entry of `volumes:`, after interpolation as far as that is known
 */
export function parseVolume(text: string): ShortVolume {
  if (text === "") return refused([], "The volume is empty.");
  const parts = text.length <= SHORTEST ? [part(text, 0, text.length)] : splitAtColons(text);
  if (parts.some((part) => part.text === "")) return refused(parts, "A part of this volume is empty: there is nothing beside a colon.");
  if (parts.length > 3) return refused(parts, "This volume has too many colons: `SOURCE:TARGET:OPTIONS` has at most two.");
  const [first, second, third] = parts;
  const source = second ? first : undefined;
  const target = second ?? first;
  const options = third ? splitOptions(third) : [];
  const type = volumeType(source?.text);
  const names = options.map((option) => option.text);
  return {
    type, source, target, options, parts,
    readOnly: names.findLast((name) => name === "ro" || name === "rw") === "ro",
    propagation: names.findLast((name) => PROPAGATION.has(name)),
    selinux: names.findLast((name): name is "z" | "Z" => name === "z" || name === "Z"),
    noCopy: names.includes("nocopy"),
    createHostPath: type === "bind",
  };
}

function refused(parts: readonly TextPart[], fault: string): ShortVolume {
  const nothing = { type: undefined, source: undefined, target: undefined, options: [], propagation: undefined, selinux: undefined };
  return { ...nothing, readOnly: false, noCopy: false, createHostPath: false, parts, fault };
}

function splitAtColons(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    if (text.startsWith("${", at)) at = endOfVariable(text, at);
    else if (text[at] === ":" && !isDrive(text, start, at)) {
      parts.push(part(text, start, at));
      start = ++at;
    } else at++;
  }
  parts.push(part(text, start, text.length));
  return parts;
}

function isDrive(text: string, start: number, colon: number): boolean {
  return colon === start + 1 && /[a-zA-Z]/.test(text[start] ?? "");
}

/** The offset after `${...}`, nested ones included; the end of the text where it is not closed. */
function endOfVariable(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

function splitOptions(options: TextPart): readonly TextPart[] {
  const parts: TextPart[] = [];
  let start = options.start;
  for (const text of options.text.split(",")) {
    parts.push({ text, start, end: start + text.length });
    start += text.length + 1;
  }
  return parts;
}

function part(text: string, start: number, end: number): TextPart {
  return { text: text.slice(start, end), start, end };
}

function volumeType(source: string | undefined): ShortVolume["type"] {
  if (source === undefined) return "volume";
  if (source.startsWith("$")) return undefined;
  return /^(?:[./~]|\\\\|[a-zA-Z]:)/.test(source) ? "bind" : "volume";
}
