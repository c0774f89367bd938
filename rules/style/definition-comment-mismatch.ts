import { commentsDirectlyAbove, cover, dockerfile, insertLineBelow, readDirective, replace, rule, type Comment, type Fix, type Instruction } from "#rule";

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
      yield {
        at: cover(comment.span, instruction.keywordSpan),
        message: `the comment above ${name} does not begin with its name`,
        fix: commentsDirectlyAbove(tree, instruction).length === 1 && /^\s*\p{L}/u.test(comment.text) ? named(comment, name) : apart(comment),
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
      about: "The end of a longer text is no description",
      bad: dockerfile`
        # Copyright of the shop's team.
        # All rights reserved.
        ARG VERSION=1.2
        # --------
        ARG MODE
        FROM debian:12
      `,
      good: dockerfile`
        # Copyright of the shop's team.
        # All rights reserved.

        ARG VERSION=1.2
        # --------

        ARG MODE
        FROM debian:12
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

/** One line of words is meant for what stands below it. */
function named({ text, span }: Comment, name: string): Fix {
  const start = text.length - text.trimStart().length + 1 + span.start;
  return { title: `begin it with ${name}`, safe: true, edits: [replace(span.document.span(start, start), text.startsWith(" ") ? `${name} ` : ` ${name} `)] };
}

/** The end of a longer text, such as a licence, or a ruled line describes nothing. */
function apart({ span }: Comment): Fix {
  return { title: "leave a line between", safe: true, edits: [insertLineBelow(span, "")] };
}

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
