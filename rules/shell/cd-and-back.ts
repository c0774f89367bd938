import { dockerfile, rule, type ScriptCommand } from "#rule";

export default rule({
  id: "cd-and-back",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "cd and back by hand",
  why: "Where a command between the two fails or the first cd does, the second one leads to the wrong place.",
  remedy: "Run the commands in a subshell, `(cd dir && ...)`.",
  peers: { same: [{ id: "shellcheck:SC2103" }] },
  on: "script",
  needs: { words: ["cd"] },

  *check({ script }) {
    if (!script || script.errexit) return;
    for (const { statements } of script.lists) {
      const moves = statements.flatMap(({ command }) => script.commands.filter(({ node, name }) => node === command && name === "cd"));
      const back = moves.find((move, at) => goesBack(move) && at > 0 && !goesBack(moves[at - 1]));
      if (back) yield { at: back.span, message: "a subshell would come back by itself" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN cd build; make; cd ..
      `,
      good: dockerfile`
        FROM debian:12
        RUN (cd build && make)
      `,
    },
  ],
});

function goesBack(move: ScriptCommand | undefined): boolean {
  return move?.args.length === 1 && /^(?:\.\.|-)$/.test(move.args[0]?.text ?? "");
}
