import { commentsDirectlyAbove, cover, dockerfile, insertLineBelow, readDirective, replace, rule, type Comment, type DockerfileTree, type Fix, type Instruction } from "#rule";

export default rule({
  id: "definition-comment-mismatch",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The comment above a definition does not begin with its name",
  why: "`docker build --call=outline` shows the comment above an ARG or a stage as its description, but only where the comment begins with the name.",
  remedy: "Begin the comment with the name, or leave an empty comment line (`#`) between.",
  peers: { same: [{ id: "buildkit:InvalidDefinitionDescription", options: { when: "on-request" } }] },
  options: {
    when: {
      values: ["always", "on-request"],
      default: "always",
      meaning: "on-request: only in files whose `# check=experimental=...` line names BuildKit's check or says all; blank lines between the comment and the definition then change nothing, as in BuildKit.",
    },
  },
  on: "dockerfile",
  fix: "safe",

  *check({ tree }, { options }) {
    if (options.when === "on-request" && !isRequested(tree)) return;
    for (const instruction of tree.instructions) {
      const names = definedNames(instruction);
      const [name] = names;
      const comment = options.when === "always" ? commentsDirectlyAbove(tree, instruction).at(-1) : commentAbove(tree, instruction);
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
        #
        ARG VERSION=1.2
        # --------
        #
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
    {
      options: { when: "on-request" },
      bad: dockerfile`
        # check=skip=StageNameCasing;experimental=InvalidDefinitionDescription
        # the mode
        ARG MODE
        FROM debian:12
      `,
      good: dockerfile`
        # the mode
        ARG MODE
        FROM debian:12
      `,
      fixed: dockerfile`
        # check=skip=StageNameCasing;experimental=InvalidDefinitionDescription
        # MODE the mode
        ARG MODE
        FROM debian:12
      `,
    },
  ],
});

/** True where the `# check=` line at the top asks for BuildKit's experimental checks, all or this one. */
function isRequested({ directives }: DockerfileTree): boolean {
  return directives.some(({ name, value }) => name === "check" && value.split(";").some((part) => {
    const [key, names] = part.split("=");
    return key?.trim() === "experimental" && (names ?? "").split(",").some((one) => /^(?:all|InvalidDefinitionDescription)$/i.test(one.trim()));
  }));
}

/** One line of words is meant for what stands below it. */
function named({ text, span }: Comment, name: string): Fix {
  const start = text.length - text.trimStart().length + 1 + span.start;
  return { title: `begin it with ${name}`, safe: true, edits: [replace(span.document.span(start, start), text.startsWith(" ") ? `${name} ` : ` ${name} `)] };
}

/** The end of a longer text, such as a licence, or a ruled line describes nothing. BuildKit reads on over blank lines. */
function apart({ span }: Comment): Fix {
  return { title: "leave an empty comment line between", safe: true, edits: [insertLineBelow(span, "#")] };
}

/** The last comment line above an instruction, with nothing but blank lines between. */
function commentAbove({ comments, document }: DockerfileTree, { span }: Instruction): Comment | undefined {
  const comment = comments.findLast((one) => one.span.end <= span.start);
  return comment && !comment.inside && document.slice(comment.span.end, span.start).trim() === "" ? comment : undefined;
}

/** The variables that an ARG declares, or a stage's name, which Docker holds in lower case. */
function definedNames({ keyword, assignments, words }: Instruction): readonly string[] {
  if (keyword === "ARG") return assignments.map(({ name }) => name.value);
  const name = keyword === "FROM" && /^as$/i.test(words[1]?.value ?? "") ? words[2]?.value : undefined;
  return name === undefined ? [] : [name.toLowerCase()];
}

/** A comment for a tool describes nothing. */
function isDirective({ text }: Comment): boolean {
  return readDirective(text) !== undefined || /^\s*(?:syntax|escape|check)\s*=/i.test(text);
}
