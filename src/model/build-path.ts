import { resolvePath } from "./paths.ts";
import type { Service } from "./types.ts";

/** The build context's folder relative to the working directory; undefined for remote ones and unknown variables. */
export function contextPath(service: Service): string | undefined {
  const build = service.build;
  if (!build) return undefined;
  const folder = service.compose.folderOf(build.context?.span ?? build.span);
  if (!build.context) return folder;
  const { value } = build.context;
  if (value === undefined || /^[a-z+]+:\/\/|^git@|^github\.com\//.test(value) || value.startsWith("/")) return undefined;
  return resolvePath(folder, value);
}

/** The Dockerfile that a service builds, relative to the working directory; undefined where that cannot be known or is written in the compose file. */
export function dockerfilePath(service: Service): string | undefined {
  const build = service.build;
  const context = contextPath(service);
  if (!build || build.inline || context === undefined) return undefined;
  if (build.dockerfile && build.dockerfile.value === undefined) return undefined;
  return resolvePath(context, build.dockerfile?.value ?? "Dockerfile");
}
