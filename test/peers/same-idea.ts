import { parseDockerfile, type Instruction } from "../../src/parse/dockerfile/index.ts";
import { Document } from "../../src/text/index.ts";

/** Rules about blanks, line ends and comments: there the text itself has to be the same. */
const layout = /(?:eol-last|no-multiple-empty-lines|newline-between-instructions|newline-per-chained-call|consistent-indentation|no-multi-spaces|no-trailing-spaces|NoEmptyContinuation)$/;

/**
 * What a Dockerfile says, for comparing two fixes of one fault. Not compared: comments, blank lines, continuation and
 * other blanks, capitals of keywords, the order of flags, the `id=` of a cache mount, `--unpack` and `--unpack=true`, `--chmod=+x`
 * and `--chmod=0755`, a slash behind the destination of ADD and COPY. Where a rule of the case is about layout, the text is compared, but for
 * the ids of cache mounts and lines with nothing but a comment.
 */
export function meaningOf(text: string, rules: readonly string[]): string {
  if (rules.some((rule) => layout.test(rule))) return text.replace(/(--mount=type=cache\S*?),id=[\w-]+/g, "$1").replace(/^[ \t]*# \[tally\].*\n/gm, "");
  return parseDockerfile(new Document("Dockerfile", text, "dockerfile")).instructions.map(instructionMeaning).join("\n");
}

function instructionMeaning({ keyword, flags, rest, heredocs }: Instruction): string {
  const options = flags.map(({ name, value }) => {
    const parts = (value?.raw ?? "true").replace(/^(?:\+x|755)$/, "0755").split(",").filter((part) => !part.startsWith("id=") || !value?.raw.includes("type=cache"));
    return `--${name}=${parts.sort().join(",")}`;
  });
  const words = rest.text.trim().replace(/\s+/g, " ");
  const argument = keyword === "ADD" || keyword === "COPY" ? words.replace(/\/$/, "") : words;
  const bodies = heredocs.map(({ body }) => body.text.split("\n").map((line) => line.trim()).filter((line) => line !== "").join("\n"));
  return [keyword, ...options.sort(), argument, ...bodies].join(" ");
}
