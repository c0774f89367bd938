import { dockerfile, lineEnd, replace, rule, textOf, type Fix, type Instruction } from "#rule";

export default rule({
  id: "env-sibling-reference",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "ENV reads a variable that it sets itself",
  why: "All values of one ENV are worked out before the first is set. The variable is empty there, or still has its old value.",
  remedy: "Set the variable that is read in an ENV of its own above.",
  peers: { same: [{ id: "hadolint:DL3044" }, { id: "kics:ENV refers to itself", options: { accept: [] } }] },
  on: "instruction",
  needs: { instructions: ["ENV"] },
  fix: "unsafe",
  options: {
    accept: { values: ["set-before"], default: ["set-before"], meaning: "set-before: passes where an earlier instruction set the variable too; without it that is reported, since the old value is used." },
  },

  *check({ instruction, before }, { options }) {
    if (instruction.keyword !== "ENV" || instruction.assignments.length < 2) return;
    const accept = options.accept.includes("set-before");
    for (const { name, value } of instruction.assignments) {
      const read = value?.variables.find((variable) => variable.modifier === undefined && isSibling(variable.name, name.value, instruction) && !(accept && (before.env.has(variable.name) || before.args.has(variable.name))));
      if (!read) continue;
      const fix = split(instruction, read.name);
      yield { at: read.span, message: `${read.name} is set in the same ENV, so it does not have that value here`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ENV BASE=/srv DATA=$BASE/data
      `,
      good: dockerfile`
        FROM debian:12
        ENV BASE=/srv
        ENV DATA=$BASE/data
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        ENV DATA="\${BASE}/data" BASE=/srv
      `,
      fixed: null,
      good: dockerfile`
        FROM debian:12
        ARG BASE=/opt
        ENV DATA=$BASE/data BASE=/srv
        ENV LOGS=\${DATE:-/srv}/log DATE=/srv
        ENV ONE=$BASE TWO=$BASES BASE_DIR=1
        ENV PATH=/srv/bin:$PATH
      `,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        ENV BASE=/opt
        ENV BASE=/srv DATA=$BASE/data
      `,
      good: dockerfile`
        FROM debian:12
        ENV BASE=/opt
        ENV BASE=/srv
        ENV DATA=$BASE/data
      `,
    },
  ],
});

function isSibling(read: string, own: string, { assignments }: Instruction): boolean {
  return read !== own && assignments.some(({ name }) => name.value === read);
}

/** Ends the ENV behind the pair that is read and begins another one, where the pair stands before its reader on one line. */
function split(instruction: Instruction, name: string): Fix | undefined {
  const { assignments, span } = instruction;
  const at = assignments.findIndex((one) => one.name.value === name);
  const [pair, next] = [assignments[at], assignments[at + 1]];
  if (!pair || !next || instruction.comments.length > 0 || assignments.slice(0, at + 1).some(({ value }) => value?.variables.some((variable) => isSibling(variable.name, "", instruction)))) return undefined;
  const { document } = span;
  const between = document.span(pair.span.end, next.span.start);
  const text = /^[ \t]+$/.test(textOf(between)) ? `${lineEnd(document)}ENV ` : undefined;
  return text === undefined || pair.legacy ? undefined : { title: `set ${name} in an ENV of its own`, safe: false, edits: [replace(between, text)] };
}
