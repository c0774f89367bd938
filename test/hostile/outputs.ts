/** All that may act on a terminal or hide text; line feeds end our own lines. */
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;

/** What is wrong with the text of a report in a format, whatever was reported; undefined where it is valid. */
export function faultOfOutput(format: string, text: string): string | undefined {
  const control = raw.exec(text);
  if (control) return `a raw character U+${(control[0].codePointAt(0) ?? 0).toString(16)} in ${JSON.stringify(text.slice(Math.max(0, control.index - 40), control.index + 20))}`;
  if (text !== "" && !text.endsWith("\n")) return "no line end at the end";
  switch (format) {
    case "json": case "gitlab": case "rdjson": JSON.parse(text); return undefined;
    case "sarif": return faultOfSarif(JSON.parse(text));
    case "checkstyle": case "junit": return faultOfXml(text);
    case "github": return faultOfLines(text, /^::(?:error|warning|notice) file=[^,\n]*(?:,\w+=[^,\n]*)*::./);
    case "unix": return faultOfLines(text, /^(?!\s*::).*:\d+:\d+: .* \[(?:error|warning|info)\/[\w-]+\]$/);
    case "pretty": case "notes": return /^\s*::/m.test(text) ? "an order to the build log" : undefined;
    case "html": return /<(?:script|img|iframe|object|embed|link|base|form)\b|\son\w+\s*=\s*["']?\w+\(/i.test(text.replace(/<style>[^<]*<\/style>/g, "")) ? "a tag that loads or runs something" : undefined;
    default: return undefined;
  }
}

function faultOfLines(text: string, wanted: RegExp): string | undefined {
  const wrong = text.split("\n").slice(0, -1).find((line) => !wanted.test(line));
  return wrong === undefined ? undefined : `a line of another form: ${JSON.stringify(wrong.slice(0, 200))}`;
}

/** What code scanning needs of each result: a rule of the driver, a message, a place that starts at line 1 or later. */
function faultOfSarif(log: unknown): string | undefined {
  const { version, runs } = log as { version: unknown; runs: readonly Run[] };
  const [run] = runs;
  if (version !== "2.1.0" || runs.length !== 1 || run?.tool.driver.name !== "stowage") return "no SARIF 2.1.0 of one run of stowage";
  const rules = run.tool.driver.rules;
  for (const { ruleId, ruleIndex, message, locations, level } of run.results) {
    const region = locations[0]?.physicalLocation.region;
    const placed = region && region.startLine >= 1 && region.startColumn >= 1 && (region.endLine > region.startLine || region.endColumn >= region.startColumn);
    if (rules[ruleIndex]?.id !== ruleId || message.text === "" || !placed || !["error", "warning", "note"].includes(level)) return `a result without what it needs: ${JSON.stringify({ ruleId, ruleIndex, message, region, level })}`;
  }
  return undefined;
}

interface Run {
  readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly { readonly physicalLocation: { readonly region?: { readonly startLine: number; readonly startColumn: number; readonly endLine: number; readonly endColumn: number } } }[];
  }[];
}

/** Tags that close each other, attributes in quotes, no bare `<` or `&`. */
function faultOfXml(text: string): string | undefined {
  const open: string[] = [];
  const between = text.replace(/^<\?xml [^<>]*\?>/, "").replace(/<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, (tag, end: string, name: string, attributes: string, single: string) => {
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(attributes)) return "&";
    if (end !== "") return open.pop() === name ? "" : tag;
    if (single === "") open.push(name);
    return "";
  });
  const bare = /<|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/.exec(between);
  if (bare) return `no XML near ${JSON.stringify(between.slice(bare.index, bare.index + 80))}`;
  return open.length > 0 ? `<${open.join("><")}> is not closed` : undefined;
}
