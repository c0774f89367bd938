import { dockerfile, isBuildCommand, remove, rule, type Command, type Fix, type Span } from "#rule";

export default rule({
  id: "sudo-in-run",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "unsafe",
  title: "sudo during a build",
  why: "A build runs as root already, or as the user that USER names. sudo changes the environment, asks for a terminal, and leaves a way to become root in the image.",
  remedy: "Take sudo out; where root is needed after USER, switch with `USER root` and back.",
  securitySeverity: 4.0,
  peers: {
    same: [
      { id: "hadolint:DL3004" },
      { id: "kics:Run Using Sudo" },
      { id: "trivy:DS-0010" },
      { id: "checkov:CKV2_DOCKER_1" },
      { id: "semgrep:no-sudo-in-dockerfile" },
      { id: "dockerfilelint:sudo_usage" },
    ],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["sudo"] },

  *check(command) {
    if (!isBuildCommand(command) || !(command.name === "sudo" || command.wrappers.includes("sudo"))) return;
    const words = command.shell?.words ?? [];
    const at = words.findIndex((word) => word.value === "sudo" || word.value?.endsWith("/sudo") === true);
    const word = words[at]?.span;
    const fix = word && withoutSudo(command, word, words[at + 1]);
    yield { at: word ?? command.span, message: `${command.name === "sudo" ? "this" : command.name} runs through sudo`, ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN sudo apt-get update
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update
      `,
    },
    {
      about: "Installing sudo and look-alike names pass",
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -p /srv/app && timeout 10 sudo -u daemon true
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get install -y sudo && ./sudo-setup && echo sudo
      `,
      fixed: null,
    },
  ],
});


/** Only a sudo without flags of its own can go without changing what the command is. */
function withoutSudo(command: Command, word: Span, next: { readonly raw: string; readonly span: Span } | undefined): Fix | undefined {
  // Behind a USER, or where the base image may have one, it is what makes the command root.
  if (!/^(?:root|0)(?::|$)/.test(command.user ?? "")) return undefined;
  if (!next || next.raw.startsWith("-") || command.dialect === undefined) return undefined;
  return { title: "take sudo out", safe: false, edits: [remove(word.document.span(word.start, next.span.start))] };
}
