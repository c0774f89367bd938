/** Path to text. */
export type ExampleFiles = Readonly<Record<string, string>>;

/** A Dockerfile of an example; the common indentation is cut, `\${` and `` \` `` stand for themselves without the backslash. */
export function dockerfile(strings: TemplateStringsArray, ...values: readonly string[]): ExampleFiles {
  return { Dockerfile: dedent(strings, values) };
}

/** A `compose.yaml` of an example. */
export function compose(strings: TemplateStringsArray, ...values: readonly string[]): ExampleFiles {
  return { "compose.yaml": dedent(strings, values) };
}

/** Any other file of an example: `file("entrypoint.sh")`...``. */
export function file(path: string): (strings: TemplateStringsArray, ...values: readonly string[]) => ExampleFiles {
  return (strings, ...values) => ({ [path]: dedent(strings, values) });
}

function dedent(strings: TemplateStringsArray, values: readonly string[]): string {
  const raw = strings.raw.map((part, at) => part.replace(/\\(?=\$\{|`)/g, "") + (values[at] ?? "")).join("");
  const lines = raw.replace(/^\n/, "").replace(/\n[ \t]*$/, "\n").split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const cut = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(Math.min(cut, /^ */.exec(line)?.[0].length ?? 0))).join("\n");
}
