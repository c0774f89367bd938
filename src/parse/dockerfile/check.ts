import type { Span, SyntaxFault } from "#text";
import { checkFlags } from "./check-flags.ts";
import type { Head } from "./head.ts";
import { lex } from "./lexer.ts";
import type { Instruction } from "./tree.ts";

type Report = (code: string, span: Span, message: string) => void;

/**
 * Notes what Docker refuses in one instruction. ONBUILD's instruction is read for real only when another image is built
 * on this one: what goes beyond its plain form is not fatal here.
 */
export function checkInstruction(instruction: Instruction, head: Head, top: boolean, faults: SyntaxFault[]): void {
  const { keyword, keywordSpan } = instruction;
  const hard: Report = (code, span, message) => faults.push({ code, span, message, fatal: true });
  const report: Report = (code, span, message) => faults.push({ code, span, message, fatal: top });
  if (!instruction.known) {
    report("unknown-instruction", keywordSpan, keyword === "" ? "an instruction is missing here" : `Docker knows no instruction ${keyword}`);
    return;
  }
  if (head.json === "not-strings") {
    hard("json-not-strings", head.rest.span(0, head.rest.text.length), "a JSON array of arguments may hold strings only");
  }
  checkPairs(instruction, hard, report);
  checkFlags(instruction, head, report);
  checkCount(instruction, head, report, faults);
  if (keyword === "FROM") checkFrom(instruction, report);
  else if (keyword === "ONBUILD") checkTrigger(instruction, head, report);
  else if (keyword === "HEALTHCHECK") checkHealth(instruction, head, report);
  else if (keyword === "STOPSIGNAL") checkSignal(instruction, report);
  else if (keyword === "COPY") checkSources(instruction, report);
  else if (keyword === "SHELL" && !head.json && head.rest.text !== "") {
    report("shell-not-json", instruction.headSpan, 'SHELL takes a JSON array only, such as ["/bin/sh", "-c"]');
  }
  if (keyword === "COPY" || keyword === "ADD") checkBodies(instruction, report);
  if (keyword === "RUN" && instruction.heredocs.length > 0 && instruction.json) {
    report("heredoc-with-json", instruction.headSpan, "RUN takes a here-document or a JSON array, not both");
  }
}

/** ENV, LABEL and ARG: `NAME=value` each. */
function checkPairs(instruction: Instruction, hard: Report, report: Report): void {
  const { keyword, assignments } = instruction;
  for (const { name, value, span, legacy } of assignments) {
    if (keyword !== "ARG" && !value) {
      if (legacy) hard("missing-value", span, `${keyword} needs a value: write ${keyword} ${name.raw}=value`);
      else hard("missing-equals", span, `${keyword} has no = in ${name.raw}: each must be NAME=value; quote a value that holds blanks`);
    }
    if (value && name.raw === "") report("blank-name", span, `${keyword} needs a name before the =`);
  }
}

/** The fewest arguments that each instruction takes. */
function checkCount(instruction: Instruction, head: Head, report: Report, faults: SyntaxFault[]): void {
  const { keyword, keywordSpan, words, json } = instruction;
  const empty = head.rest.text === "";
  if (keyword === "RUN" || keyword === "CMD" || keyword === "ENTRYPOINT") {
    // Docker takes these and runs or sets nothing.
    if (empty) faults.push({ code: "missing-arguments", span: keywordSpan, message: `${keyword} has nothing to run`, fatal: false });
  } else if (keyword === "ADD" || keyword === "COPY") {
    const count = json ? json.items.length : words.length;
    if (count < 2 && head.json !== "not-strings") {
      report("missing-arguments", count === 0 ? keywordSpan : instruction.headSpan, `${keyword} needs a source and a destination`);
    }
  } else if (empty || (json?.items.length === 0 && keyword !== "HEALTHCHECK")) {
    report("missing-arguments", keywordSpan, `${keyword} needs at least one argument`);
  }
  if (keyword === "VOLUME") {
    const blank = json?.items.find((item) => item.value === "") ?? words.find((word) => word.value === "");
    if (blank) report("blank-volume", blank.span, "VOLUME names an empty path");
  }
}

function checkFrom(instruction: Instruction, report: Report): void {
  const [image, as, name, more] = instruction.words;
  if (!image) return;
  const named = as?.raw.toUpperCase() === "AS" && name !== undefined && !more;
  if (as && !named) {
    report("bad-from", instruction.headSpan, "FROM takes an image, or an image followed by AS and a name");
  } else if (named && !/^[a-z][a-z0-9-_.]*$/.test(name.raw.toLowerCase())) {
    report("bad-stage-name", name.span, "a stage's name begins with a letter and holds letters, digits, - _ . only");
  }
}

const signals = new Set([
  "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "RTMAX", "RTMIN",
  "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
]);

/** A signal is a number but 0, or a name with or without SIG; real-time signals count up to 15 from each end. */
function checkSignal({ words: [word] }: Instruction, report: Report): void {
  if (!word || word.variables.length > 0 || word.value === "") return;
  const name = word.value.toUpperCase().replace(/^SIG/, "");
  const isKnown = /^[-+]?0*[1-9]\d*$/.test(word.value) || signals.has(name) || /^RTM(?:IN\+(?:[1-9]|1[0-5])|AX-(?:[1-9]|1[0-4]))$/.test(name);
  if (!isKnown) report("bad-signal", word.span, `${word.value} is no signal`);
}

/** Docker replaces variables in the here-documents of COPY and ADD. */
function checkBodies({ heredocs }: Instruction, report: Report): void {
  for (const { body, expand } of heredocs) {
    const fault = expand && body.text.includes("${") ? lex(body.text, "\\", false).fault : undefined;
    if (fault?.fatal) report(fault.code, body.span(fault.start, fault.end), fault.message);
  }
}

/** COPY reads the build context, a stage or an image; the network is ADD's. */
function checkSources({ words, json }: Instruction, report: Report): void {
  for (const { value, span } of (json?.items ?? words).slice(0, -1)) {
    if (/^(?:https?:\/\/|git:\/\/|git@[^:]+:)/.test(value)) report("remote-source", span, "COPY takes no address: ADD does");
  }
}

function checkTrigger(instruction: Instruction, head: Head, report: Report): void {
  const inner = head.trigger?.keyword;
  if (inner !== "ONBUILD" && inner !== "FROM" && inner !== "MAINTAINER") return;
  report("bad-trigger", instruction.trigger?.keywordSpan ?? instruction.headSpan, `ONBUILD cannot hold ${inner}`);
}

function checkHealth(instruction: Instruction, head: Head, report: Report): void {
  const kind = instruction.words[0];
  if (!kind || !head.health) return;
  const command = head.rest.text.slice(head.health.command);
  const name = kind.raw.toUpperCase();
  if (name === "NONE") {
    if (command !== "") report("bad-healthcheck", instruction.headSpan, "HEALTHCHECK NONE takes no arguments");
  } else if (name !== "CMD") {
    report("bad-healthcheck", kind.span, `HEALTHCHECK takes CMD or NONE, not ${kind.raw}`);
  } else if (command === "" || instruction.json?.items.length === 0) {
    report("missing-arguments", kind.span, "HEALTHCHECK CMD needs a command");
  }
}
