const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["", null], ["~", null], ["null", null], ["Null", null], ["NULL", null],
  ["true", true], ["True", true], ["TRUE", true],
  ["false", false], ["False", false], ["FALSE", false],
]);

const NUMBERS: ReadonlyMap<string, number> = new Map([
  [".nan", NaN], [".NaN", NaN], [".NAN", NaN],
  [".inf", Infinity], [".Inf", Infinity], [".INF", Infinity],
  ["+.inf", Infinity], ["+.Inf", Infinity], ["+.INF", Infinity],
  ["-.inf", -Infinity], ["-.Inf", -Infinity], ["-.INF", -Infinity],
]);

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * The value of a plain scalar as Compose reads it. Compose reads YAML with go-yaml v3, whose `resolve.go` decides:
 * the YAML 1.2 core schema, but `0644` is octal too (as `0o644` is), `_` may group digits and `0b` is binary.
 * `yes`, `no`, `on` and `off` are strings there.
 */
export function plainValue(text: string): string | number | boolean | null {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  return plainNumber(text) ?? text;
}

function plainNumber(text: string): number | undefined {
  const first = text.charCodeAt(0);
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!numeric || text.length > 400) return undefined;
  const named = NUMBERS.get(text);
  if (named !== undefined) return named;
  const digits = text.replaceAll("_", "");
  const integer = INTEGER.exec(digits);
  if (integer) return integerValue(integer);
  return FLOAT.test(digits) ? Number(digits) : undefined;
}

function integerValue([, sign, hexadecimal, binary, octal, decimal]: RegExpExecArray): number {
  const size = hexadecimal !== undefined ? parseInt(hexadecimal, 16)
    : binary !== undefined ? parseInt(binary, 2)
    : octal !== undefined ? parseInt(octal, 8)
    : Number(decimal);
  return sign === "-" ? -size : size;
}
