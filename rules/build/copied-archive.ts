import { dockerfile, rule, type Command, type Instruction, type Span } from "#rule";

export default rule({
  id: "copied-archive",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "An archive is copied and then unpacked",
  why: "The layer of COPY keeps the archive for ever, next to what was unpacked from it.",
  remedy: "Use ADD, which unpacks local tar archives by itself.",
  peers: { same: [{ id: "hadolint:DL3010" }] },
  on: "stage",
  needs: { instructions: ["COPY"] },

  *check(stage) {
    const copied = new Map<string, { readonly span: Span; readonly name: string }[]>();
    for (const { instruction, copy, commands } of stage.steps) {
      if (instruction.keyword === "COPY" && copy?.from.kind === "context") remember(instruction, copied);
      if (instruction.keyword !== "RUN") continue;
      for (const word of commands.flatMap(unpacked)) {
        for (const { span, name } of copied.get(baseName(word)) ?? []) yield { at: span, message: `${name} is copied and then unpacked, ADD does both at once` };
        copied.delete(baseName(word));
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY dist/site.tar.gz /tmp/
        RUN cd /tmp && tar -xzf site.tar.gz -C /srv
      `,
      good: dockerfile`
        FROM debian:12
        ADD dist/site.tar.gz /srv/
        COPY backup.tar /srv/
        COPY --from=build /out.tar /
        RUN tar -cf /tmp/other.tar /srv/backup.tar && tar -xf /out.tar
      `,
    },
  ],
});

const ARCHIVE = /\.(?:tar(?:\.\w+)?|t[abgxl]z2?|tb2|tpz|gz|bz2|xz|lzma|lz|z|zst)$/i;

/** Under the name that an archive has in the context, and the one that the destination gives it. */
function remember(instruction: Instruction, copied: Map<string, { readonly span: Span; readonly name: string }[]>): void {
  const words = instruction.json ? instruction.json.items : instruction.words;
  const destination = baseName(words.at(-1)?.value ?? "");
  for (const { value, span } of words.slice(0, -1)) {
    const name = baseName(value);
    if (!ARCHIVE.test(name)) continue;
    for (const key of new Set([name, ...(ARCHIVE.test(destination) ? [destination] : [])])) copied.set(key, [...(copied.get(key) ?? []), { span, name }]);
  }
}

/** The archives that a command unpacks. */
function unpacked({ name, args }: Command): readonly string[] {
  const words = args.map(({ expanded, raw }) => expanded ?? raw.replace(/^["']|["']$/g, ""));
  if (["gunzip", "unxz", "bunzip2", "zcat", "gzcat", "uncompress", "unlzma", "unzstd"].includes(name)) return words;
  if (!/^(?:bsd)?tar(?:\.exe)?$/.test(name)) return [];
  const extracts = words.some((word) => /^-[A-Za-z]*x|^--(?:extract|get)$/.test(word));
  return extracts ? words.map((word) => word.replace(/^--file=/, "")) : [];
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
