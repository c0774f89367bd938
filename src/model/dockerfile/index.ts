export { buildContext, HostContext } from "./context.ts";
export { buildDockerfile, type DockerfileInput } from "./dockerfile.ts";
export { packageCommand } from "./packages.ts";
export { defaultShell } from "./state.ts";
