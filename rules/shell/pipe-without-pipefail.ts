import { dockerfile, replace, rule, withShell, type Fix, type ScriptCommand, type ShellScript, type Step } from "#rule";

export default rule({
  id: "pipe-without-pipefail",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A failed download in a pipe goes unnoticed",
  why: "The shell looks at the last command of a pipe only. Where the download fails, the build goes on with an empty or broken result.",
  remedy: "Set SHELL to bash, zsh or ash with `-o pipefail`, or download to a file first.",
  peers: {
    same: [
      { id: "hadolint:DL4006", options: { match: "any" } },
      { id: "semgrep:set-pipefail", options: { match: "any" } },
      { id: "kics:Shell Running A Pipe Without Pipefail Flag", options: { match: "named-shell" } },
    ],
  },
  on: "instruction",
  needs: { instructions: withShell, words: ["|"] },
  fix: "safe",
  options: {
    match: { values: ["any", "downloads", "named-shell"], default: "downloads", meaning: "downloads: as above; any: every pipe; named-shell: a RUN that names bash, zsh or ash itself and has a pipe after it (also as a `|` element of an exec form) without an earlier SHELL of that shell with `-o pipefail`, while a plain `a | b` passes." },
  },

  *check(step, { options }) {
    if (options.match === "named-shell") {
      if (runsNamedShell(step)) yield { at: step.instruction.keywordSpan, message: "only the last command of this pipe decides whether the RUN fails" };
      return;
    }
    const { script } = step;
    if (!script?.atBuild || hasPipefail(step.before.shell.words)) return;
    if (options.match === "downloads" && setsPipefail(script)) return;
    for (const { at, commands } of script.pipelines) {
      if (commands.length < 2 || (options.match === "downloads" && !feedsDownload(commands))) continue;
      const fix = withPipefail(step);
      yield { at: script.spanOf(at.node), message: "only the last command of this pipe decides whether the RUN fails", ...(fix ? { fix } : {}) };
      return;
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN curl -fsSL https://example.com/app.tgz | tar -xz -C /opt
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN curl -fsSL https://example.com/app.tgz | tar -xz -C /opt
      `,
    },
    {
      about: "Without a SHELL that has the option there is no fix to offer",
      bad: dockerfile`
        FROM debian:12
        RUN curl -fsSL https://example.com/setup.sh | sh
      `,
      good: dockerfile`
        FROM debian:12
        RUN cat /etc/hosts | sort
      `,
      fixed: null,
    },
    {
      options: { match: "any" },
      bad: dockerfile`
        FROM debian:12
        RUN cat /etc/hosts | sort
      `,
      good: dockerfile`
        FROM debian:12
        RUN cat /etc/hosts || true
      `,
      fixed: null,
    },
    {
      options: { match: "named-shell" },
      bad: dockerfile`
        FROM debian:12
        RUN bash ./list | sort
      `,
      good: dockerfile`
        FROM debian:12
        RUN ./list | sort
      `,
      fixed: null,
    },
  ],
});

const CONSUMER = /^(?:(?:ba|da|a|z|k)?sh|python[\d.]*|perl|ruby|node|php|tar|bsdtar|gunzip|gzip|zcat|xz|unxz|bunzip2|bzip2|zstd|unzstd|cpio|unzip|funzip|jar|apt-key|gpg)$/;

/** bash, zsh or ash at any path, with pipefail among its options. */
function hasPipefail(words: readonly string[]): boolean {
  return /(?:^|\/)(?:bash|zsh|ash)$/.test(words[0] ?? "") && words.slice(1).some((word) => /(?:^|\s|=)pipefail\b/.test(word));
}

function setsPipefail(script: ShellScript): boolean {
  return script.commands.some((command) => command.name === "set" && command.args.some(({ text }) => text === "pipefail"));
}

/** curl or wget in front of an interpreter or unpacker. */
function feedsDownload(commands: readonly (ScriptCommand | undefined)[]): boolean {
  const from = commands.findIndex((command) => command !== undefined && /^(?:curl|wget)$/.test(programOf(command)));
  return from >= 0 && commands.slice(from + 1).some((command) => command !== undefined && CONSUMER.test(programOf(command)));
}

/** The program behind sudo or env. */
function programOf(command: ScriptCommand): string {
  if (command.name !== "sudo" && command.name !== "env") return command.name;
  const word = command.args.find((one) => !/^-|=/.test(one.text));
  return word ? command.textOf(word).replace(/^.*\//, "") : "";
}

/** The RUN names a shell and has a pipe after it, and SHELL does not give that shell pipefail. */
function runsNamedShell({ instruction, before }: Step): boolean {
  const form = (instruction.trigger ?? instruction).command;
  if (!form || (instruction.trigger ?? instruction).keyword !== "RUN") return false;
  const words = form.form === "exec" ? form.json.items.map((item) => item.value) : (form.form === "shell" ? form.script : form.heredoc.body).text.replace(/\|\|/g, " ").replace(/\|/g, " | ").split(/\s+/);
  const at = words.findIndex((word) => /^(?:\S*\/)?(?:bash|zsh|ash)$/.test(word));
  if (at < 0 || !words.slice(at + 1).includes("|")) return false;
  const name = (word: string): string => word.replace(/^.*\//, "");
  return !(name(before.shell.words[0] ?? "") === name(words[at] ?? "") && hasPipefail(before.shell.words));
}

/** Only where SHELL names a shell that has the option: another one may not be in the image. */
function withPipefail({ before: { shell } }: Step): Fix | undefined {
  const [program = "", ...options] = shell.words;
  if (!shell.span || !/(?:^|\/)(?:bash|zsh|ash)$/.test(program) || options.at(-1) !== "-c") return undefined;
  const words = [program, ...options.slice(0, -1), "-o", "pipefail", "-c"];
  return { title: "add -o pipefail to SHELL", safe: false, edits: [replace(shell.span, `[${words.map((word) => JSON.stringify(word)).join(", ")}]`)] };
}
