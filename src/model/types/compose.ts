import type { Document, MappedText, Span } from "#text";
import type { ComposeTree, YamlNode } from "../../parse/compose/tree.ts";
import type { LimitFact } from "../compose-facts/resources.ts";
import type { BesideKind, HostBind, PublishedPort, ShippedCredential, VariableUse } from "../compose-facts/types.ts";
import type { ComposeProblem } from "../compose/problem.ts";
import type { Note } from "../host.ts";
import type { Container } from "./container.ts";
import type { Stage } from "./dockerfile.ts";
import type { Invocation } from "./image.ts";
import type { Sourced } from "./value.ts";

/** One compose project: the main file with its overrides. Rule subject `compose`. */
export interface ComposeFile {
  readonly document: Document;
  readonly tree: ComposeTree;
  /** All files that are merged, the main one first. */
  readonly documents: readonly Document[];
  readonly name: string | undefined;
  readonly services: readonly Service[];
  service(name: string): Service | undefined;
  /** Top-level volumes. */
  readonly volumes: ReadonlyMap<string, VolumeDefinition>;
  /** The trees of `documents`. */
  readonly trees: readonly ComposeTree[];
  /** Everything for which Compose would refuse the project, in file order. */
  readonly problems: readonly ComposeProblem[];
  /** The folder that relative paths written at a place hang on: that of the main file, of the extended file, or an include's. */
  folderOf(span: Span): string;
  /** What could not be read: remote includes and the like. */
  readonly notes: readonly Note[];
  /** The merged top-level map. */
  readonly root: YamlNode | undefined;
  /** A value after interpolation, by the project's `.env`. */
  resolve(node: YamlNode): Sourced<string>;
  /** What its services name of the volumes, networks, configs or secrets. */
  namesIn(section: NamedSection): ReadonlySet<string>;
  /** True where another compose project, in or below this one's folder, names such a thing: the files may be run together. */
  isNamedBelow(section: NamedSection, name: string): boolean;
  /** True where the file's name or folder says test, CI or development. */
  readonly purpose: Purpose;
  /** Every variable that its values read. */
  readonly variables: readonly VariableUse[];
  /** The folder of the compose file. */
  readonly surroundings: Surroundings;
}

/** A top-level section whose entries services name. */
export type NamedSection = "volumes" | "networks" | "configs" | "secrets";

/** What stands around a compose file, paths relative to its folder. */
export interface Surroundings {
  /** False for a lone file, whose folder says nothing of its project. */
  readonly real: boolean;
  /** Undefined for what lies outside the roots. */
  at(path: string): BesideKind | undefined;
  /** True where a folder further up has the path: files that follow another one (`-f`) have theirs relative to the first one's folder. */
  existsFromAbove(path: string): boolean;
  /** True where a variable that `.env` does not give may come from elsewhere: there is no `.env`, a sample names it, or shells and CI set it. */
  mayBeSetElsewhere(variable: string): boolean;
  read(path: string): string | undefined;
  names(folder?: string): readonly string[];
  /** True where a `.gitignore` shuts the path out. */
  gitignored(path: string): boolean;
}

export type Purpose = "production" | "development" | "test" | "unknown";

export interface VolumeDefinition {
  readonly key: string;
  /** The real name after `name:`; undefined where a variable decides. */
  readonly name: string | undefined;
  readonly external: boolean;
  readonly driver: string | undefined;
  readonly driverOptions: ReadonlyMap<string, Sourced<string>>;
  readonly span: Span;
  readonly keySpan: Span;
}

/** One service after merge and interpolation. Rule subject `service`. */
export interface Service {
  readonly compose: ComposeFile;
  readonly name: string;
  readonly keySpan: Span;
  readonly span: Span;
  readonly address: string;
  /** Where other files and the services that it extends have a say in it. */
  readonly origins: readonly Span[];
  /** The merged value of a key of the service, spans kept. */
  get(key: string): YamlNode | undefined;
  /** Span of a key of the service, where written. */
  keySpanOf(key: string): Span | undefined;
  /** Where else a key of the service is written: in the other files that are merged, and the `extends` that brought it. */
  originsOf(key: string): readonly Span[];
  /** A scalar key after interpolation. */
  scalar(key: string): Sourced<string> | undefined;
  /** The items of a list after interpolation; a scalar stands for a list of one. */
  list(key: string): readonly Sourced<string>[];
  /** A nested value by the keys that lead to it: `at("deploy", "resources", "limits")`. */
  at(...keys: readonly string[]): YamlNode | undefined;
  /** What a nested value limits: a size of memory, or a number. */
  limit(unit: "bytes" | "number", ...keys: readonly string[]): LimitFact | undefined;
  readonly ports: readonly PublishedPort[];
  /** Places of the host that it mounts, through named volumes too. */
  readonly hostBinds: readonly HostBind[];
  /** Credentials that its `environment` ships as text. */
  readonly credentials: readonly ShippedCredential[];
  /** A duration key (`stop_grace_period`, ...) after interpolation; undefined where it is missing, unknown or no duration. */
  duration(key: string): { readonly milliseconds: number; readonly raw: string; readonly span: Span } | undefined;
  readonly image: Sourced<string> | undefined;
  readonly build: ServiceBuild | undefined;
  readonly environment: ReadonlyMap<string, Sourced<string>>;
  readonly command: Invocation | undefined | "cleared";
  readonly entrypoint: Invocation | undefined | "cleared";
  readonly user: Sourced<string> | undefined;
  readonly workingDir: Sourced<string> | undefined;
  readonly hostname: Sourced<string> | undefined;
  readonly readOnly: boolean;
  readonly replicas: number | undefined;
  readonly profiles: readonly string[];
  readonly volumes: readonly ServiceMount[];
  readonly volumesFrom: readonly VolumesFrom[];
  /** In long or short form alike: services this one waits for. */
  readonly dependsOn: readonly string[];
  readonly container: Container;
}

export interface ServiceBuild {
  readonly context: Sourced<string> | undefined;
  readonly dockerfile: Sourced<string> | undefined;
  readonly inline: boolean;
  readonly target: Sourced<string> | undefined;
  readonly args: ReadonlyMap<string, Sourced<string>>;
  readonly span: Span;
  /** The Dockerfile and stage it builds, where they can be read. */
  readonly stage: Stage | undefined;
}

/** One entry of `volumes:` or `tmpfs:`, or a config or secret. */
export interface ServiceMount {
  readonly type: "bind" | "volume" | "tmpfs" | "npipe" | "cluster" | "image" | "config" | "secret";
  readonly source: string | undefined;
  readonly target: string | undefined;
  readonly readOnly: boolean;
  readonly span: Span;
  readonly sourceSpan: Span | undefined;
  readonly targetSpan: Span | undefined;
  readonly syntax: "short" | "long";
  /** Bare options of the short form (`z`, `nocopy`, `cached`, `rshared` ...) or long-form settings. */
  readonly options: readonly string[];
  /** Where each setting stands, by its text (`ro`, `rshared` ...); in the long form the value's place. */
  readonly optionSpans: ReadonlyMap<string, Span>;
  readonly noCopy: boolean;
  readonly createHostPath: boolean | undefined;
  readonly propagation: string | undefined;
  readonly subpath: string | undefined;
  readonly unresolved: readonly string[];
  readonly address: string;
  /** A config whose text stands in the compose file itself. */
  readonly content?: MappedText | undefined;
}

export interface VolumesFrom {
  readonly service: string | undefined;
  readonly container: string | undefined;
  readonly readOnly: boolean;
  readonly span: Span;
}
