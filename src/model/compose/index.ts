export { SharedLacks } from "./shared-lacks.ts";
export { NamesInUse } from "./names-in-use.ts";
export { shareOut } from "./share.ts";
export { ComposeProject } from "./file.ts";
export { ProjectFiles } from "./load/files.ts";
export { loadCompose } from "./load.ts";
export { composeProjects, standingAlone } from "./projects.ts";
