const DURATION = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const DURATION_PART = /(?<![\d.])(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6, us: 1e-3, "µs": 1e-3, "μs": 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000,
};

const BYTES = /^\+?((?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[-+]?\d+)?) ?(?:([kmgtp])(?:i?b)?|b)?$/i;
const POWERS = "kmgtp";

/**
 * A duration such as `1m30s` in milliseconds; undefined where it is none (a bare number has no unit, and is none).
 * The units are those of the specification's "Specifying durations", with the nanoseconds that Go adds.
 */
export function parseDuration(text: string): number | undefined {
  if (text.length > 100 || !DURATION.test(text)) return text === "0" ? 0 : undefined;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART)) sum += Number(amount) * (MILLISECONDS[unit ?? ""] ?? 0);
  return text.startsWith("-") ? -sum : sum;
}

/**
 * A size such as `64m` or `1.5gb` in bytes; undefined where it is none. A bare number is bytes. `k` is 1024, as
 * go-units' RAMInBytes documents, which Docker uses for memory. One blank may part the unit from the number.
 */
export function parseBytes(text: string): number | undefined {
  const match = text.length > 100 ? null : BYTES.exec(text);
  if (!match) return undefined;
  const power = match[2] === undefined ? 0 : POWERS.indexOf(match[2].toLowerCase()) + 1;
  return Math.floor(Number(match[1]?.replaceAll("_", "")) * 1024 ** power);
}
