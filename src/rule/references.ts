/** An image reference as written, read without resolving its variables. */
export interface WrittenReference {
  /** Up to the tag or digest. */
  readonly name: string;
  /** Undefined where there is none; a variable in it stands as `$`. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** The name's first character is a variable's. */
  readonly startsWithVariable: boolean;
}

/** Splits an image reference into name, tag and digest; each variable in it counts as one `$`. */
export function readReference(raw: string): WrittenReference {
  const text = maskVariables(raw);
  const at = text.indexOf("@");
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  return {
    name: colon < 0 ? named : named.slice(0, colon),
    tag: colon < 0 ? undefined : named.slice(colon + 1),
    digest: at < 0 ? undefined : text.slice(at + 1),
    startsWithVariable: text.startsWith("$"),
  };
}

/** The text with every `$name` and `${name...}` written as `$`. */
export function maskVariables(raw: string): string {
  let text = raw;
  for (let inner = text.replace(bracedVariable, "\0"); inner !== text; inner = text.replace(bracedVariable, "\0")) text = inner;
  return text.replace(/\$\w+/g, "$").replace(/\0/g, "$");
}

const bracedVariable = /\$\{[^${}]*\}/g;
