import { dockerfile, rule, type StatementList } from "#rule";

export default rule({
  id: "repeated-redirects",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Several commands append to one file",
  why: "The file is opened again for each line, and its name is written as often.",
  remedy: "Group the commands, `{ a; b; c; } >> file`.",
  peers: { same: [{ id: "shellcheck:SC2129" }] },
  on: "script",
  needs: { words: [">>"] },

  *check({ script }) {
    for (const { statements } of script?.lists ?? []) {
      for (let at = 0; at < statements.length; ) {
        const target = appendTarget(statements[at]);
        let end = at + 1;
        while (target !== undefined && end < statements.length && appendTarget(statements[end]) === target) end++;
        const first = statements[at];
        if (script && first && end - at >= 3) yield { at: script.spanOf(first), message: `${end - at} commands in a row append to ${target}` };
        at = end;
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN echo a >> /f; echo b >> /f; echo c >> /f
      `,
      good: dockerfile`
        FROM debian:12
        RUN { echo a; echo b; echo c; } >> /f
      `,
    },
  ],
});

/** The file that a statement appends to. */
function appendTarget(statement: StatementList["statements"][number] | undefined): string | undefined {
  const command = statement?.command.type === "Pipeline" ? statement.command.commands.at(-1) : statement?.command;
  if (command?.type !== "Command" && command?.type !== "Redirected") return undefined;
  return command.redirects.flatMap((one) => (one.type === "Redirect" && one.operator === ">>" ? one.target?.text ?? [] : []))[0];
}
