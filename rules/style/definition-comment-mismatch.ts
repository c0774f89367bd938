import { commentsDirectlyAbove, cover, dockerfile, readDirective, replace, rule, type Comment, type Instruction } from "#rule";

export default rule({
  id: "definition-comment-mismatch",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The comment above a definition does not begin with its name",
  why: "`docker build --call=outline` shows the comment above an ARG or a stage as its description, but only where the comment begins with the name.",
  remedy: "Begin the comment with the name, or leave an empty line or comment line between.",
  peers: { same: [{ id: "buildkit:InvalidDefinitionDescription" }] },
  on: "dockerfile",
  fix: "safe",

  *check({ tree }) {
    for (const instruction of tree.instructions) {
      const names = definedNames(instruction);
      const [name] = names;
      const comment = commentsDirectlyAbove(tree, instruction).at(-1);
      if (name === undefined || !comment || comment.text.trim() === "" || isDirective(comment)) continue;
      if (names.includes(comment.text.trim().split(" ", 1)[0] ?? "")) continue;
      const text = comment.text.length - comment.text.trimStart().length + 1 + comment.span.start;
      const at = comment.span.document.span(text, text);
      yield {
        at: cover(comment.span, instruction.keywordSpan),
        message: `the comment above ${name} does not begin with its name`,
        fix: { title: `begin it with ${name}`, safe: true, edits: [replace(at, comment.text.startsWith(" ") ? `${name} ` : ` ${name} `)] },
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        # which release is built
        ARG VERSION=1.2
        # compiles the program
        FROM golang:1.23 AS build
        RUN go build
      `,
      good: dockerfile`
        # VERSION which release is built
        ARG VERSION=1.2
        # build compiles the program
        FROM golang:1.23 AS build
        RUN go build
      `,
    },
    {
      about: "An empty comment line between, or a stage without a name, passes",
      bad: dockerfile`
        # the mode
        ARG MODE
        FROM debian:12
      `,
      good: dockerfile`
        # About this file
        #
        ARG MODE
        # what everything stands on
        FROM debian:12
      `,
      fixed: dockerfile`
        # MODE the mode
        ARG MODE
        FROM debian:12
      `,
    },
  ],
});

/** The variables that an ARG declares, or a stage's name. */
function definedNames({ keyword, assignments, words }: Instruction): readonly string[] {
  if (keyword === "ARG") return assignments.map(({ name }) => name.value);
  const name = keyword === "FROM" && /^as$/i.test(words[1]?.value ?? "") ? words[2]?.value : undefined;
  return name === undefined ? [] : [name];
}

/** A comment for a tool describes nothing. */
function isDirective({ text }: Comment): boolean {
  return readDirective(text) !== undefined || /^\s*(?:syntax|escape|check)\s*=/i.test(text);
}
