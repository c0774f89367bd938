/** Numbers from 0 up to a bound, from a seed: the same seed gives the same inputs on every machine. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, bound);
  }

  of<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error("nothing to choose from");
    return one;
  }
}

/** Pieces that mean something to one of the parsers, and characters that mean something to none. */
const pieces = [
  "\n", "\r\n", "\r", "\t", " ", "\\\n", "`\n", "\\", "\0", "\uFEFF", "\u2028", "\uD800", "\u{1F4A9}", "\u001b[31m", "#", "'", '"', "`", "$", "${", "}", "$(", ")", "((", "))", "<<EOF\n", "<<-'EOF'\n", "3<<A <<B\n", "EOF\n",
  "${A:-${B:-${C}}}", "${A#*}", "${A//x/y}", "$((1+", "&& ", "|| ", "; ", "| ", "> /data/x ", ">> $X ", "2>&1 ", "for a in *; do ", "done ", "if true; then ", "fi\n", "case x in ", "esac ", "function f { ", "exec \"$@\"\n",
  "FROM a AS b\n", "FROM scratch\n", "FROM ${X}\n", "RUN ", "RUN --mount=type=cache,target=/x ", "RUN [\"a\", \"b\"]\n", "COPY --from=0 a b\n", "COPY <<A /x\n", "ADD http://a/b c\n", "VOLUME [\"/a\"]\n", "VOLUME /a /b\n", "ONBUILD ", "ENV A=b C=\"d\n", "ARG X\n", "WORKDIR ../..\n",
  "# syntax=x\n", "# escape=`\n", "# check=skip=all\n", "# stowage: ignore[x]\n", "# hadolint ignore=DL3006\n", "USER $U\n", "SHELL [\"powershell\"]\n", "HEALTHCHECK --interval=1s CMD x\n", "CMD ./start.sh\n", "ENTRYPOINT [\"/start.sh\"]\n",
  "services:\n", "  a:\n", "    image: x\n", "    build: .\n", "    volumes:\n      - a:/b:ro\n", "      - ./x:/y\n", "    <<: *a\n", "&a ", "*a ", "!reset ", "!override ", "---\n", "? ", "- ", ": ", "{", "}", "[", "]", "|\n", ">-\n", "x-a: &a {b: *a}\n", "include:\n  - x.yaml\n", "    extends: {file: compose.yaml, service: a}\n",
  "!**/x\n", "**\n", "[a-\n", "/../..\n", "A=${A}\n", "export B='\n", "postgres:16", "mysql", "/var/lib/postgresql/data", "/", "..", "~", "C:\\x", "\\\\.\\pipe\\x", "0", "-1", "1e999", "0x", "99999999999999999999", "null", "true", "@sha256:", "a".repeat(300), "constructor", "__proto__", "toString", "hasOwnProperty: x\n", "valueOf=1 ", "  __proto__:\n", "  constructor: {}\n", "${constructor}", "$__proto__ ", "ENV toString=x __proto__=y\n",
  "${", "*a*a*a*a*b", "**/a/**/b/**/c", "[[[[", "a,".repeat(200), "(a", "a)b", "+", "^", "a|b",
];

/** A text after one to eight changes: something cut, doubled, moved, put in, repeated, or taken from another text. */
export function mutate(text: string, others: readonly string[], chance: Chance): string {
  let result = text;
  for (let left = 1 + chance.below(8); left > 0; left--) result = changed(result, others, chance);
  return result.slice(0, 200_000);
}

function changed(text: string, others: readonly string[], chance: Chance): string {
  const at = chance.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + chance.below(chance.below(4) === 0 ? text.length : 12));
  switch (chance.below(9)) {
    case 0: return text.slice(0, at) + text.slice(end);
    case 1: return text.slice(0, end) + text.slice(at);
    case 2: return text.slice(0, at) + chance.of(pieces).repeat(chance.below(20) === 0 ? 1 + chance.below(1000) : 1) + text.slice(at);
    case 3: return text.slice(0, at) + chance.of(pieces) + text.slice(end);
    case 4: return text.slice(0, at);
    case 5: return swappedLines(text, chance);
    case 6: return text.slice(0, at) + part(chance.of(others), chance) + text.slice(at);
    case 7: return chance.below(2) === 0 ? text.replaceAll("\n", "\r\n") : text.replaceAll("  ", "\t");
    default: return text.slice(0, at) + String.fromCharCode(chance.below(chance.below(3) === 0 ? 65536 : 128)) + text.slice(at + 1);
  }
}

function swappedLines(text: string, chance: Chance): string {
  const lines = text.split("\n");
  const [a, b] = [chance.below(lines.length), chance.below(lines.length)];
  [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  return lines.join("\n");
}

function part(text: string, chance: Chance): string {
  const at = chance.below(text.length);
  return text.slice(at, at + chance.below(400));
}
