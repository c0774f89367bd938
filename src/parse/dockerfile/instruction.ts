import { cover, MappedText, type Span, type SyntaxFault } from "#text";
import { checkInstruction } from "./check.ts";
import type { Head } from "./head.ts";
import { lex, type LexFault } from "./lexer.ts";
import { MappedBuilder } from "./mapping.ts";
import type { JoinedLines } from "./lines.ts";
import type { Assignment, Comment, CommandForm, Heredoc, Instruction, Word } from "./tree.ts";
import { blankRanges, plainWord, quotedRanges, readWord, type Range } from "./words.ts";

const none: readonly never[] = [];

/** What an instruction is built from besides its head. */
export interface Surroundings {
  readonly lines: JoinedLines;
  readonly heredocs: readonly Heredoc[];
  readonly index: number;
  readonly escape: string;
  readonly faults: SyntaxFault[];
}

/** Builds a top-level instruction with its trigger, and notes what Docker refuses in it. */
export function buildInstruction(head: Head, around: Surroundings): Instruction {
  const { lines } = around;
  const trigger = head.trigger && build(head.trigger, { ...around, index: 0 }, undefined);
  const comments: Comment[] = [];
  const instruction = build(head, around, { trigger, comments: lines.comments.length > 0 ? comments : none });
  for (const { text, span } of lines.comments) comments.push({ text, span, inside: instruction });
  return instruction;
}

/** What only a top-level instruction has. */
interface TopLevel {
  readonly trigger: Instruction | undefined;
  readonly comments: readonly Comment[];
}

function build(head: Head, around: Surroundings, top: TopLevel | undefined): Instruction {
  const { lines, index } = around;
  const reader = new ArgumentReader(head, around, top !== undefined);
  const start = top ? lines.start : head.source.offset(head.keywordRange.start);
  const end = Math.max(lines.end, endOf(around.heredocs.at(-1), lines.end));
  const heredocs = top?.trigger ? none : around.heredocs;
  reader.checkItems();
  const instruction = new ReadInstruction(
    { head, start, headEnd: lines.end, end },
    {
      index,
      words: reader.words(heredocs),
      assignments: reader.assignments(),
      heredocs,
      trigger: top?.trigger,
      command: commandOf(head, heredocs, lines.end),
      comments: top?.comments ?? none,
      emptyContinuations: top ? lines.blanks : none,
    },
  );
  checkInstruction(instruction, head, top !== undefined, around.faults);
  return instruction;
}

/** `NAME=value` as it was read: from its name to the end of its value. */
class ReadAssignment implements Assignment {
  readonly name: Word;
  readonly value: Word | undefined;
  readonly legacy: boolean;

  constructor(name: Word, value: Word | undefined, legacy: boolean) {
    this.name = name;
    this.value = value;
    this.legacy = legacy;
  }

  get span(): Span {
    return this.value ? cover(this.name.span, this.value.span) : this.name.span;
  }
}

/** Where an instruction stands, in offsets of its document. */
interface Places {
  readonly head: Head;
  readonly start: number;
  readonly headEnd: number;
  readonly end: number;
}

interface Contents extends Pick<Instruction, "index" | "words" | "assignments" | "heredocs" | "comments" | "emptyContinuations"> {
  readonly trigger: Instruction | undefined;
  readonly command: CommandForm | undefined;
}

/** An instruction as it was read; its spans are made when asked for, which keeps large files small. */
class ReadInstruction implements Instruction {
  readonly keyword: string;
  readonly known: boolean;
  readonly index: number;
  readonly flags: Instruction["flags"];
  readonly rest: MappedText;
  readonly json: Instruction["json"];
  readonly words: readonly Word[];
  readonly assignments: readonly Assignment[];
  readonly heredocs: readonly Heredoc[];
  readonly trigger?: Instruction;
  readonly command?: CommandForm;
  readonly comments: readonly Comment[];
  readonly emptyContinuations: readonly Span[];
  readonly #start: number;
  readonly #keywordStart: number;
  readonly #keywordEnd: number;
  readonly #headEnd: number;
  readonly #end: number;

