import type { Document, Span } from "#text";
import type { Container, Dockerfile, PathFate, Project, Service } from "../model/index.ts";
import type { SubjectName, Subjects } from "../rule/index.ts";

/** One thing that rules are asked about, with the place that says which file's settings hold. */
export type Subject = { [S in SubjectName]: { readonly on: S; readonly value: Subjects[S]; readonly document: Document | undefined; readonly at: Span | undefined } }[SubjectName];

/** What is walked for subjects. */
export type Walked = Pick<Project, "documents" | "dockerfiles" | "composeFiles" | "containers">;

/** What is done with each subject, and of which kinds there is need in a file. */
export interface SubjectVisitor {
  /** False where no rule asks about subjects of a kind: they are not made. */
  wants(on: SubjectName, document: Document | undefined): boolean;
  visit(subject: Subject): void;
}

/** Every subject of a project, once: project, documents, Dockerfiles with stages, scripts and commands, compose files, containers. */
export function eachSubject(project: Project, visitor: SubjectVisitor): void {
  visitWhole(project, visitor);
  eachSubjectIn(project, visitor);
}

/** The project itself as a subject. */
export function visitWhole(project: Project, visitor: SubjectVisitor): void {
  visitor.visit({ on: "project", value: project, document: undefined, at: undefined });
}

/** The subjects in some files of a project. */
export function eachSubjectIn(project: Walked, visitor: SubjectVisitor): void {
  for (const value of project.documents) visitor.visit({ on: "document", value, document: value.document, at: undefined });
  for (const dockerfile of project.dockerfiles) inDockerfile(dockerfile, visitor);
  for (const compose of project.composeFiles) {
    visitor.visit({ on: "compose", value: compose, document: compose.document, at: undefined });
    for (const service of compose.services) visitor.visit(inService(service));
  }
  for (const container of project.containers) inContainer(container, visitor);
}

function inDockerfile(dockerfile: Dockerfile, visitor: SubjectVisitor): void {
  const { document } = dockerfile;
  const wantsScripts = visitor.wants("script", document);
  const wantsCommands = visitor.wants("command", document);
  visitor.visit({ on: "dockerfile", value: dockerfile, document, at: undefined });
  for (const stage of dockerfile.stages) visitor.visit({ on: "stage", value: stage, document, at: stage.from.span });
  for (const step of dockerfile.steps) {
    const { span: at, trigger, command } = step.instruction;
    visitor.visit({ on: "instruction", value: step, document, at });
    if (wantsScripts && (trigger ? trigger.command : command)) visitor.visit({ on: "script", value: step, document, at });
    if (wantsCommands) for (const value of step.commands) visitor.visit({ on: "command", value, document, at: value.span });
  }
  for (const script of dockerfile.scripts) visitor.visit({ on: "script", value: { script }, document: script.text.document, at: undefined });
}

function inService(service: Service): Subject {
  return { on: "service", value: service, document: service.keySpan.document, at: service.keySpan };
}

function inContainer(container: Container, visitor: SubjectVisitor): void {
  const { document } = container.origin;
  visitor.visit({ on: "container", value: container, document, at: container.origin });
  if (visitor.wants("mount", document)) for (const mount of container.mounts) visitor.visit({ on: "mount", value: mount, document, at: mount.span });
  if (!visitor.wants("path", document)) return;
  const fates = new Map<string, PathFate>();
  for (const { fate } of container.writes) if (!fates.has(fate.path)) fates.set(fate.path, fate);
  for (const fate of fates.values()) visitor.visit({ on: "path", value: fate, document, at: container.origin });
}
