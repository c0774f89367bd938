import { dockerfile, effective, inFinalStage, replace, rule, type Fix, type Instruction } from "#rule";

export default rule({
  id: "shell-form-command",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "unsafe",
  title: "CMD or ENTRYPOINT runs behind a shell",
  why: "In shell form the first process is `/bin/sh -c`. It does not pass on the stop signal, so the program is killed after ten seconds without a chance to close its files.",
  remedy: "Write the JSON form: `CMD [\"program\", \"argument\"]`. Where a shell is needed, let it `exec` the program.",
  peers: {
    same: [
      { id: "buildkit:JSONArgsRecommended", options: { accept: ["custom-shell"] } },
      { id: "hadolint:DL3025", options: { instructions: ["CMD", "ENTRYPOINT", "HEALTHCHECK"], accept: [] } },
      { id: "semgrep:prefer-json-notation", options: { instructions: ["CMD", "ENTRYPOINT", "HEALTHCHECK"], accept: [] } },
      { id: "kics:Not Using JSON In CMD And ENTRYPOINT Arguments", options: { scope: "final-stage", accept: [] } },
    ],
  },
  options: {
    instructions: {
      values: ["CMD", "ENTRYPOINT", "HEALTHCHECK"],
      default: ["CMD", "ENTRYPOINT"],
      meaning: "Which instructions are looked at; HEALTHCHECK means its CMD.",
    },
    scope: {
      values: ["every-stage", "final-stage"],
      default: "every-stage",
      meaning: "final-stage: earlier stages are not looked at.",
    },
    accept: {
      values: ["custom-shell", "replaced-shell"],
      default: ["custom-shell", "replaced-shell"],
      meaning: "custom-shell: shell form passes once SHELL is set, and in ONBUILD, where the image that is built on this one chooses the shell; replaced-shell: so does a text at whose end the shell becomes the program: behind `exec`, and a plain command where the image's shell is BusyBox or bash.",
    },
  },
  on: "instruction",
  needs: { instructions: ["CMD", "ENTRYPOINT", "HEALTHCHECK"] },

  *check(step, { options }) {
    const instruction = effective(step.instruction);
    if (!options.instructions.some((keyword) => keyword === instruction.keyword) || !isShellForm(instruction)) return;
    if (options.scope === "final-stage" && !inFinalStage(step)) return;
    if (options.accept.includes("custom-shell") && (step.before.shell.span || step.instruction.trigger)) return;
    if (options.accept.includes("replaced-shell") && instruction.keyword !== "HEALTHCHECK" && step.script?.becomesLast === true) return;
    const fix = asJson(instruction);
    yield { at: instruction.headSpan, message: `${instruction.keyword} runs behind a shell that keeps the stop signal to itself`, ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ENTRYPOINT /usr/bin/server --port 80
        CMD start
      `,
      good: dockerfile`
        FROM debian:12
        ENTRYPOINT ["/usr/bin/server", "--port", "80"]
        CMD ["start"]
      `,
    },
    {
      about: "What needs a shell is not rewritten; a shell that was chosen with SHELL passes",
      bad: dockerfile`
        FROM debian:12
        CMD server --name "$NAME" | tee log
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        CMD server --name "$NAME" | tee log
      `,
      fixed: null,
    },
    {
      about: "A shell that becomes the program keeps no signal",
      bad: dockerfile`
        FROM alpine:3.21
        CMD server --port 80 | tee log

        FROM debian:12
        CMD migrate && server --port 80
      `,
      good: dockerfile`
        FROM alpine:3.21
        CMD server --port 80

        FROM debian:12
        CMD migrate && exec server --port 80
      `,
      fixed: null,
    },
    {
      options: { instructions: ["HEALTHCHECK"], accept: [] },
      bad: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        HEALTHCHECK CMD curl localhost
      `,
      good: dockerfile`
        FROM debian:12
        HEALTHCHECK CMD ["curl", "localhost"]
      `,
      fixed: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        HEALTHCHECK CMD ["curl", "localhost"]
      `,
    },
  ],
});


/** A CMD or ENTRYPOINT without anything is taken for an empty line of a shell. */
function isShellForm({ keyword, command, json, rest }: Instruction): boolean {
  return command?.form === "shell" || (keyword !== "HEALTHCHECK" && command === undefined && !json && rest.text === "");
}

/** The JSON form, for plain words that a shell would pass on as they are. */
function asJson({ command, comments }: Instruction): Fix | undefined {
  const script = command?.form === "shell" ? command.script : undefined;
  const words = script?.text.trim().split(/\s+/) ?? [];
  if (!script || comments.length > 0 || words.length === 0 || !words.every((word) => /^[\w./:@%+,-]+$/.test(word))) return undefined;
  const start = script.text.length - script.text.trimStart().length;
  const span = script.span(start, script.text.trimEnd().length);
  return { title: "use the JSON form", safe: false, edits: [replace(span, `[${words.map((word) => JSON.stringify(word)).join(", ")}]`)] };
}
