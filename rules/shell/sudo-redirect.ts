import { dockerfile, replace, rule, type Fix } from "#rule";

export default rule({
  id: "sudo-redirect",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A redirection without sudo",
  why: "The shell opens the file before sudo starts, with the rights of the user that runs the script.",
  remedy: "Use `... | sudo tee file`.",
  peers: { same: [{ id: "shellcheck:SC2024" }] },
  on: "script",
  needs: { words: ["sudo"] },
  fix: "unsafe",

  *check({ script }) {
    for (const command of script?.commands ?? []) {
      if (command.name !== "sudo") continue;
      for (const redirect of command.redirects) {
        if (redirect.type !== "Redirect" || redirect.descriptor || !redirect.target || redirect.target.text === "/dev/null" || !script) continue;
        if (!/^(?:<|>|>>|&>)$/.test(redirect.operator)) continue;
        const at = script.spanOf(redirect);
        const through = redirect.operator === ">" ? "sudo tee" : "sudo tee -a";
        const last = redirect.operator.startsWith(">") && at.end === command.span.end && command.redirects.length === 1;
        const fix: Fix | undefined = last ? { title: `write it through ${through}`, safe: false, edits: [replace(at, `| ${through} ${redirect.target.text} > /dev/null`)] } : undefined;
        yield { at, message: "sudo has no part in opening this file", ...(fix ? { fix } : {}) };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN sudo echo nameserver 1.1.1.1 >> /etc/resolv.conf
      `,
      good: dockerfile`
        FROM debian:12
        RUN sudo echo nameserver 1.1.1.1 | sudo tee -a /etc/resolv.conf > /dev/null
      `,
    },
  ],
});
