import { dockerfile, rule, variablesIn, type Assignment, type Dockerfile, type Finding, type Stage, type Step, type Variable } from "#rule";

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
      { id: "buildkit:UndefinedVar", options: { instructions: ["others"], accept: ["exposed-port"] } },
      { id: "buildkit:UndefinedArgInFrom", options: { instructions: ["FROM"], accept: ["exposed-port"] } },
    ],
  },
  on: "dockerfile",
  needs: { words: ["$"] },
  options: {
    instructions: { values: ["FROM", "others"], default: ["FROM", "others"], meaning: "FROM: the FROM lines; others: the instructions of the stages." },
    accept: {
      values: ["default-value", "exposed-port", "repeated-use", "same-instruction"],
      default: ["default-value", "repeated-use", "same-instruction"],
      meaning: "Uses in the stages that pass. default-value: a modifier says what holds without it, as in `${NAME:-app}`; exposed-port: in EXPOSE; repeated-use: all uses but the first; same-instruction: the very ENV sets it that uses it.",
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
      about: "JSON arguments, the text of a here-document and default values hold variables too",
      bad: dockerfile`
        FROM debian:12
        ENV MODE=\${FAST:-$SLOW}
        VOLUME ["/srv/$NAME"]
        COPY <<EOF /etc/app.conf
        name = "$TITLE"
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        ARG NAME=app TITLE=\${NAME}
        VOLUME ["/srv/$NAME"]
        COPY <<EOF /etc/app.conf
        name = "$TITLE"
        EOF
        COPY <<"EOF" /etc/app.sh
        echo "$1"
        EOF
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
        ENV ONE=1 TWO=$ONE
        USER \${APP_USER:-app}
      `,
      good: dockerfile`
        FROM debian:12
        ENV ONE=1
        ENV TWO=$ONE
        USER app
      `,
    },
    {
      options: { accept: ["exposed-port"] },
      bad: dockerfile`
        FROM debian:12
        ENV A=$PORT
        ENV B=$PORT
      `,
      good: dockerfile`
        FROM debian:12
        EXPOSE $PORT
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
    const reported = new Set<string>();
    for (const variable of words.flatMap(({ variables }) => variables)) {
      if (declared.has(variable.name) || reported.has(variable.name)) continue;
      // a slip of a declared name is one with a default too
      if (answersForItself(variable) && likeOne(variable.name, declared) === undefined) continue;
      reported.add(variable.name);
      yield { at: variable.span, message: `no ARG before the first FROM declares ${variable.name}${meant(variable.name, declared)}` };
    }
  }
}

/** `${NAME:-app}` and the like say what holds where nobody sets it; what cuts the value does not. */
function answersForItself({ modifier }: Variable): boolean {
  return modifier !== undefined && /[-+?]/.test(modifier);
}

function* inStage(stage: Stage, accept: readonly string[]): Iterable<Finding> {
  const reported = new Set<string>();
  const globals = new Set(stage.dockerfile.preamble.flatMap(({ assignments }) => assignments.map(({ name }) => name.value)));
  for (const step of stage.steps) {
    if (step.instruction.keyword === "EXPOSE" && accept.includes("exposed-port")) continue;
    for (const variable of variablesOf(step)) {
      const { name, span } = variable;
      if (isSet(step, name) || (accept.includes("repeated-use") && reported.has(name))) continue;
      if ((accept.includes("default-value") && answersForItself(variable)) || (accept.includes("same-instruction") && isSibling(step, name))) continue;
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

/** Flags whose value Docker takes as it stands. */
const LITERAL_FLAGS = new Set(["exclude", "from", "interval", "link", "network", "parents", "retries", "security", "start-interval", "start-period", "timeout"]);

/** The variables that Docker itself replaces; the shell's own are not among them. */
function variablesOf({ instruction, before, dockerfile: { tree } }: Step): readonly Variable[] {
  const { keyword, flags, assignments, words, json, heredocs } = instruction;
  const values = flags.flatMap(({ name, value }) => (value && !LITERAL_FLAGS.has(name) ? inWord(value.variables) : []));
  if (!EXPANDED.has(keyword)) return keyword === "RUN" ? values : [];
  if (assignments.length > 0) return keyword === "ARG" ? inDeclarations(assignments, before) : assignments.flatMap(({ name, value }) => [...inWord(name.variables), ...inWord(value?.variables ?? [])]);
  const items = (json?.items ?? []).flatMap(({ text }) => inWord(variablesIn(text, tree.escape)));
  const bodies = heredocs.flatMap(({ body, expand }) => (expand ? inWord(variablesIn(body, "\\", false)) : []));
  return [...values, ...words.flatMap(({ variables }) => inWord(variables)), ...items, ...bodies];
}

/** One ARG sees what it declares further left. */
function inDeclarations(assignments: readonly Assignment[], before: Step["before"]): readonly Variable[] {
  const known = new Set([...before.env.keys(), ...before.args.keys()]);
  return assignments.flatMap(({ name, value }) => {
    const found = inWord(value?.variables ?? []).filter((variable) => !known.has(variable.name));
    known.add(name.value);
    return found;
  });
}

/** The variables of one word, each name once, those in the default values of others too. */
function inWord(variables: readonly Variable[]): readonly Variable[] {
  const first = new Map<string, Variable>();
  for (const variable of variables.flatMap((one) => [one, ...inWord(one.nested)])) if (!first.has(variable.name)) first.set(variable.name, variable);
  return [...first.values()];
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
