import type { Document, Span } from "#text";
import type { Container, Dockerfile, PathFate, Project, Service } from "../model/index.ts";
import type { SubjectName, Subjects } from "../rule/index.ts";

/** One thing that rules are asked about, with the place that says which file's settings hold. */
export type Subject = { [S in SubjectName]: { readonly on: S; readonly value: Subjects[S]; readonly document: Document | undefined; readonly at: Span | undefined } }[SubjectName];

/** What is walked for subjects. */
export type Walked = Pick<Project, "documents" | "dockerfiles" | "composeFiles" | "containers">;

/** Every subject of a project, once: project, documents, Dockerfiles with stages, scripts and commands, compose files, containers. */
export function* subjectsOf(project: Project): Iterable<Subject> {
  yield wholeSubject(project);
  yield* subjectsIn(project);
}

/** The project itself as a subject. */
export function wholeSubject(project: Project): Subject {
  return { on: "project", value: project, document: undefined, at: undefined };
}

/** The subjects in some files of a project. */
export function* subjectsIn(project: Walked): Iterable<Subject> {
  for (const value of project.documents) yield { on: "document", value, document: value.document, at: undefined };
  for (const dockerfile of project.dockerfiles) yield* inDockerfile(dockerfile);
  for (const compose of project.composeFiles) {
    yield { on: "compose", value: compose, document: compose.document, at: undefined };
    for (const service of compose.services) yield inService(service);
  }
  for (const container of project.containers) yield* inContainer(container);
}

function* inDockerfile(dockerfile: Dockerfile): Iterable<Subject> {
  const { document } = dockerfile;
  yield { on: "dockerfile", value: dockerfile, document, at: undefined };
  for (const stage of dockerfile.stages) yield { on: "stage", value: stage, document, at: stage.from.span };
  for (const step of dockerfile.steps) {
    yield { on: "instruction", value: step, document, at: step.instruction.span };
    if ((step.instruction.trigger ?? step.instruction).command) yield { on: "script", value: step, document, at: step.instruction.span };
    for (const command of step.commands) yield { on: "command", value: command, document, at: command.span };
  }
  for (const script of dockerfile.scripts) yield { on: "script", value: { script }, document: script.text.document, at: undefined };
}

function inService(service: Service): Subject {
  return { on: "service", value: service, document: service.keySpan.document, at: service.keySpan };
}

function* inContainer(container: Container): Iterable<Subject> {
  const { document } = container.origin;
  yield { on: "container", value: container, document, at: container.origin };
  for (const mount of container.mounts) yield { on: "mount", value: mount, document, at: mount.span };
  const fates = new Map<string, PathFate>();
  for (const { fate } of container.writes) if (!fates.has(fate.path)) fates.set(fate.path, fate);
  for (const fate of fates.values()) yield { on: "path", value: fate, document, at: container.origin };
}
