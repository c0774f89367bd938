import type { Document, Span } from "#text";
import { booleanOf, stringOf } from "../../parse/compose/index.ts";
import type { ComposeTree, YamlMap, YamlNode } from "../../parse/compose/tree.ts";
import { ComposeSurroundings } from "../compose-facts/beside.ts";
import { variablesIn } from "../compose-facts/variables.ts";
import type { Host, Note } from "../host.ts";
import type { ComposeFile, Container, NamedSection, Purpose, Service, Sourced, Stage, VariableUse, VolumeDefinition } from "../types.ts";
import { checkCompose } from "./check/index.ts";
import { namesUsedIn, type NamesInUse } from "./names-in-use.ts";
import type { SharedLacks } from "./shared-lacks.ts";
import type { LoadedCompose } from "./load.ts";
import type { ComposeProblem } from "./problem.ts";
import { ComposeService } from "./service.ts";
import { asMap, pairs, textIn, type Lookup } from "./values.ts";

/** What the project gives a compose file. */
export interface ComposeInput {
  readonly document: Document;
  readonly tree: ComposeTree;
  /** All files merged into `root`, the main one first. */
  readonly documents: readonly Document[];
  readonly loaded: LoadedCompose;
  /** The merged top-level mapping. */
  readonly root: YamlNode | undefined;
  readonly lookup: Lookup;
  readonly notes: readonly Note[];
  readonly purpose: Purpose;
  readonly host: Host;
  readonly lacks: SharedLacks;
  readonly names: NamesInUse;
  /** The stage that a service builds; asked for once, when first needed. */
  stageOf(service: Service): Stage | undefined;
  containerOf(service: Service): Container;
  /** Values of the service's `env_file`s, later files over earlier ones. */
  environmentFiles(service: Service): ReadonlyMap<string, Sourced<string>>;
}

/** Keys of a top-level mapping that cannot be services of a version 1 file. */
const TOP_LEVEL = new Set(["version", "name", "services", "volumes", "networks", "configs", "secrets", "include", "models"]);

/** One compose project, read lazily from its merged root. */
export class ComposeProject implements ComposeFile {
  readonly document: Document;
  readonly tree: ComposeTree;
  readonly documents: readonly Document[];
  readonly trees: readonly ComposeTree[];
  readonly root: YamlNode | undefined;
  readonly notes: readonly Note[];
  readonly lookup: Lookup;
  readonly input: ComposeInput;
  readonly surroundings: ComposeSurroundings;
  #services: readonly Service[] | undefined;
  #variables: readonly VariableUse[] | undefined;
  #byName: ReadonlyMap<string, Service> | undefined;
  #volumes: ReadonlyMap<string, VolumeDefinition> | undefined;
  #hasSpareVolume: boolean | undefined;
  #problems: readonly ComposeProblem[] | undefined;
  #ownProblems: readonly ComposeProblem[] | undefined;

  constructor(input: ComposeInput) {
    this.input = input;
    this.surroundings = new ComposeSurroundings(input.document.path, input.host);
    this.document = input.document;
    this.tree = input.tree;
    this.documents = input.documents;
    this.trees = input.loaded.trees;
    this.root = input.root;
    this.notes = input.notes;
    this.lookup = input.lookup;
  }

  get variables(): readonly VariableUse[] {
    return (this.#variables ??= variablesIn(this.root, this.lookup));
  }

  get problems(): readonly ComposeProblem[] {
    return (this.#problems ??= this.input.lacks.settle(this));
  }

  /** What it is refused for when it is seen alone. */
  get ownProblems(): readonly ComposeProblem[] {
    const { host, loaded } = this.input;
    return (this.#ownProblems ??= checkCompose(loaded, (path) => host.stat(path) === "file"));
  }

  /** Tells it from the other projects: its files. */
  get key(): string {
    return this.documents.map(({ path }) => path).join("\n");
  }

  namesIn(section: NamedSection): ReadonlySet<string> {
    return namesUsedIn(this, section);
  }

  isNamedBelow(section: NamedSection, name: string): boolean {
    return this.input.names.isUsedBelow(this, section, name);
  }

  folderOf(span: Span): string {
    return this.input.loaded.folderOf(span.document);
  }

  get name(): string | undefined {
    const entry = asMap(this.root)?.get("name");
    return entry ? this.resolve(entry.value).value : undefined;
  }

  get purpose(): Purpose {
    return this.input.purpose;
  }

  get services(): readonly Service[] {
    return (this.#services ??= this.#readServices());
  }

  service(name: string): Service | undefined {
    this.#byName ??= new Map(this.services.map((service) => [service.name, service]));
    return this.#byName.get(name);
  }

  get volumes(): ReadonlyMap<string, VolumeDefinition> {
    return (this.#volumes ??= this.#readVolumes());
  }

  /**
   * True where a variable may stand for a named volume: one is declared that no service names as written. Compose refuses the
   * name of a volume that is not declared; a file of version 1 declares none.
   */
  get hasSpareVolume(): boolean {
    return (this.#hasSpareVolume ??= this.#findsSpareVolume());
  }

  resolve(node: YamlNode): Sourced<string> {
    return stringOf(node, this.lookup);
  }

  #findsSpareVolume(): boolean {
    if (!asMap(asMap(this.root)?.get("services")?.value)) return true;
    const spare = new Set(this.volumes.keys());
    for (const service of this.services) {
      const list = service.get("volumes");
      for (const item of list?.kind === "list" ? list.items : []) {
        const source = item.kind === "scalar" ? item.text.split(":")[0] : textIn(asMap(item)?.get("source")?.value, this.lookup);
        if (source !== undefined) spare.delete(source);
      }
    }
    return spare.size > 0;
  }

  #readServices(): readonly Service[] {
    const root = asMap(this.root);
    const map = asMap(root?.get("services")?.value) ?? (root ? firstVersion(root) : undefined);
    return (map?.entries ?? []).filter((entry) => !entry.key.startsWith("x-") && !this.#isVersionOneSetting(entry.key))
      .map((entry) => new ComposeService(this, entry));
  }

  #isVersionOneSetting(key: string): boolean {
    return !asMap(this.root)?.get("services") && TOP_LEVEL.has(key);
  }

  #readVolumes(): ReadonlyMap<string, VolumeDefinition> {
    const found = new Map<string, VolumeDefinition>();
    for (const entry of asMap(asMap(this.root)?.get("volumes")?.value)?.entries ?? []) {
      const settings = asMap(entry.value);
      const external = settings?.get("external")?.value;
      const name = settings?.get("name")?.value;
      found.set(entry.key, {
        key: entry.key,
        name: name ? this.resolve(name).value : entry.key,
        external: external?.kind === "map" || booleanOf(external, this.lookup)?.value === true,
        driver: textIn(settings?.get("driver")?.value, this.lookup),
        driverOptions: pairs(settings?.get("driver_opts")?.value, this.lookup),
        span: entry.span,
        keySpan: entry.keySpan,
      });
    }
    return found;
  }
}

/** Files of version 1 have their services at the top level. */
function firstVersion(root: YamlMap): YamlMap | undefined {
  const looksLikeService = root.entries.some((entry) => !TOP_LEVEL.has(entry.key) && (asMap(entry.value)?.get("image") ?? asMap(entry.value)?.get("build")));
  return looksLikeService ? root : undefined;
}
