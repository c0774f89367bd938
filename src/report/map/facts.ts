import type { Span } from "#text";
import { visible } from "../visible.ts";
import { hideSecrets } from "../without-secrets.ts";
import { isBelowDeclared } from "../../model/container/copy-up.ts";
import type { Container, DataClass, FateKind, Mount, Project, Survives, TraceStep, Write } from "../../model/index.ts";

/** A place on the map; `column` stands with the steps of a trace. */
export interface MapPlace {
  readonly path: string;
  readonly line: number;
}

export interface MapStep extends MapPlace {
  readonly column: number;
  readonly message: string;
}

export interface MapMount {
  readonly target: string;
  readonly kind: FateKind;
  readonly source: string | null;
  readonly readOnly: boolean;
  readonly by: MapPlace;
}

export interface MapWrite {
  readonly path: string;
  /** Only where it is a directory of its own, not a file or what lies in it. */
  readonly type?: "directory";
  readonly fate: FateKind;
  readonly class: DataClass;
  readonly confidence: "certain" | "likely";
  readonly survives: Survives;
  readonly trace: readonly MapStep[];
}

export interface MapContainer {
  readonly name: string;
  readonly origin: MapPlace;
  readonly image: { readonly reference: string; readonly built: boolean; readonly known: boolean } | null;
  readonly readOnlyRoot: boolean;
  readonly verdict: Container["verdict"];
  readonly mounts: readonly MapMount[];
  readonly writes: readonly MapWrite[];
}

/** The storage map as data: exactly what `map --format json` prints; every other format draws it. */
export interface StorageMap {
  readonly version: 1;
  readonly containers: readonly MapContainer[];
  readonly unknown: readonly { readonly container: string; readonly why: string }[];
}

/** The storage map of a project. Containers keep the project's order; mounts and writes are sorted by path. */
export function storageMap(project: Project): StorageMap {
  return {
    version: 1,
    containers: project.containers.map(containerFacts),
    unknown: project.containers.flatMap((container) => container.unknowns.map((why) => ({ container: container.name, why: visible(hideSecrets(why)) }))),
  };
}

function containerFacts(container: Container): MapContainer {
  const { image } = container;
  return {
    name: container.name,
    origin: place(container.origin),
    image: image ? { reference: hideSecrets(image.reference), built: image.built, known: image.known !== undefined } : null,
    readOnlyRoot: container.readOnlyRoot,
    verdict: container.verdict,
    mounts: sorted(container.mounts, (mount) => mount.target).map(mountFacts),
    writes: sorted([...container.writes, ...container.copiedUp.filter(({ path }) => isBelowDeclared(container, path))], (write) => write.path).map(writeFacts),
  };
}

function mountFacts(mount: Mount): MapMount {
  return { target: mount.target, kind: mount.kind, source: mount.source === undefined ? null : hideSecrets(mount.source), readOnly: mount.readOnly, by: place(mount.span) };
}

function writeFacts(write: Write): MapWrite {
  const { restart, recreate, down, downVolumes, otherHost } = write.fate.survives;
  return {
    path: write.path,
    ...(write.type === "directory" ? { type: write.type } : {}),
    fate: write.fate.kind,
    class: write.class,
    confidence: write.confidence,
    survives: { restart, recreate, down, downVolumes, otherHost },
    trace: write.trace.map(stepFacts),
  };
}

function stepFacts({ span, message }: TraceStep): MapStep {
  const { line, column } = span.document.position(span.start);
  return { path: span.document.path, line, column, message: visible(hideSecrets(message)) };
}

function place(span: Span): MapPlace {
  return { path: span.document.path, line: span.document.position(span.start).line };
}

function sorted<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
