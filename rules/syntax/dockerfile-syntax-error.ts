import { dockerfile, rule, type Dockerfile, type Instruction, type Severity, type Span, type SyntaxFault } from "#rule";

export default rule({
  id: "dockerfile-syntax-error",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The Dockerfile does not parse",
  why: "Docker refuses the file, or reads an instruction in another way than it is written.",
  remedy: "Write the instruction as the message says.",
  peers: {
    same: [
      { id: "dockerfilelint:required_params", options: { faults: ["empty"] } },
      { id: "dockerfilelint:invalid_line", options: { faults: ["empty"] } },
      { id: "dockerfilelint:extra_args", options: { faults: ["extra"] } },
      { id: "dockerfilelint:healthcheck_options_missing_args", options: { faults: ["option-value"] } },
      { id: "dockerfilelint:invalid_format", options: { faults: ["format"] } },
      { id: "dockerfilelint:missing_args", options: { faults: ["missing"] } },
      { id: "dockerfilelint:label_invalid", options: { faults: ["label"] } },
    ],
    near: ["buildkit:LegacyKeyValueFormat", "hadolint:DL1000"],
  },
  options: {
    faults: {
      values: ["build", "empty", "extra", "format", "label", "missing", "option-value"],
      default: ["build", "empty", "extra", "format", "option-value"],
      meaning: "Which faults are looked for. empty: an instruction without any arguments; extra: USER of more than one word, or MAINTAINER of more than one e-mail address; option-value: a HEALTHCHECK option before the command without `=value`; format: ENV with an equals sign that cannot be read as key=value pairs (`ENV a=b c`), SHELL that is no JSON array, or HEALTHCHECK with text after NONE or an option that does not exist, while the old form `ENV key value` and options after the command pass; build: everything else that BuildKit refuses; missing: MAINTAINER without e-mail address, or ADD with fewer than two arguments; label: a LABEL that cannot be read as key=value pairs throughout: a key without `=`, a stray word after a pair, or the old `key value` form, while `key=` and quoted or escaped blanks pass.",
    },
  },
  on: "dockerfile",

  *check(file, { options }) {
    for (const fault of [...parserFaults(file), ...file.tree.instructions.flatMap(ownFaults)]) {
      if (fault.isBrokenJson && options.faults.includes("build")) continue; // invalid-json-form tells of it
      if (fault.kinds.some((kind) => options.faults.includes(kind))) yield { at: fault.at, message: fault.message, ...(fault.severity ? { severity: fault.severity } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS
        ENV MODE=fast and loose
        COPY app
        EXPOSE
        USER app users
        HEALTHCHECK --interval CMD true
        HEALTHCHECK NONE true
        SHELL /bin/bash -c
        RUN --mounts=type=cache make
      `,
      good: dockerfile`
        FROM debian:12 AS base
        ENV MODE="fast and loose"
        ENV KIND slow and steady
        COPY app .
        EXPOSE 80
        USER app
        HEALTHCHECK --interval=30s CMD true --timeout
        SHELL ["/bin/bash", "-c"]
        RUN --mount=type=cache,target=/root/.cache make
        MAINTAINER Ada
        LABEL kind test
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app.conf
        mode = fast
      `,
      good: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app.conf
        mode = fast
        EOF
      `,
    },
    {
      options: { faults: ["format"] },
      bad: dockerfile`
        FROM debian:12
        SHELL ['/bin/bash', '-c']
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
      `,
    },
    {
      about: "What begins like a JSON array is left to invalid-json-form.",
      bad: dockerfile`
        FROM debian:12
        SHELL /bin/bash -c
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ['/bin/bash', '-c']
      `,
    },
    {
      options: { faults: ["label", "missing"] },
      bad: dockerfile`
        FROM debian:12
        MAINTAINER Ada
        LABEL kind test
        LABEL one=1 two
        LABEL three
      `,
      good: dockerfile`
        FROM debian:12
        MAINTAINER Ada <ada@example.org>
        LABEL kind= one="a b" two=a\ b
      `,
    },
  ],
});


type Kind = "build" | "empty" | "extra" | "format" | "label" | "missing" | "option-value";

interface Fault {
  readonly at: Span;
  readonly message: string;
  readonly kinds: readonly Kind[];
  /** Where Docker takes it all the same. */
  readonly severity?: Severity;
  /** It begins like a JSON array and is none. */
  readonly isBrokenJson?: boolean;
}

/** Faults that have a rule of their own. */
const elsewhere = ["unknown-instruction", "no-from", "empty-file", "instruction-before-from", "bad-trigger", "json-not-strings"];

function parserFaults({ tree }: Dockerfile): readonly Fault[] {
  return tree.faults.filter(({ code }) => !elsewhere.includes(code)).flatMap((fault) => {
    const instruction = instructionAt(tree.instructions, fault.span.start);
    const kinds = kindsOf(fault, instruction);
    if (kinds.length === 0) return [];
    const isBrokenJson = fault.code === "shell-not-json" && instruction?.rest.text.trimStart().startsWith("[") === true;
    return [{ at: fault.span, message: fault.message, kinds, isBrokenJson, ...(fault.fatal ? {} : { severity: "warning" as const }) }];
  });
}

/** The instruction that holds an offset, or the last one before it. */
function instructionAt(instructions: readonly Instruction[], offset: number): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.start ?? offset) <= offset) low = middle + 1;
    else high = middle;
  }
  return instructions[low - 1];
}

function kindsOf({ code, fatal }: SyntaxFault, instruction: Instruction | undefined): readonly Kind[] {
  const keyword = instruction?.keyword;
  if (code === "missing-arguments") {
    if (instruction?.rest.text.trim() === "") return ["empty"];
    return keyword === "ADD" ? ["missing", "build"] : ["build"];
  }
  if (code === "shell-not-json") return ["format"];
  if (code === "missing-value" && keyword === "LABEL") return ["label", "build"];
  if (code === "missing-equals") return keyword === "ENV" ? ["format"] : ["label", "build"];
  if (keyword === "HEALTHCHECK") {
    if (code === "flag-without-value") return ["option-value"];
    if (code === "unknown-flag" || (code === "bad-healthcheck" && instruction?.words[0]?.raw.toUpperCase() === "NONE")) return ["format"];
  }
  return fatal ? ["build"] : [];
}

/** What Docker takes and hardly anyone means. */
function ownFaults(instruction: Instruction): readonly Fault[] {
  const { keyword, rest, assignments, headSpan } = instruction;
  if (keyword === "USER" && /\S\s+\S/.test(rest.text) && !/^(["']).*\1$/.test(rest.text.trim())) {
    return [{ at: headSpan, message: "USER takes one word, a user with or without a group", kinds: ["extra"] }];
  }
  if (keyword === "LABEL") {
    const legacy = assignments.filter((pair) => pair.legacy && pair.value);
    return legacy.map(({ span }) => ({ at: span, message: "LABEL takes key=value pairs", kinds: ["label"], severity: "info" }));
  }
  if (keyword !== "MAINTAINER" || rest.text.trim() === "") return [];
  const addresses = rest.text.match(/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/g)?.length ?? 0;
  if (addresses === 1) return [];
  return [addresses === 0
    ? { at: headSpan, message: "MAINTAINER holds no e-mail address", kinds: ["missing"], severity: "info" }
    : { at: headSpan, message: "MAINTAINER holds more than one e-mail address", kinds: ["extra"], severity: "info" }];
}
