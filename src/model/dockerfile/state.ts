import type { MappedText, Span } from "#text";
import type { Assignment, Instruction, Word } from "../../parse/dockerfile/index.ts";
import { dialectOf } from "../../parse/shell/index.ts";
import { normalisePath, SEARCH_PATH } from "../paths.ts";
import type { DeclaredVolume, Invocation, KnownImageFacts, ShellSetting, Stage, StageState } from "../types.ts";
import { isWindowsBase } from "./facts/origin.ts";
import { expandWord, type Expanded, type VariableScope } from "./expand-word.ts";
import { pathOfPlace, resolvePlace, unknownPlace, type Place } from "./places.ts";
import { VariableLog, type VariableSnapshot } from "./variables.ts";

/** The state before one step, with what only the model itself needs. */
export interface StepState extends StageState {
  readonly env: VariableSnapshot;
  readonly args: VariableSnapshot;
  /** The working directory, also where its path is not known. */
  readonly place: Place;
  readonly entrypoint: Invocation | undefined;
  readonly command: Invocation | undefined;
  readonly stopSignal: string | undefined;
  /** What an instruction sees of the variables. */
  readonly scope: VariableScope;
}

/** What a stage begins with. */
export interface StageStart {
  readonly env: VariableSnapshot | undefined;
  readonly args: VariableSnapshot | undefined;
  readonly place: Place;
  readonly user: string | undefined;
  readonly userSpan: Span | undefined;
  readonly shell: ShellSetting;
  readonly volumes: readonly DeclaredVolume[];
  readonly entrypoint: Invocation | undefined;
  readonly command: Invocation | undefined;
  readonly stopSignal: string | undefined;
  /** True where nothing is in the environment but what the file sets: `FROM scratch`. */
  readonly bare: boolean;
}

/** What an ARG without a value gets: the build argument or the global ARG of the same name. */
export type ArgumentSource = (name: string) => { readonly value: string | undefined; readonly known: boolean; readonly forced: boolean };

const LINUX_SHELL: ShellSetting = { words: ["/bin/sh", "-c"], dialect: "sh", span: undefined };
const WINDOWS_SHELL: ShellSetting = { words: ["cmd", "/S", "/C"], dialect: "cmd", span: undefined };

/** The shell that runs the shell form where no SHELL says otherwise: `cmd` on Windows base images, `/bin/sh -c` elsewhere. */
export function defaultShell(reference: string, platform: string | undefined): ShellSetting {
  return isWindowsBase(reference, platform) ? WINDOWS_SHELL : LINUX_SHELL;
}

/** The start of a stage on a known image, an unknown one (`known` undefined) or nothing (`scratch`). */
export function startOnImage(reference: string, from: Span, known: KnownImageFacts | undefined, plain: boolean, platform: string | undefined): StageStart {
  const scratch = reference === "scratch";
  const workdir = scratch || plain ? known?.workdir ?? "/" : known?.workdir;
  const user = scratch || plain ? known?.imageUser ?? "root" : known?.imageUser;
  return {
    env: undefined, args: undefined,
    place: workdir === undefined ? unknownPlace(reference) : normalisePath(workdir),
    user, userSpan: undefined,
    shell: defaultShell(reference, platform),
    volumes: (known?.volumes ?? []).map((path) => ({ path: normalisePath(path), span: from, from: "base-image", stage: undefined })),
    entrypoint: undefined, command: undefined, stopSignal: known?.stopSignal, bare: scratch,
  };
}

/** Follows a stage's instructions and hands out the state before each. */
export class StateTracker {
  readonly #env: VariableLog;
  readonly #args: VariableLog;
  readonly #source: ArgumentSource;
  readonly #stage: Stage | undefined;
  readonly #volumes: DeclaredVolume[];
  readonly #bare: boolean;
  readonly #escape: string;
  #fields: Omit<StateFields, "env" | "args" | "volumeCount">;
  #current: StepState | undefined;
  #commandSet = false;

