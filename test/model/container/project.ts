import { buildProject, type Container, type Project } from "../../../src/model/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";

/** The project that the given files make: Dockerfiles and compose files by their names, all others only lie there. */
export function projectOf(files: Readonly<Record<string, string>>, scripts: readonly string[] = []): Project {
  const paths = Object.keys(files);
  return buildProject({
    host: new MemoryHost(files),
    dockerfiles: paths.filter((path) => /(^|\/)Dockerfile[^/]*$/.test(path)),
    composeFiles: paths.filter((path) => /(^|\/)(docker-)?compose\.ya?ml$/.test(path)),
    scripts,
    directoryName: "project",
  });
}

/** One container of a project by its name. */
export function containerOf(files: Readonly<Record<string, string>>, name: string, scripts: readonly string[] = []): Container {
  const found = projectOf(files, scripts).containers.find((container) => container.name === name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
}