  constructor({ head, start, headEnd, end }: Places, contents: Contents) {
    const keyword = head.source.span(head.keywordRange.start, head.keywordRange.end);
    this.keyword = head.keyword;
    this.known = head.facts !== undefined;
    this.index = contents.index;
    this.flags = head.flags;
    this.rest = head.rest;
    this.json = typeof head.json === "object" ? head.json : undefined;
    this.words = contents.words;
    this.assignments = contents.assignments;
    this.heredocs = contents.heredocs;
    if (contents.trigger) this.trigger = contents.trigger;
    if (contents.command) this.command = contents.command;
    this.comments = contents.comments;
    this.emptyContinuations = contents.emptyContinuations;
    this.#start = start;
    this.#keywordStart = keyword.start;
    this.#keywordEnd = keyword.end;
    this.#headEnd = headEnd;
    this.#end = end;
  }

  get keywordSpan(): Span {
    return this.rest.document.span(this.#keywordStart, this.#keywordEnd);
  }

  get span(): Span {
    return this.rest.document.span(this.#start, this.#end);
  }

  get headSpan(): Span {
    return this.rest.document.span(this.#start, this.#headEnd);
  }
}

function endOf(heredoc: Heredoc | undefined, otherwise: number): number {
  if (!heredoc) return otherwise;
  if (heredoc.closingSpan) return heredoc.closingSpan.end;
  const { document, start, end } = heredoc.bodySpan;
  let at = end;
  while (at > start && (document.text[at - 1] === "\n" || document.text[at - 1] === "\r")) at--;
  return at;
}

/** Reads the arguments of one instruction and notes what Docker would refuse when it replaces their variables; ONBUILD's own replaces none. */
class ArgumentReader {
  readonly #head: Head;
  readonly #escape: string;
  readonly #faults: SyntaxFault[];
  readonly #top: boolean;

  constructor(head: Head, { escape, faults }: Surroundings, top: boolean) {
    this.#head = head;
    this.#escape = escape;
    this.#faults = faults;
    this.#top = top;
  }

  words(heredocs: readonly Heredoc[]): readonly Word[] {
    const { facts, rest, json, health } = this.#head;
    if (health) return [plainWord(rest, health.kind)];
    if (!facts || json !== undefined || rest.text === "") return none;
    if (facts.arguments === "text") return [this.#word({ start: 0, end: rest.text.length })];
    if (facts.arguments !== "blanks") return none;
    const ranges = joinSpacedMarkers(rest, blankRanges(rest.text), heredocs);
    // A stage's name holds no variables.
    return ranges.map((range, i) => (this.#head.keyword === "FROM" && i > 0 ? plainWord(rest, range) : this.#word(range)));
  }

  /** Docker replaces variables in JSON strings too: `VOLUME ["/it's"]` fails for its quote (moby/buildkit issue 4253). */
  checkItems(): void {
    const { facts, json } = this.#head;
    if (!facts?.expands || typeof json !== "object") return;
    for (const { value, text } of json.items) this.#note(text, lex(value, this.#escape).fault);
  }

  assignments(): readonly Assignment[] {
    const { facts, rest } = this.#head;
    if (facts?.arguments !== "pairs" && facts?.arguments !== "names") return none;
    const ranges = quotedRanges(rest.text, this.#escape);
    const first = ranges[0];
    if (!first) return none;
    const legacy = facts.arguments === "pairs" && !rest.text.slice(first.start, first.end).includes("=");
    if (legacy) return this.#legacy();
    return ranges.map((range) => this.#assignment(range));
  }

  #assignment(range: Range): Assignment {
    const { rest } = this.#head;
    const equals = rest.text.indexOf("=", range.start);
    const has = equals >= 0 && equals < range.end;
    const name = this.#word({ start: range.start, end: has ? equals : range.end });
    const value = has ? this.#word({ start: equals + 1, end: range.end }) : undefined;
    return new ReadAssignment(name, value, false);
  }

  /** `ENV name the rest of the line`. */
  #legacy(): Assignment[] {
    const { rest } = this.#head;
    const blank = /[\t\v\f\r ]+/.exec(rest.text);
    const end = rest.text.length;
    const name = this.#word({ start: 0, end: blank?.index ?? end });
    const value = blank ? this.#word({ start: blank.index + blank[0].length, end }) : undefined;
    return [new ReadAssignment(name, value, true)];
  }

  #word(range: Range): Word {
    const { rest, facts } = this.#head;
    if (!facts?.expands) return plainWord(rest, range);
    const { word, fault } = readWord(rest, range, this.#escape);
    if (fault && !word.raw.startsWith("<<")) this.#note(word.text, fault);
    return word;
  }

  #note(text: MappedText, fault: LexFault | undefined): void {
    if (!fault) return;
    this.#faults.push({ code: fault.code, span: text.span(fault.start, fault.end), message: fault.message, fatal: fault.fatal && this.#top });
  }
}

/** `<< EOF` is two words to look at and one marker to Docker. */
function joinSpacedMarkers(rest: MappedText, ranges: readonly Range[], heredocs: readonly Heredoc[]): readonly Range[] {
  if (heredocs.length === 0) return ranges;
  const joined: Range[] = [];
  for (const range of ranges) {
    const at = rest.offset(range.start);
    const last = joined.at(-1);
    if (last && heredocs.some(({ markerSpan }) => markerSpan.start < at && at < markerSpan.end)) {
      joined[joined.length - 1] = { start: last.start, end: range.end };
    } else joined.push(range);
  }
  return joined;
}

function commandOf(head: Head, heredocs: readonly Heredoc[], headEnd: number): CommandForm | undefined {
  const { keyword, rest, json, health } = head;
  if (json === "not-strings") return undefined;
  if (health) {
    if (rest.text.slice(health.kind.start, health.kind.end).toUpperCase() !== "CMD") return undefined;
    if (json) return { form: "exec", json };
    const script = rest.slice(health.command, rest.text.length);
    return script.text === "" ? undefined : { form: "shell", script };
  }
  if (keyword !== "RUN" && keyword !== "CMD" && keyword !== "ENTRYPOINT") return undefined;
  if (json) return { form: "exec", json };
  if (rest.text === "") return undefined;
  const first = heredocs[0];
  if (!first) return { form: "shell", script: rest };
  if (isOnly(first, rest)) return { form: "heredoc", heredoc: first };
  return { form: "shell", script: withBodies(rest, heredocs, headEnd) };
}

/** True where the marker is all there is: `RUN <<EOF`. */
function isOnly(heredoc: Heredoc, rest: MappedText): boolean {
  const whole = rest.span(0, rest.text.length);
  return heredoc.markerSpan.start === whole.start && heredoc.markerSpan.end === whole.end;
}

/** What Docker hands to the shell: the line, then each body with its delimiter. */
function withBodies(rest: MappedText, heredocs: readonly Heredoc[], headEnd: number): MappedText {
  const builder = new MappedBuilder(rest);
  builder.append(rest);
  let from = headEnd;
  for (const heredoc of heredocs) {
    const { bodySpan, closingSpan, name } = heredoc;
    builder.anchor("\n", from);
    builder.append(spanText(rest, bodySpan.start, bodySpan.end));
    if (closingSpan) builder.append(spanText(rest, closingSpan.end - name.length, closingSpan.end));
    else builder.anchor(name, bodySpan.end);
    from = closingSpan?.end ?? bodySpan.end;
  }
  return builder.build();
}

function spanText(of: MappedText, start: number, end: number): MappedText {
  const { document } = of;
  return MappedText.ofSpan(document.span(start, end));
}
