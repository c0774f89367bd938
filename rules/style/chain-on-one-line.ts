import { cover, dockerfile, effective, lineEnd, replace, rule, type Instruction, type ShellScript, type Span, type Step } from "#rule";

export default rule({
  id: "chain-on-one-line",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A chain of commands shares a line",
  why: "With each command, mount or pair on a line of its own, a change shows up as the line that it is, and nothing hides at the end of a long one.",
  remedy: "Break the line in front of each `&&`, mount, pair or option.",
  peers: { same: [{ id: "tally:tally/newline-per-chained-call" }] },
  on: "instruction",
  needs: { instructions: ["HEALTHCHECK", "LABEL", "RUN"] },
  fix: "safe",
  options: {
    minCommands: { type: "number", default: 2, meaning: "From how many commands on." },
  },

  *check(step, { options }) {
    const instruction = effective(step.instruction);
    const breaks = breaksOf(step, instruction, options.minCommands);
    const first = breaks[0];
    if (!first) return;
    const { escape } = step.dockerfile.tree;
    const edits = breaks.map((span) => replace(span, ` ${escape}${lineEnd(span.document)}\t`));
    const { keywordSpan } = instruction;
    yield {
      at: cover(keywordSpan, first),
      message: `${WHAT[instruction.keyword] ?? "what belongs together"} shares a line`,
      fix: { title: "break the lines", safe: true, edits },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update \
        	&& apt-get install -y curl
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN --mount=type=cache,target=/var/cache/apt --mount=type=tmpfs,target=/tmp make
        LABEL role=front team="web shop"
        HEALTHCHECK --interval=30s CMD curl -f http://localhost/ || exit 1
      `,
      good: dockerfile`
        FROM debian:12
        RUN --mount=type=cache,target=/var/cache/apt \
        	--mount=type=tmpfs,target=/tmp \
        	make
        LABEL role=front \
        	team="web shop"
        HEALTHCHECK --interval=30s \
        	CMD curl -f http://localhost/ \
        	|| exit 1
      `,
    },
    {
      about: "Pipes and heredocs pass",
      options: { minCommands: 3 },
      bad: dockerfile`
        FROM debian:12
        RUN one && two && three
      `,
      good: dockerfile`
        FROM debian:12
        RUN one && two
        RUN ls | sort | uniq
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN one \
        	&& two \
        	&& three
      `,
    },
  ],
});

const WHAT: Readonly<Record<string, string>> = { RUN: "a chain of commands or mounts", LABEL: "a row of pairs", HEALTHCHECK: "a chain of options or commands" };

/** The blanks that a line break would take the place of, in the order of the file. */
function breaksOf(step: Step, instruction: Instruction, least: number): readonly Span[] {
  switch (instruction.keyword) {
    case "RUN":
      return [...mountBreaks(instruction), ...chainBreaks(step.script, instruction, least)].sort((a, b) => a.start - b.start);
    case "LABEL":
      return instruction.assignments.some(({ legacy }) => legacy) ? [] : between(instruction.assignments.map(({ span }) => span));
    case "HEALTHCHECK":
      return [...optionBreaks(instruction), ...chainBreaks(step.script, instruction, least)];
    default:
      return [];
  }
}

/** Between mounts on one line, and behind the last of them where mounts are broken at all. */
function mountBreaks(instruction: Instruction): readonly Span[] {
  const flags = instruction.flags.filter(({ name }) => name === "mount").map(({ span }) => span);
  const found = between(flags);
  const last = instruction.flags.at(-1)?.span;
  if (found.length === 0 || !last || instruction.rest.text.trim() === "" || instruction.heredocs.length > 0) return found;
  const start = instruction.rest.text.length - instruction.rest.text.trimStart().length;
  return [...found, ...between([last, instruction.rest.span(start, start + 1)])];
}

function optionBreaks(instruction: Instruction): readonly Span[] {
  const [word] = instruction.words;
  return instruction.flags.length === 0 || !word ? [] : between([...instruction.flags.map(({ span }) => span), word.span]);
}

/** In front of each `&&` and `||` of the script itself whose commands share a line. */
function chainBreaks(script: ShellScript | undefined, instruction: Instruction, least: number): readonly Span[] {
  if (!script || instruction.command?.form !== "shell") return [];
  return script.tree.script.commands.flatMap(({ command }) => {
    if (command.type !== "AndOr" || command.commands.length < least) return [];
    return command.commands.slice(1).flatMap((next, at) => {
      const before = command.commands[at];
      const operator = command.operators[at];
      if (!before || operator === undefined) return [];
      const place = script.text.text.indexOf(operator, before.end);
      if (place < 0 || place >= next.pos) return [];
      const broken = between([script.span(place, place + operator.length), script.span(next.pos, next.pos + 1)]).length === 0;
      return broken ? [] : between([script.span(before.end - 1, before.end), script.span(place, place + operator.length)]);
    });
  });
}

/** What stands between neighbours that share a line. */
function between(spans: readonly Span[]): readonly Span[] {
  return spans.slice(1).flatMap((span, at) => {
    const before = spans[at];
    if (!before || before.end > span.start) return [];
    const { document } = span;
    return document.slice(before.end, span.start).includes("\n") ? [] : [document.span(before.end, span.start)];
  });
}
