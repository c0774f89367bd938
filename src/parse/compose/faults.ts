import type { ErrorCode } from "yaml";

/** What a fault of the YAML text is called and how it is said. */
export interface FaultWords {
  readonly code: string;
  readonly message: string;
}

const BY_CODE: Partial<Record<ErrorCode, FaultWords>> = {
  ALIAS_PROPS: { code: "yaml-alias", message: "An alias (`*name`) can have no anchor or tag of its own." },
  BAD_ALIAS: { code: "yaml-alias", message: "An anchor or alias needs a name after `&` or `*`." },
  BAD_COLLECTION_TYPE: { code: "yaml-tag", message: "The tag does not fit what follows it." },
  BAD_DIRECTIVE: { code: "yaml-directive", message: "A line that begins with `%` is a YAML directive, and this one is malformed." },
  BAD_DQ_ESCAPE: { code: "yaml-escape", message: "Inside double quotes a backslash begins an escape, and this is none. Use single quotes, or write `\\\\`." },
  BAD_INDENT: { code: "yaml-indentation", message: "The indentation does not fit the lines around it." },
  BAD_PROP_ORDER: { code: "yaml-tag", message: "A tag or anchor must stand directly before its value." },
  BAD_SCALAR_START: { code: "yaml-unquoted-character", message: "A value cannot begin with this character unless it is quoted." },
  BLOCK_AS_IMPLICIT_KEY: { code: "yaml-nested-key", message: "There are two keys on one line. Quote the value, or put what is nested on its own line." },
  BLOCK_IN_FLOW: { code: "yaml-brackets", message: "Inside `[ ]` or `{ }` an indented block is not allowed." },
  KEY_OVER_1024_CHARS: { code: "yaml-long-key", message: "A key may be at most 1024 characters long." },
  MULTILINE_IMPLICIT_KEY: { code: "yaml-multiline-key", message: "A key must stand on one line; the line before may lack its `:` or a closing quote." },
  MULTIPLE_ANCHORS: { code: "yaml-alias", message: "A value can have only one anchor." },
  MULTIPLE_TAGS: { code: "yaml-tag", message: "A value can have only one tag." },
  RESOURCE_EXHAUSTION: { code: "yaml-too-deep", message: "This is nested too deeply to be read." },
  TAB_AS_INDENT: { code: "yaml-tab", message: "YAML is indented with spaces; here is a tab." },
  TAG_RESOLVE_FAILED: { code: "yaml-tag", message: "The tag does not fit its value." },
  UNEXPECTED_TOKEN: { code: "yaml-unexpected-text", message: "This text does not belong here." },
};

const MISSING: readonly (readonly [needle: string, words: FaultWords])[] = [
  ["closing", { code: "yaml-quote", message: "The closing quote is missing." }],
  ["followed by map values", { code: "yaml-missing-colon", message: "This is no `key: value`: the `:` (with a space after it) is missing." }],
  ["must end with", { code: "yaml-brackets", message: "The closing bracket is missing." }],
  ["items", { code: "yaml-brackets", message: "A comma is missing between two items." }],
  ["space after", { code: "yaml-missing-space", message: "After `:` a space is missing." }],
  ["comments must be separated", { code: "yaml-comment", message: "A space is missing before the `#` of this comment." }],
  ["start on same line", { code: "yaml-unexpected-text", message: "After `---` a new line is missing." }],
];

/**
 * Our words for an error of the YAML library.
 * @param code the library's error code
 * @param message the library's message, which tells apart what shares one code
 */
export function faultWords(code: ErrorCode, message: string): FaultWords {
  if (code === "MISSING_CHAR") return missing(message);
  if (code === "BAD_INDENT" && message.includes("end with a")) return { code: "yaml-brackets", message: "The closing bracket is missing, or stands too far left." };
  return BY_CODE[code] ?? { code: "yaml-syntax", message: "This cannot be read as YAML." };
}

function missing(message: string): FaultWords {
  const lower = message.toLowerCase();
  const found = MISSING.find(([needle]) => lower.includes(needle));
  return found ? found[1] : { code: "yaml-syntax", message: "Something is missing here." };
}