  constructor(start: StageStart, stage: Stage | undefined, source: ArgumentSource, escape: string) {
    this.#env = new VariableLog(start.env);
    this.#args = new VariableLog(start.args);
    this.#source = source;
    this.#escape = escape;
    this.#stage = stage;
    this.#volumes = [...start.volumes];
    this.#bare = start.bare;
    const { place, user, userSpan, shell, entrypoint, command, stopSignal } = start;
    this.#fields = { place, user, userSpan, shell, entrypoint, command, stopSignal };
  }

  /** The state by now; the same object as long as nothing changes. */
  get state(): StepState {
    return (this.#current ??= new TrackedState(
      { ...this.#fields, env: this.#env.snapshot(), args: this.#args.snapshot(), volumeCount: this.#volumes.length }, this.#volumes, this.#bare, this.#escape,
    ));
  }

  /** A comment says which shell reads what follows, until the next SHELL. */
  assumeShell(words: readonly string[]): void {
    this.#fields = { ...this.#fields, shell: { words, dialect: dialectOf(words), span: undefined } };
    this.#current = undefined;
  }

  /** Takes in one instruction. ONBUILD changes nothing here. */
  apply(instruction: Instruction): void {
    const { state } = this;
    switch (instruction.keyword) {
      case "ENV":
        for (const one of instruction.assignments) this.#env.set(nameOf(one, state), one.value && expandWord(one.value, state.scope).value, one.span);
        break;
      case "ARG":
        for (const one of instruction.assignments) this.#argument(one, state);
        break;
      case "WORKDIR":
        this.#workdir(instruction, state);
        break;
      case "USER":
        this.#user(instruction, state);
        break;
      case "SHELL":
        if (!instruction.json) return;
        this.#fields = { ...this.#fields, shell: shellOf(instruction.json.items.map((item) => item.value), instruction.json.span) };
        break;
      case "VOLUME":
        for (const { path, span } of volumePaths(instruction, state)) this.#volumes.push({ path, span, from: "instruction", stage: this.#stage });
        break;
      case "ENTRYPOINT":
      case "CMD":
        this.#invocation(instruction, state);
        break;
      case "STOPSIGNAL": {
        const word = instruction.words[0];
        this.#fields = { ...this.#fields, stopSignal: word && expandWord(word, state.scope).value };
        break;
      }
      default:
        return;
    }
    this.#current = undefined;
  }

  /** The build argument wins over the default, the default over the global ARG. */
  #argument(one: Assignment, state: StepState): void {
    const name = nameOf(one, state);
    const given = this.#source(name);
    if (given.forced || (!one.value && given.known)) this.#args.set(name, given.value, one.span);
    else this.#args.set(name, one.value && expandWord(one.value, state.scope).value, one.span);
  }

  #workdir(instruction: Instruction, state: StepState): void {
    const written = joined(instruction.words, state.scope);
    if (written.raw === "") return;
    this.#fields = { ...this.#fields, place: resolvePlace(state.place, written.value, written.raw) };
  }

  #user(instruction: Instruction, state: StepState): void {
    const word = instruction.words[0];
    if (!word) return;
    this.#fields = { ...this.#fields, user: expandWord(word, state.scope).value, userSpan: word.span };
  }

  /** An ENTRYPOINT clears the CMD that comes from the base, not one of the same stage. */
  #invocation(instruction: Instruction, state: StepState): void {
    const invocation = invocationOf(instruction, state.shell);
    if (instruction.keyword === "CMD") {
      this.#commandSet = true;
      this.#fields = { ...this.#fields, command: invocation };
    } else this.#fields = { ...this.#fields, entrypoint: invocation, command: this.#commandSet ? this.#fields.command : undefined };
  }
}

interface StateFields {
  readonly env: VariableSnapshot;
  readonly args: VariableSnapshot;
  readonly place: Place;
  readonly user: string | undefined;
  readonly userSpan: Span | undefined;
  readonly shell: ShellSetting;
  readonly volumeCount: number;
  readonly entrypoint: Invocation | undefined;
  readonly command: Invocation | undefined;
  readonly stopSignal: string | undefined;
}

