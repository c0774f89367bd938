import type { Container } from "../../../src/model/index.ts";
import { containerOf } from "../container/project.ts";

/** What the settings files of one container say that it writes: type, path, class and where it lands. */
export function configured(files: Readonly<Record<string, string>>, name = "project"): readonly string[] {
  return containerOf(files, name).writes.filter(({ evidence }) => evidence === "config").map((write) => `${write.type} ${write.path} ${write.class} ${write.fate.kind}`);
}

/** The evidence for one path: file, line and message of every step. */
export function traceOf(container: Container, path: string): readonly string[] {
  const write = container.writes.find((one) => one.path === path);
  return (write?.trace ?? []).map(({ span, message }) => `${span.document.path}:${String(span.document.position(span.start).line)} ${message}`);
}

/** A Dockerfile with a copied settings file. */
export function image(base: string, target: string, command?: string): string {
  return `FROM ${base}\nCOPY settings ${target}\n${command === undefined ? "" : `CMD ${command}\n`}`;
}
