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

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;

/** True for a plain scalar that Compose's reader takes for a date or a time of day (measured). */
export function isDate(text: string): boolean {
  if (text[4] !== "-" || text.length > 60) return false;
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

/** A number as Compose writes it into a text: the value of `0755` is `493`, and that of `1e6` is `1e+06` (measured). */
export function numberText(value: number, text: string): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (INTEGER.test(text.replaceAll("_", ""))) {
    if (Number.isSafeInteger(value)) return String(value);
    if (Math.abs(value) < 2 ** 63) return String(BigInt(text.replaceAll("_", "").replace(/^[-+]/, "")) * (value < 0 ? -1n : 1n));
  }
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
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
