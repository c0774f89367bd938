import { Document, type Span } from "../../../src/text/index.ts";
import { buildContext, buildDockerfile } from "../../../src/model/dockerfile/index.ts";
import type { Command, Dockerfile, Stage, StageState, Step } from "../../../src/model/index.ts";
import { parseDockerfile } from "../../../src/parse/dockerfile/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";

/** The model of one Dockerfile among other files. */
export function modelOf(text: string, files: Readonly<Record<string, string>> = {}, buildArgs?: ReadonlyMap<string, string | undefined>): Dockerfile {
  const host = new MemoryHost({ ...files, Dockerfile: text });
  const document = new Document("Dockerfile", text, "dockerfile");
  return buildDockerfile(document, parseDockerfile(document), { contexts: [buildContext(host, ".", "Dockerfile")], ...(buildArgs ? { buildArgs } : {}) });
}

export function stageOf(text: string, files: Readonly<Record<string, string>> = {}): Stage {
  const stage = modelOf(text, files).finalStage;
  if (!stage) throw new Error("the text has no stage");
  return stage;
}

export function endOf(text: string): StageState {
  return stageOf(text).end;
}

export function commandsOf(text: string): readonly Command[] {
  return stageOf(text).steps.flatMap((step) => step.commands);
}

export function stepOf(stage: Stage, keyword: string): Step {
  const step = stage.steps.find(({ instruction }) => instruction.keyword === keyword);
  if (!step) throw new Error(`no ${keyword}`);
  return step;
}

export function lineOf(span: Span): number {
  return span.document.position(span.start).line;
}

export function textOf(span: Span): string {
  return span.document.text.slice(span.start, span.end);
}