class TrackedState implements StepState {
  readonly env: VariableSnapshot;
  readonly args: VariableSnapshot;
  readonly place: Place;
  readonly user: string | undefined;
  readonly userSpan: Span | undefined;
  readonly shell: ShellSetting;
  readonly entrypoint: Invocation | undefined;
  readonly command: Invocation | undefined;
  readonly stopSignal: string | undefined;
  readonly scope: VariableScope;
  readonly #declared: readonly DeclaredVolume[];
  readonly #count: number;
  #volumes: readonly DeclaredVolume[] | undefined;

  constructor(fields: StateFields, declared: readonly DeclaredVolume[], bare: boolean, escape: string) {
    this.env = fields.env;
    this.args = fields.args;
    this.place = fields.place;
    this.user = fields.user;
    this.userSpan = fields.userSpan;
    this.shell = fields.shell;
    this.entrypoint = fields.entrypoint;
    this.command = fields.command;
    this.stopSignal = fields.stopSignal;
    this.#declared = declared;
    this.#count = fields.volumeCount;
    this.scope = {
      escape,
      lookup: (name) => {
        const found = this.env.get(name) ?? this.args.get(name);
        return found ? found.value : bare ? null : name === "PATH" && this.shell.dialect !== "cmd" && this.shell.dialect !== "powershell" ? SEARCH_PATH : undefined;
      },
    };
  }

  get cwd(): string | undefined {
    return pathOfPlace(this.place);
  }

  get volumes(): readonly DeclaredVolume[] {
    return (this.#volumes ??= this.#declared.slice(0, this.#count));
  }
}

/** CMD or ENTRYPOINT as a container starts it; `CMD []` and `ENTRYPOINT []` clear it. */
export function invocationOf(instruction: Instruction, shell: ShellSetting): Invocation | undefined {
  const form = instruction.command;
  if (!form) return undefined;
  if (form.form === "exec") {
    const { items, span } = form.json;
    if (items.length === 0) return undefined;
    return { form: "exec", words: items.map((item) => item.value), script: undefined, span, itemSpans: items.map((item) => item.span), itemTexts: items.map((item) => item.text) };
  }
  const script: MappedText = form.form === "shell" ? form.script : form.heredoc.body;
  const span = script.span(0, script.text.length);
  return { form: "shell", words: [...shell.words, script.text], script, span, itemSpans: [...shell.words.map(() => span), span], itemTexts: [...shell.words.map(() => undefined), script] };
}

/** The paths of a VOLUME instruction, absolute where they can be told. */
function volumePaths(instruction: Instruction, state: StepState): readonly { readonly path: string; readonly span: Span }[] {
  const written = instruction.json
    ? instruction.json.items.map((item) => ({ value: expandWord(item.text, state.scope).value, span: item.span }))
    : instruction.words.map((word) => ({ value: expandWord(word, state.scope).value, span: word.span }));
  return written.flatMap(({ value, span }) => {
    if (value === undefined || value === "") return [];
    const path = pathOfPlace(resolvePlace("/", value, value));
    return path === undefined ? [] : [{ path, span }];
  });
}

function shellOf(words: readonly string[], span: Span): ShellSetting {
  return { words, dialect: dialectOf(words), span };
}

function nameOf(assignment: Assignment, state: StepState): string {
  return expandWord(assignment.name, state.scope).value ?? assignment.name.value;
}

/** WORKDIR takes the rest of its line as one path. */
function joined(words: readonly Word[], scope: VariableScope): Expanded & { readonly raw: string } {
  const parts = words.map((word) => expandWord(word, scope));
  const unknown = parts.some((part) => part.value === undefined);
  return {
    value: unknown ? undefined : parts.map((part) => part.value).join(" "),
    unresolved: parts.flatMap((part) => part.unresolved),
    raw: words.map((word) => word.raw).join(" "),
  };
}
