import type { DockerfileTree, Instruction } from "./tree.ts";

/** Every instruction in file order, each ONBUILD followed by the one that it holds. */
export function* walkInstructions(tree: DockerfileTree): Generator<Instruction> {
  for (const instruction of tree.instructions) {
    yield instruction;
    if (instruction.trigger) yield instruction.trigger;
  }
}
