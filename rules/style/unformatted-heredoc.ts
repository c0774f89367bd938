import { dockerfile, type Fix, type Heredoc, lineEnd, lookup, replace, rule, textOf } from "#rule";

export default rule({
  id: "unformatted-heredoc",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A settings file or script in a heredoc is not laid out in lines",
  why: "JSON that is not indented, YAML in the form of JSON, TOML or INI without blanks around `=`, XML elements inside each other on one line, and shell scripts with several commands on one line or blocks that are not indented are hard to read, and every change looks larger than it is. Nothing else is looked at.",
  remedy: "Give each key, element or command its own line, `=` a blank on both sides, and indent what stands inside a block.",
  peers: { same: [{ id: "tally:tally/prefer-formatted-heredocs" }] },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY", "RUN"], words: ["<<"] },
  fix: "safe",

  *check({ instruction, before }) {
    const script = instruction.keyword === "RUN" && instruction.command?.form === "heredoc" && POSIX.has(before.shell.dialect) ? instruction.command.heredoc : undefined;
    const untidy = script && isShellScript(script.body.text, true) && script.body.text.length <= LONGEST ? scriptFault(script.body.text) : undefined;
    if (script && untidy) yield { at: script.markerSpan, message: `the script in ${script.name} ${untidy.message}` };
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return;
    const destination = instruction.words.at(-1)?.value ?? "";
    for (const heredoc of instruction.heredocs) {
      const { text } = heredoc.body;
      const language = languageOf(heredoc, destination, instruction.heredocs.length);
      const faults = language === undefined || text.trim() === "" || text.length > LONGEST ? undefined : FORMATS[language]?.(text);
      if (faults === undefined) continue;
      const fix = faults.text !== undefined && faults.text !== text ? rewrite(heredoc, faults.text, language !== "INI") : undefined;
      yield { at: heredoc.markerSpan, message: `the ${language} in ${heredoc.name} ${faults.message}`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app/settings.json
        {"level":3,"names":["one","two"]}
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app/settings.json
        {
          "level": 3,
          "names": [
            "one",
            "two"
          ]
        }
        EOF
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app/settings.ini
        [server]
        port=80
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app/settings.ini
        [server]
        port = 80
        EOF
      `,
    },
    {
      about: "Scripts, by RUN, a shebang or the file's name; the commands of one block may share a line.",
      bad: dockerfile`
        FROM debian:12
        RUN <<EOF
        set -eu; make install
        EOF
        COPY <<EOF /usr/local/bin/start
        #!/bin/sh
        if true; then
        exec app
        fi
        EOF
        COPY <<EOF /usr/local/bin/stop.sh
        kill   1
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        RUN <<EOF
        set -eu
        make install
        if test -f x; then rm x; fi
        EOF
        COPY <<EOF /usr/local/bin/start
        #!/bin/sh
        if true; then
          exec app 'a;  b'
        fi
        EOF
        COPY <<EOF /usr/local/bin/stop.sh
        #!/usr/bin/env node
        process.exit(1);   stop()
        EOF
      `,
      fixed: null,
    },
    {
      about: "YAML and XML on one line are left to you; other files pass",
      bad: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app/settings.yaml
        {level: 3}
        EOF
        COPY <<EOF /etc/app/settings.xml
        <settings><level>3</level></settings>
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/motd
        {"level":3}
        EOF
      `,
      fixed: null,
    },
  ],
});

interface Fault {
  readonly message: string;
  /** The body as it should be, where it is known. */
  readonly text?: string;
}

const LONGEST = 100_000;

const POSIX = new Set(["sh", "bash", "dash", "ash", "ksh", "zsh"]);

const LANGUAGES: Readonly<Record<string, string>> = {
  json: "JSON", yaml: "YAML", yml: "YAML", ini: "INI", cfg: "INI", toml: "TOML", xml: "XML", config: "XML", xsd: "XML", wsdl: "XML", xsl: "XML", xslt: "XML",
};

/** By the shebang, else by the name of the file that it becomes: the destination, or in a folder the heredoc's own name. */
function languageOf({ name, body }: Heredoc, destination: string, count: number): string | undefined {
  const file = count > 1 || destination.endsWith("/") ? name : destination;
  if (isShellScript(body.text, file.endsWith(".sh"))) return "script";
  return lookup(LANGUAGES, file.slice(file.lastIndexOf(".") + 1).toLowerCase());
}

/** With a shebang of a shell, or without any where the place says that a shell reads it. */
function isShellScript(text: string, otherwise: boolean): boolean {
  return text.startsWith("#!") ? /^#!\s*(?:\/usr\/bin\/env\s+|\S*\/)(?:ba|da|a|mk|k|z)?sh\b/.test(text) : otherwise;
}

const FORMATS: Readonly<Record<string, (text: string) => Fault | undefined>> = { JSON: jsonFault, YAML: yamlFault, INI: settingsFault, TOML: settingsFault, XML: xmlFault, script: scriptFault };

/** JSON that some indentation does not give back; comments and variables make it no JSON. */
function jsonFault(text: string): Fault | undefined {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return undefined;
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? "  ";
  const formatted = `${JSON.stringify(value, undefined, indent)}\n`;
  // Numbers such as 1.0 and keys that stand twice would not come back as they were written.
  const same = formatted.replace(/\s/g, "") === text.replace(/\s/g, "");
  return formatted === text ? undefined : { message: "is not indented as JSON usually is", ...(same ? { text: formatted } : {}) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** YAML that is a flow mapping or list at its root: readable as a file of lines. */
function yamlFault(text: string): Fault | undefined {
  return /^\s*[{[]/.test(text) && !/^\s*\{\{/.test(text) ? { message: "is written as JSON is instead of one key a line" } : undefined;
}

/** Blanks around `=`: all of a file's keys with them. */
function settingsFault(text: string): Fault | undefined {
  const lines = text.split("\n");
  const changed = lines.map((line) => line.replace(/^([A-Za-z_"][\w."-]*)=(?=\S)(?!.*(?:"""|'''))/, "$1 = "));
  return changed.some((line, at) => line !== lines[at]) ? { message: "has no blanks around =", text: changed.join("\n") } : undefined;
}

/** An element that begins on the line of its parent. */
function xmlFault(text: string): Fault | undefined {
  return /<[A-Za-z][^<>]*[^/<>]?><[A-Za-z]/.test(text.replace(/<!--(?:(?!<!--)[\s\S])*?-->/g, "")) ? { message: "has elements inside each other on one line" } : undefined;
}

/** Commands behind each other on one line, blanks in a row, and blocks that are not indented; a script with here-documents of its own is not read. */
function scriptFault(text: string): Fault | undefined {
  if (text.includes("<<")) return undefined;
  const plain = text.replace(/\\\r?\n[ \t]*/g, " ").replace(/'[^']*'|"(?:[^"\\]|\\[^])*"/g, (quoted) => `q${"\nq".repeat(quoted.split("\n").length - 1)}`).replace(/(^|[ \t])#.*$/gm, "$1");
  let opener: string | undefined;
  for (const line of plain.split("\n")) {
    const words = line.trim();
    if (words === "") continue;
    const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
    if (opener !== undefined && !CLOSER.test(words) && indent.length <= opener.length) return { message: "has a block that is not indented" };
    if (/\S[ \t]{2,}[^\s\\]/.test(words)) return { message: "has several blanks in a row" };
    if (/;[ \t]*[^;\s]/.test(words) && !BLOCK.test(words)) return { message: "has several commands on one line" };
    opener = /(?:^|[\s;])(?:then|do|else|\{)$/.test(words) ? indent : undefined;
  }
  return undefined;
}

const CLOSER = /^(?:fi|done|esac|else|elif|\})(?:\s|[;|&)]|$)/;
/** What may well stand on one line, or has parts of its own. */
const BLOCK = /[(){}\x60]|;;|(?:^|[\s;])(?:if|then|elif|else|for|while|until|do|case|select)(?:\s|$)/;

/** The new body, with the tabs in front that `<<-` cuts; not where a line would end the heredoc. Not every reader of INI files cuts the blanks around `=`. */
function rewrite({ bodySpan, body, chomp, name }: Heredoc, text: string, safe: boolean): Fix | undefined {
  if (text.split("\n").includes(name) || (chomp && textOf(bodySpan) !== body.text && !/^\t/.test(textOf(bodySpan)))) return undefined;
  const tabs = chomp ? (/^\t*/.exec(textOf(bodySpan))?.[0] ?? "") : "";
  const lines = text.replace(/\n$/, "").split("\n").map((line) => (line === "" ? line : tabs + line));
  const end = lineEnd(bodySpan.document);
  return { title: "format it", safe, edits: [replace(bodySpan, lines.join(end) + end)] };
}
