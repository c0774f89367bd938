import { dockerfile, rule, type Dockerfile, type Finding, type Instruction, type Stage, type Step, type Variable } from "#rule";

export default rule({
  id: "undefined-variable",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A variable is used that nothing sets",
  why: "Docker puts an empty text in the place of a variable that nobody set. The path, user or image then is another one than was meant, and the build does not say so.",
  remedy: "Declare it with ARG or ENV before it is used; a global ARG has to be repeated in each stage.",
  peers: {
    same: [
      { id: "buildkit:UndefinedVar", options: { instructions: ["others"], accept: [] } },
      { id: "buildkit:UndefinedArgInFrom", options: { instructions: ["FROM"], accept: [] } },
    ],
  },
  on: "dockerfile",
  needs: { words: ["$"] },
  options: {
    instructions: { values: ["FROM", "others"], default: ["FROM", "others"], meaning: "FROM: the FROM lines; others: the instructions of the stages." },
    accept: {
      values: ["default-value", "same-instruction"], default: ["default-value", "same-instruction"],
      meaning: "What passes in a stage. default-value: a variable with a default or another modifier, such as `${NAME:-app}`; same-instruction: one that the same ENV sets, which another rule reports.",
    },
  },

  *check(dockerfile, { options }) {
    if (options.instructions.includes("FROM")) yield* inFrom(dockerfile);
    for (const stage of options.instructions.includes("others") ? dockerfile.stages : []) yield* inStage(stage, options.accept);
  },

  examples: [
    {
      bad: dockerfile`
        ARG VERSION=1.4
        ARG RELEASE=12
        FROM debian:$RELASE
        COPY app-$VERSION.tar.gz /srv/
      `,
      good: dockerfile`
        ARG VERSION=1.4
        ARG RELEASE=12
        FROM --platform=$BUILDPLATFORM debian:$RELEASE
        ARG VERSION
        ENV PATH=/srv/bin:$PATH
        COPY app-$VERSION.tar.gz /srv/\${NAME:-app}
        RUN echo $HOME
      `,
    },
    {
      about: "An image that is not known may set any variable",
      bad: dockerfile`
        FROM registry.example.org/base:1
        ARG APP_HOME=/srv
        WORKDIR $APP_HOEM
      `,
      good: dockerfile`
        FROM registry.example.org/base:1
        WORKDIR $JAVA_HOME
      `,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        ENV HOST=\${NAME:-app} PLACE=/srv SHARE=$PLACE/share
      `,
      good: dockerfile`
        FROM debian:12
        ENV HOST=app PLACE=/srv
      `,
    },
    {
      options: { instructions: ["FROM"] },
      bad: dockerfile`
        FROM $BASE
      `,
      good: dockerfile`
        FROM debian:12
        USER $APP_USER
      `,
    },
  ],
});

const PREDEFINED = new Set([
  "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT", "TARGETSTAGE",
]);

/** What some plain operating system images set besides PATH. */
const OFTEN_SET = new Set(["PATH", "LANG", "container", "DISTTAG", "FGC", "FBR"]);

const EXPANDED = new Set(["ADD", "ARG", "COPY", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"]);

function* inFrom(dockerfile: Dockerfile): Iterable<Finding> {
  const declared = new Set([...PREDEFINED, ...dockerfile.preamble.flatMap(({ assignments }) => assignments.map(({ name }) => name.value))]);
  for (const { from } of dockerfile.stages) {
    const words = [...from.words.slice(0, 1), ...from.flags.flatMap(({ value }) => value ?? [])];
    for (const variable of words.flatMap(({ variables }) => variables)) {
      if (declared.has(variable.name) || variable.modifier !== undefined) continue;
      yield { at: variable.span, message: `no ARG before the first FROM declares ${variable.name}${meant(variable.name, declared)}` };
    }
  }
}

function* inStage(stage: Stage, accept: readonly string[]): Iterable<Finding> {
  const reported = new Set<string>();
  const globals = new Set(stage.dockerfile.preamble.flatMap(({ assignments }) => assignments.map(({ name }) => name.value)));
  for (const step of stage.steps) {
    for (const { name, span, modifier } of variablesOf(step.instruction)) {
      if ((modifier !== undefined && accept.includes("default-value")) || reported.has(name) || isSet(step, name)) continue;
      if (accept.includes("same-instruction") && isSibling(step, name)) continue;
      const known = new Set([...step.before.env.keys(), ...step.before.args.keys(), "PATH"]);
      const message = globals.has(name) ? `${name} is declared before FROM only, this stage does not have it` : `nothing sets ${name}${meant(name, known)}`;
      if (!globals.has(name) && !stage.baseEnvironmentKnown && likeOne(name, known) === undefined) continue;
      reported.add(name);
      yield { at: span, message };
    }
  }
}

function isSet({ before }: Step, name: string): boolean {
  return OFTEN_SET.has(name) || before.env.has(name) || before.args.has(name);
}

/** ENV sets it in this very instruction: the rule on that speaks there. `X=$X` stays here. */
function isSibling({ instruction }: Step, name: string): boolean {
  return instruction.keyword === "ENV" && instruction.assignments.some((one) => one.name.value === name)
    && !instruction.assignments.some((one) => one.name.value === name && one.value?.variables.some((variable) => variable.name === name));
}

/** The variables that Docker itself replaces; the shell's own are not among them. */
function variablesOf(instruction: Instruction): readonly Variable[] {
  const flags = instruction.flags.flatMap(({ value }) => value?.variables ?? []);
  if (!EXPANDED.has(instruction.keyword)) return instruction.keyword === "RUN" ? flags : [];
  const assigned = instruction.assignments.flatMap(({ name, value }) => [...name.variables, ...(value?.variables ?? [])]);
  return [...flags, ...(instruction.assignments.length > 0 ? assigned : instruction.words.flatMap(({ variables }) => variables))];
}

function meant(name: string, known: ReadonlySet<string>): string {
  const other = likeOne(name, known);
  return other === undefined ? "" : `, did you mean ${other}?`;
}

/** The name of which this one is a slip: one letter more, less or other, or the same letters in another order. */
function likeOne(name: string, known: ReadonlySet<string>): string | undefined {
  return name.length < 4 ? undefined : [...known].find((other) => isSlip(name, other));
}

function isSlip(name: string, other: string): boolean {
  if (Math.abs(name.length - other.length) > 1 || name.replace(/\d/g, "") === other.replace(/\d/g, "")) return false;
  let start = 0;
  while (start < name.length && name.charAt(start) === other.charAt(start)) start++;
  let end = 0;
  while (end < Math.min(name.length, other.length) - start && name.at(-1 - end) === other.at(-1 - end)) end++;
  return Math.max(name.length, other.length) - start - end <= 1 || Array.from(name).sort().join("") === Array.from(other).sort().join("");
}
