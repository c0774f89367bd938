import { normalisePath } from "../paths.ts";
import type { ConfigReading } from "../configured/index.ts";
import type { ContainerDataPath, DataPath, KnownImageFacts } from "../types.ts";
import type { ModelContainer } from "./container.ts";
import { classInUse } from "./conditions.ts";
import { dataFlag, runsServer } from "./data-flags.ts";
import { movedBySetting, movedOtherwise } from "./moved-data.ts";

/** The durable paths of a container's known image. */
export interface PlacedData {
  readonly paths: readonly ContainerDataPath[];
  /** What the image keeps where nobody can tell: a variable that nothing sets, several places, settings that are not there to read. */
  readonly unplaced: readonly string[];
}

const NO_DATA: PlacedData = { paths: [], unplaced: [] };

/**
 * The durable paths of the known image that the container runs, where this container has them: moved by environment and
 * flags. None where the container runs another program of the image (a client, a shell) or where that can't be told.
 */
export function dataPathsOf(container: ModelContainer, configuration: ConfigReading): PlacedData {
  const known = container.image?.known;
  if (!known || known.category === "runtime" || !servesData(container, known)) return NO_DATA;
  const paths: ContainerDataPath[] = [];
  const unplaced: string[] = [];
  let flag = dataFlag(known.image, container.command, container.entrypoint) ?? configuration.data;
  for (const data of pathsOf(known)) {
    const loss = classInUse(known.image, data, container, configuration.persists);
    if (!loss) continue;
    const moved = (data.env === undefined ? undefined : movedBySetting(container.env.get(data.env))) ?? movedOtherwise(known.image, data, container) ?? (loss === "data" || configuration.data ? flag : undefined);
    if (moved && moved === flag) flag = undefined;
    if (moved === "unknown" || loss === "unknown") {
      unplaced.push(data.what);
      continue;
    }
    const path = normalisePath(moved?.path ?? data.path);
    paths.push({
      path, what: data.what, loss, env: data.env, fate: container.fateOf(path),
      movedBy: moved && path !== normalisePath(data.path) ? moved.span : undefined, defaultPath: normalisePath(data.path),
    });
  }
  return { paths, unplaced };
}

/** Where the version is open: what every version that may be meant keeps in one and the same place. */
function pathsOf(known: KnownImageFacts): readonly DataPath[] {
  if (known.dataPaths.length > 0 || known.weak) return known.dataPaths;
  const [first, ...others] = known.alternatives;
  return (first?.dataPaths ?? []).filter((data) => others.every((other) => other.dataPaths.some((same) => same.path === data.path)));
}

/** Whether it is known at all what the image keeps where; false for a family's convention, and where a variable hides which version is meant. */
export function knowsData(known: KnownImageFacts): boolean {
  return known.stateless || (!known.weak && pathsOf(known).length > 0);
}

/** A start that can be read to its end starts no server: none is a program whose doings are known. */
function servesData(container: ModelContainer, known: KnownImageFacts): boolean {
  const own = container.ownInvocations;
  const entrypoint = own.entrypoint ?? container.stage?.image.entrypoint;
  const command = own.command ?? container.stage?.image.command;
  if (entrypoint === "cleared" || command === "cleared") return true;
  if ((entrypoint ?? command) && container.start.resolvesTo === "known") return false;
  return runsServer(known.image, entrypoint, command) === true;
}
