import { dockerfile, lineEnd, replace, rule, textOf, type Fix, type Stage, type Step } from "#rule";

export default rule({
  id: "run-heredoc-candidate",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Several commands could be one heredoc",
  why: "A heredoc reads like a script, needs neither `&&` nor backslashes, and makes one layer.",
  remedy: "Write the commands into `RUN <<EOF` with `set -e` in front.",
  peers: { same: [{ id: "tally:tally/prefer-run-heredoc" }], near: ["hadolint:DL3059"] },
  on: "stage",
  needs: { instructions: ["RUN"] },
  fix: "unsafe",
  options: {
    minCommands: { type: "number", default: 3, meaning: "From how many RUN or chained commands on." },
  },

  *check(stage, { options }) {
    const many = (run: readonly Step[]): boolean => run.reduce((sum, step) => sum + commandCount(step), 0) >= options.minCommands;
    for (const run of runsOf(stage).flatMap((one) => (many(one) ? [one] : one.map((step) => [step])))) {
      const [first] = run;
      if (!first || !many(run) || (run.length === 1 && first.instruction.command?.form !== "shell")) continue;
      const message = run.length > 1 ? `${run.length} RUN in a row could be one heredoc` : `${commandCount(first)} commands in a row could be a heredoc`;
      const fix = heredoc(run);
      yield { at: first.instruction.headSpan, message, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      about: "The shell of Windows joins with && as well; an archive that is downloaded and unpacked is left to ADD.",
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        RUN mkdir C:\shop && copy C:\list C:\shop && del C:\list
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        RUN mkdir C:\shop && copy C:\list C:\shop
      `,
      fixed: null,
    },
    {
      about: "The commands of all RUN in a row count; `||` joins two of them into one.",
      bad: dockerfile`
        FROM debian:12
        RUN make || make all
        RUN make check && make install
      `,
      good: dockerfile`
        FROM debian:12
        RUN <<EOF
        set -e
        make || make all
        make check
        make install
        EOF
      `,
    },
    {
      about: "A long chain counts by itself; one that ends in exit is not joined with others.",
      bad: dockerfile`
        FROM debian:12
        RUN make
        RUN make check && make install && make clean || exit 2
      `,
      good: dockerfile`
        FROM debian:12
        RUN make
        RUN make check && make install || exit 2
      `,
      fixed: null,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update
        RUN apt-get install -y curl
        RUN curl -o /srv/list https://example.com/list
      `,
      good: dockerfile`
        FROM debian:12
        RUN <<EOF
        set -e
        apt-get update
        apt-get install -y curl
        curl -o /srv/list https://example.com/list
        EOF
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir /srv/app && cp /etc/motd /srv/app && chmod 644 /srv/app/motd
      `,
      good: dockerfile`
        FROM debian:12
        RUN <<EOF
        set -e
        mkdir /srv/app
        cp /etc/motd /srv/app
        chmod 644 /srv/app/motd
        EOF
      `,
    },
    {
      about: "Another instruction ends the row; a `cd` that would reach further is left to you",
      bad: dockerfile`
        FROM debian:12
        RUN cd /srv
        RUN make
        RUN make install
      `,
      good: dockerfile`
        FROM debian:12
        RUN make
        WORKDIR /srv
        RUN make
        RUN make install
      `,
      fixed: null,
    },
    {
      options: { minCommands: 4 },
      bad: dockerfile`
        FROM debian:12
        RUN one && two && three && four
      `,
      good: dockerfile`
        FROM debian:12
        RUN one && two && three
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN <<EOF
        set -e
        one
        two
        three
        four
        EOF
      `,
    },
  ],
});

/** RUN that follow each other with the same flags; an exec form, a script that may exit early and a clone stand apart. */
function runsOf({ steps }: Stage): readonly (readonly Step[])[] {
  const runs: Step[][] = [];
  let open: Step[] | undefined;
  for (const step of steps) {
    const { keyword, command } = step.instruction;
    if (keyword !== "RUN" || !command || command.form === "exec" || clones(step) || isBroken(step)) {
      open = undefined;
      continue;
    }
    if (endsEarly(step)) {
      open = undefined;
      if (step.instruction.heredocs.length === 0) runs.push([step]);
      continue;
    }
    if (open && flagsOf(open[0]) === flagsOf(step)) open.push(step);
    else runs.push((open = [step]));
  }
  return runs;
}

function flagsOf(step: Step | undefined): string {
  return (step?.instruction.flags ?? []).map(({ span }) => textOf(span)).join(" ");
}

function endsEarly({ instruction, commands }: Step): boolean {
  return commands.some(({ name }) => name === "exit" || (name === "exec" && instruction.heredocs.length > 0));
}

/** What a POSIX shell would not read; a heredoc does not help it. */
function isBroken({ script }: Step): boolean {
  return (script?.tree.faults.length ?? 0) > 0;
}

/** How many commands `&&` and `;` join; `||` makes one of two. */
function commandCount(step: Step): number {
  if (["powershell", "cmd"].includes(step.before.shell.dialect)) return statementsOf(step).length;
  return (step.script?.tree.script.commands ?? []).reduce((sum, { command }) => sum + (command.type === "AndOr" ? 1 + command.operators.filter((operator) => operator === "&&").length : 1), 0);
}

function clones({ commands }: Step): boolean {
  return commands.some(({ name, args }) => name === "git" && args.some(({ value }) => value === "clone"));
}

/** The commands that `&&` and `;` join, as written; a pipe is one of them. PowerShell has its statements, cmd what `&&` and `&` join. */
function statementsOf({ script, instruction, before, powerShell, foreignCommands }: Step): readonly string[] {
  const text = instruction.command?.form === "shell" ? instruction.command.script.text : "";
  if (before.shell.dialect === "powershell") return powerShell?.statements ?? [];
  if (before.shell.dialect === "cmd") return foreignCommands.filter((_, at) => foreignCommands[at - 1]?.piped !== true).map(({ span }) => textOf(span));
  return (script?.tree.script.commands ?? []).flatMap(({ command, pos, end }) => {
    if (command.type !== "AndOr") return [asWritten(script, text, pos, end)];
    const links = command.operators.every((operator) => operator === "&&") ? command.commands : [command];
    return links.map((one) => asWritten(script, text, one.pos, one.end));
  });
}

/** With its line continuations, where the shell reads them as the Dockerfile does. */
function asWritten(script: Step["script"], text: string, from: number, to: number): string {
  const written = script ? textOf(script.span(from, to)) : "";
  const lines = written.split("\n");
  return lines.length > 1 && lines.slice(0, -1).every((line) => line.endsWith("\\") && line.trim() !== "\\") ? written : text.slice(from, to);
}

/** Commands whose effect ends with their RUN, or with `&&`: joined with others they would do something else. */
const LEAVES_TRACES = /(?:^|[\n;&|({][ \t\r]*)(?:cd|pushd|export|set|umask|exit|exec|source|\.|ulimit|trap|\w+=\S*)(?=\s|$)/;

/** Plain shell lines as one heredoc; an archive that is downloaded and unpacked stays where ADD can do both. */
function heredoc(run: readonly Step[]): Fix | undefined {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last || run.some((step) => step.script?.posix === undefined || !["sh", "bash", "ash", "dash"].includes(step.before.shell.dialect))) return undefined;
  if (run.some(({ commands }) => commands.some(({ download }) => download !== undefined) && commands.some(({ name }) => /^(?:bsd|g)?tar$/.test(name)))) return undefined;
  if (run.some(({ instruction }) => instruction.comments.length > 0 || instruction.heredocs.length > 0)) return undefined;
  const { document } = first.instruction.span;
  for (const [at, { instruction }] of run.entries()) {
    const next = run[at + 1]?.instruction;
    if (next && document.slice(instruction.span.end, next.span.start).trim() !== "") return undefined;
  }
  const lines = run.flatMap((step) => statementsOf(step).map((one) => one.trim()));
  if (lines.length < 2) return undefined;
  if (lines.some((line) => line.split("\n").some((part) => part.trim() === "EOF") || /(?<!\\)\n/.test(line) || line.endsWith("&")) || (run.length > 1 && run.some(({ instruction }) => LEAVES_TRACES.test(instruction.rest.text)))) return undefined;
  const flags = flagsOf(first);
  const text = [`RUN ${flags === "" ? "" : `${flags} `}<<EOF`, "set -e", ...lines, "EOF"].join(lineEnd(document));
  return { title: "write a heredoc", safe: false, edits: [replace(document.span(first.instruction.span.start, last.instruction.span.end), text)] };
}
