import type { BroadCopy, DependencyInstall } from "../types.ts";
import type { ModelStage } from "./stage.ts";
export function broadCopyBefore(_stage: ModelStage, _install: DependencyInstall): BroadCopy | undefined {
  return undefined;
}
