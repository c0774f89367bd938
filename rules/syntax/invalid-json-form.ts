import { dockerfile, effective, replace, rule, type Fix, type Instruction, type MappedText } from "#rule";

export default rule({
  id: "invalid-json-form",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  fix: "unsafe",
  title: "Looks like the JSON form and is none",
  why: "Docker only reads a correct JSON array of double-quoted texts as the JSON form. Anything else is taken as shell text or as odd paths, brackets included, without a word.",
  remedy: "Put every item in double quotes, commas between them, and no comma after the last.",
  peers: {
    same: [
      { id: "tally:tally/invalid-json-form" },
    ],
    near: ["kics:Not Using JSON In CMD And ENTRYPOINT Arguments"],
  },
  on: "instruction",
  needs: { instructions: ["ADD", "CMD", "COPY", "ENTRYPOINT", "HEALTHCHECK", "RUN", "SHELL", "VOLUME"], words: ["["] },

  *check(step) {
    const instruction = effective(step.instruction);
    const text = argumentsOf(instruction);
    if (!text || instruction.json || instruction.command?.form === "exec") return;
    const start = text.text.length - text.text.trimStart().length;
    const written = text.text.trim();
    if (!written.startsWith("[") || isShellTest(written) || /^\[[\w.]+\]::/.test(written) || instruction.keyword !== "RUN" && /^\[[^\s\]"',]+\][^\s\]]/.test(written)) return;
    const span = text.span(start, start + written.length);
    const items = itemsOf(written);
    const fix: Fix | undefined = items && instruction.comments.length === 0
      ? { title: "write a JSON array", safe: false, edits: [replace(span, `[${items.map((item) => JSON.stringify(item)).join(", ")}]`)] }
      : undefined;
    yield { at: span, message: `${instruction.keyword} begins like the JSON form but is no JSON array`, ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN [ 'make', 'all' ]
        VOLUME [/data]
        CMD ["server", "start",]
      `,
      good: dockerfile`
        FROM debian:12
        RUN [ "make", "all" ]
        VOLUME ["/data"]
        CMD ["server", "start"]
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN ["make", "all"]
        VOLUME ["/data"]
        CMD ["server", "start"]
      `,
    },
    {
      about: "Tests of the shell pass",
      bad: dockerfile`
        FROM debian:12
        ENTRYPOINT ["server" "start"
      `,
      good: dockerfile`
        FROM debian:12
        RUN [ -f /etc/app ] || exit 1
        RUN [ "$MODE" = "fast" ] && make
        RUN [[ $MODE == fast ]]
      `,
      fixed: null,
    },
  ],
});


const withJsonForm = ["CMD", "ENTRYPOINT", "RUN", "SHELL", "ADD", "COPY", "VOLUME"];

/** What stands where the JSON form would. */
function argumentsOf({ keyword, rest, command }: Instruction): MappedText | undefined {
  if (keyword === "HEALTHCHECK") return command?.form === "shell" ? command.script : undefined;
  return withJsonForm.includes(keyword) ? rest : undefined;
}

/** `[ -f x ]`, `[ "$a" = b ]`, `[[ ... ]]`. */
function isShellTest(text: string): boolean {
  if (text.startsWith("[[")) return true;
  const inside = /^\[\s([\s\S]*?)\s\](?=$|[\s;&|)])/.exec(text)?.[1]?.trimStart();
  return inside !== undefined && (/^(!|-[a-zA-Z])\s/.test(inside) || /\s(=|==|!=|=~|<|>|-(eq|ne|lt|le|gt|ge|nt|ot|ef|a|o))\s/.test(inside));
}

/** The items that were meant, where each is a plain or quoted text. */
function itemsOf(text: string): readonly string[] | undefined {
  const inside = /^\[([^[\]]*)\]$/.exec(text)?.[1]?.replace(/,\s*$/, "");
  if (inside === undefined) return undefined;
  const items = inside.split(",").map((item) => /^\s*(?:"([^"\\]*)"|'([^'"\\]*)'|([^\s"'\\]+))\s*$/.exec(item));
  const values = items.map((item) => item?.[1] ?? item?.[2] ?? item?.[3]);
  return values.every((value) => value !== undefined) ? values : undefined;
}
