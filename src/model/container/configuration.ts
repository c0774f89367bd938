import { NO_SETTINGS, readConfiguration, type ConfigReading, type ConfigRun } from "../configured/index.ts";
import { buildSources } from "../dockerfile/build-sources.ts";
import { resolvePath } from "../paths.ts";
import type { Container, ImageFile, Invocation } from "../types.ts";

/** How a container finds its files. */
export interface ContainerFiles {
  fileAt(path: string): ImageFile | undefined;
  filesIn(directory: string): readonly ImageFile[];
}

/** What the settings files say that the container's programs read. Nothing where the project brings the container no file. */
export function configurationOf(container: Container, files: ContainerFiles): ConfigReading {
  const { image, stage, mounts } = container;
  if (!stage && !mounts.some(({ kind, hostPath, entry }) => kind === "bind-mount" && (hostPath !== undefined || entry?.content !== undefined))) return NO_SETTINGS;
  const { startCommands: commands, env, user } = container;
  let sources: ReturnType<typeof buildSources> | undefined;
  return readConfiguration({
    commands, env, user, image: image?.known?.image, server: serverOf(container),
    fileAt: (path) => files.fileAt(path),
    filesIn: (directory) => files.filesIn(directory),
    linkAt: (path) => image?.links.get(path),
    sourceOf: (path) => (sources ??= buildSources(stage, archivesOf(container)))(path),
  });
}

/** The server that a known image starts by itself: where nothing is said of it, or only arguments are. */
function serverOf(container: Container): ConfigRun | undefined {
  const { image, stage, ownInvocations: own } = container;
  const entrypoint = own.entrypoint ?? stage?.image.entrypoint;
  const command = own.command ?? (own.entrypoint ? undefined : stage?.image.command);
  if (!image?.known || (entrypoint !== undefined && (entrypoint === "cleared" || !/entrypoint/.test(entrypoint.words.join(" "))))) return undefined;
  const words = command === undefined || command === "cleared" ? [] : wordsOf(command);
  if (words.length > 0 && words[0]?.startsWith("-") !== true) return undefined;
  const span = container.service?.image?.span ?? stage?.from.headSpan ?? container.origin;
  return { name: "", args: words, cwd: container.cwd, trace: [{ span, message: `starts ${image.known.image}` }] };
}

function wordsOf({ script, words }: Invocation): readonly string[] {
  return script ? script.text.trim().split(/\s+/) : words;
}

/** The Java archives that the container starts. */
function archivesOf({ startCommands }: Container): readonly string[] {
  return startCommands.flatMap(({ name, args, cwd }) => (name === "java" ? args.flatMap((arg) => (arg?.endsWith(".jar") ? [resolvePath(cwd ?? "/", arg)] : [])) : []));
}
