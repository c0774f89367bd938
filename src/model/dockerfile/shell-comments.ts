import type { DockerfileTree } from "../../parse/dockerfile/index.ts";
import { dialectOf } from "../../parse/shell/index.ts";

/** A comment that names the shell of what follows. */
export interface ShellComment {
  /** Where it begins. */
  readonly at: number;
  readonly words: readonly string[];
}

/** `# hadolint shell=powershell` and `# shellcheck shell=bash` on lines of their own, in file order. */
export function shellComments({ comments }: DockerfileTree): readonly ShellComment[] {
  const found: ShellComment[] = [];
  for (const { text, span, inside } of comments) {
    const name = inside ? undefined : /^\s*(?:hadolint|shellcheck)\s(?:[^\n]*[\s;])?shell\s*=\s*([^\s;]+)/.exec(text)?.[1];
    if (name !== undefined && dialectOf([name]) !== "other") found.push({ at: span.start, words: [name] });
  }
  return found;
}
