import { cover, dockerfile, effective, findFlag, rule, textOf, type Command, type Instruction, type Span, type Step } from "#rule";

export default rule({
  id: "tls-verification-off",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Certificates are not checked",
  why: "Without the check anybody between the build and the server can hand over other content, and the image runs it.",
  remedy: "Install the certificate that is missing, and leave the check on.",
  securitySeverity: 7.0,
  peers: {
    same: [
      { id: "checkov:CKV2_DOCKER_2", options: { tools: ["curl"] } },
      { id: "checkov:CKV2_DOCKER_3", options: { tools: ["wget"] } },
      { id: "checkov:CKV2_DOCKER_14", options: { tools: ["git"] } },
      { id: "checkov:CKV2_DOCKER_6", options: { tools: ["node"] } },
      { id: "checkov:CKV2_DOCKER_12", options: { tools: ["npm"], forms: ["variable"] } },
      { id: "checkov:CKV2_DOCKER_13", options: { tools: ["npm"], forms: ["setting"] } },
      { id: "checkov:CKV2_DOCKER_4", options: { tools: ["pip"], forms: ["flag"] } },
      { id: "checkov:CKV2_DOCKER_16", options: { tools: ["pip"], forms: ["variable"] } },
      { id: "checkov:CKV2_DOCKER_5", options: { tools: ["python"] } },
      { id: "checkov:CKV2_DOCKER_15", options: { tools: ["yum"] } },
    ],
  },
  on: "instruction",
  needs: {
    instructions: ["ARG", "ENV", "RUN"],
    words: [
      "curl", "--no-check-certificate", "--trusted-host", "strict-ssl", "sslverify=",
      "git_ssl_no_verify", "node_tls_reject_unauthorized", "npm_config_strict_ssl", "pythonhttpsverify", "pip_trusted_host",
    ],
  },
  options: {
    tools: { values: ["curl", "git", "node", "npm", "pip", "python", "wget", "yum"], default: ["curl", "git", "node", "npm", "pip", "python", "wget", "yum"], meaning: "Whose checks are looked at." },
    forms: { values: ["flag", "setting", "variable"], default: ["flag", "setting", "variable"], meaning: "How they are switched off: by a flag of the command, by a configuration command, by a variable." },
  },

  *check(step, { options }) {
    const instruction = effective(step.instruction);
    const wants = (tool: string, form: string): boolean => options.tools.some((one) => one === tool) && options.forms.some((one) => one === form);
    if (instruction.keyword === "ENV" || instruction.keyword === "ARG") {
      if (!options.forms.some((one) => one === "variable")) return;
      for (const [index, { name, value, span }] of instruction.assignments.entries()) {
      // The builder takes the words of an old `ARG NAME 0` for two names; its author did not.
      const next = instruction.keyword === "ARG" && !value ? instruction.assignments[index + 1]?.name : undefined;
        const given = (value ?? next)?.value;
      const tool = given === undefined ? undefined : disabledBy(name.value, given.replace(/^(["'])(.*)\1$/, "$2"));
        if (tool !== undefined && wants(tool, "variable")) yield { at: span, message: `${name.value} switches certificate checks of ${tool} off` };
      }
      return;
    }
    if (instruction.keyword !== "RUN") return;
    for (const command of step.commands) {
      for (const [tool, at] of flagsOf(command)) if (wants(tool, "flag")) yield { at: from(instruction, at), message: `${command.name} does not check certificates` };
      const setting = settingOf(command);
      if (setting && wants(setting[0], "setting")) yield { at: from(instruction, setting[1]), message: `this setting switches certificate checks of ${setting[0]} off` };
    }
    for (const { name, value, at } of variablesOf(step)) {
      const tool = disabledBy(name, value);
      if (tool !== undefined && wants(tool, "variable")) yield { at: from(instruction, at), message: `${name} switches certificate checks of ${tool} off` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ENV NODE_TLS_REJECT_UNAUTHORIZED=0
        RUN curl -fsSLk https://example.com/list -o /srv/list
        RUN GIT_SSL_NO_VERIFY=1 git clone https://example.com/tool.git
        RUN PYTHONHTTPSVERIFY="0" NAME='it\'s' python fetch.py
      `,
      good: dockerfile`
        FROM debian:12
        COPY our-ca.crt /usr/local/share/ca-certificates/
        RUN update-ca-certificates && curl -fsSL https://example.com/list -o /srv/list
      `,
    },
    {
      about: "Settings count, other values and other commands do not",
      options: { tools: ["npm", "yum"], forms: ["setting"] },
      bad: dockerfile`
        FROM node:22
        RUN npm config set "strict-ssl"=false
        RUN yum-config-manager --setopt=sslverify=false --save
        RUN dnf --setopt=sslverify=0 install -y curl-8.9.1
      `,
      good: dockerfile`
        FROM node:22
        RUN npm config set strict-ssl true && npm config get strict-ssl || false
        RUN curl -k https://example.com/
      `,
    },
    {
      options: { tools: ["pip", "python", "wget"], forms: ["flag", "variable"] },
      bad: dockerfile`
        FROM python:3.12
        ARG PYTHONHTTPSVERIFY=0
        RUN pip install --trusted-host example.com tool
        RUN wget --no-check-certificate https://example.com/list
      `,
      good: dockerfile`
        FROM python:3.12
        RUN pip install tool | grep -e --trusted-host
        RUN PIP_TRUSTED_HOSTS=none pip install tool
      `,
    },
  ],
});

/** Where it stands; on a later line of the instruction, with the way from the instruction's word. */
function from({ keywordSpan }: Instruction, at: Span): Span {
  return textOf(cover(keywordSpan, at)).includes("\n") ? cover(keywordSpan, at) : at;
}

/** The tool whose checks a variable of this value switches off. */
function disabledBy(name: string, value: string): string | undefined {
  if (name === "GIT_SSL_NO_VERIFY") return "git";
  if (name === "NODE_TLS_REJECT_UNAUTHORIZED") return value === "0" ? "node" : undefined;
  if (name === "NPM_CONFIG_STRICT_SSL" || name === "npm_config_strict_ssl") return value === "false" ? "npm" : undefined;
  if (name === "PYTHONHTTPSVERIFY") return value === "0" ? "python" : undefined;
  return name === "PIP_TRUSTED_HOST" ? "pip" : undefined;
}

function* flagsOf(command: Command): Iterable<readonly [tool: string, at: Span]> {
  const { name, args } = command;
  const flag = name === "curl" ? findFlag(command, { long: ["--insecure"], short: "k", valued: "oHdXuAeFTbcmxCKEQrUwYyzDtP" })
    : name === "wget" ? findFlag(command, { long: ["--no-check-certificate"] }) : undefined;
  if (flag) yield [name, flag.span];
  const call = command.package;
  if (call?.manager !== "pip") return;
  const trusted = args.find(({ value }) => value === "--trusted-host" || value?.startsWith("--trusted-host=") === true);
  if (trusted) yield ["pip", trusted.span];
}

/** `npm config set strict-ssl false`, `yum-config-manager --setopt=sslverify=0` and the like. */
function settingOf({ name, args }: Command): readonly [tool: string, at: Span] | undefined {
  const words = args.map((one) => ({ text: (one.expanded ?? one.raw).replace(/["']/g, ""), span: one.span }));
  if (name === "npm" || name === "yarn") {
    const verbs = words[0]?.text === "set" ? 1 : (words[0]?.text === "config" || words[0]?.text === "c") && words[1]?.text === "set" ? 2 : 0;
    const key = words[verbs];
    if (verbs === 0 || !key) return undefined;
    const value = key.text === "strict-ssl" ? words[verbs + 1]?.text : /^strict-ssl=(.*)$/.exec(key.text)?.[1];
    return value === "false" ? ["npm", key.span] : undefined;
  }
  const manages = /^(?:yum|dnf)-config-manager$/.test(name) || (/^(?:yum|dnf)$/.test(name) && words.some(({ text }) => text === "config-manager"));
  const calls = manages || /^(?:yum|dnf|microdnf|tdnf)$/.test(name);
  const off = calls ? words.find(({ text }) => (manages ? /^(?:--setopt=)?(?:.+\.)?sslverify=(?:0|false|no)$/i : /^--setopt=(?:.+\.)?sslverify=(?:0|false|no)$/i).test(text)) : undefined;
  return off && ["yum", off.span];
}

/** Variables that the script sets: in front of a command, alone, or by export and its like. */
function* variablesOf({ script }: Step): Iterable<{ readonly name: string; readonly value: string; readonly at: Span }> {
  // What the shell refuses, for an open quote say, has no commands: what it was meant to set is still to be seen.
  if (script && script.faults.length > 0) {
    for (const { 0: { length }, 1: name, 3: value, index } of script.text.text.matchAll(/(?<![^\s;&|(])(\w+)=(["']?)([^"'\s;]*)\2(?![^\s;&|)])/g)) {
      if (name !== undefined && value !== undefined) yield { name, value, at: script.span(index, index + length) };
    }
    return;
  }
  for (const command of script?.commands ?? []) {
    const declares = ["export", "declare", "typeset", "readonly", "env"].includes(command.name);
    for (const one of [...command.assignments, ...(declares ? command.args : [])]) {
      const at = script?.spanOf(one);
      if (!at) continue;
      const text = one.type === "Assignment" ? textOf(at) : command.textOf(one);
      const [, name, value] = /^(\w+)=(?:["'])?([^"'\s]*)/.exec(text) ?? [];
      if (name !== undefined && value !== undefined) yield { name, value, at };
    }
  }
}
