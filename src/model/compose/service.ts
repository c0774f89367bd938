import type { Span } from "#text";
import { booleanOf, listOf, numberOf, parseDuration, stringOf } from "../../parse/compose/index.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../../parse/compose/tree.ts";
import { hostBindsOf } from "../compose-facts/host-binds.ts";
import { portsOf } from "../compose-facts/ports.ts";
import { limitFact } from "../compose-facts/resources.ts";
import { credentialsIn } from "../secrets/credentials.ts";
import type { Container, HostBind, Invocation, LimitFact, PublishedPort, ShippedCredential, Service, ServiceBuild, ServiceMount, Sourced, Stage, VolumesFrom } from "../types.ts";
import type { ComposeProject } from "./file.ts";
import { invocationOf } from "./invocation.ts";
import { mountsOfService } from "./mounts.ts";
import { asMap, pairs, scalars } from "./values.ts";

/** One service, read lazily from its merged mapping. */
export class ComposeService implements Service {
  readonly compose: ComposeProject;
  readonly name: string;
  readonly keySpan: Span;
  readonly span: Span;
  readonly origins: readonly Span[];
  readonly #map: YamlMap | undefined;
  #image: Sourced<string> | undefined;
  #volumes: readonly ServiceMount[] | undefined;
  #environment: ReadonlyMap<string, Sourced<string>> | undefined;
  #build: ServiceBuild | undefined;
  #ports: readonly PublishedPort[] | undefined;
  #hostBinds: readonly HostBind[] | undefined;
  #credentials: readonly ShippedCredential[] | undefined;

  constructor(compose: ComposeProject, entry: YamlEntry) {
    this.compose = compose;
    this.name = entry.key;
    this.keySpan = entry.keySpan;
    this.span = entry.span;
    this.origins = entry.origins ?? [];
    this.#map = asMap(entry.value);
  }

  get address(): string {
    return `services.${this.name}`;
  }

  get(key: string): YamlNode | undefined {
    return this.#map?.get(key)?.value;
  }

  keySpanOf(key: string): Span | undefined {
    return this.#map?.get(key)?.keySpan;
  }

  originsOf(key: string): readonly Span[] {
    return this.#map?.get(key)?.origins ?? [];
  }

  scalar(key: string): Sourced<string> | undefined {
    const node = this.get(key);
    return node?.kind === "scalar" && node.value !== null ? stringOf(node, this.compose.lookup) : undefined;
  }

  duration(key: string): { readonly milliseconds: number; readonly raw: string; readonly span: Span } | undefined {
    const text = this.scalar(key);
    const milliseconds = text?.value === undefined ? undefined : parseDuration(text.value);
    return text && milliseconds !== undefined ? { milliseconds, raw: text.raw, span: text.span } : undefined;
  }

  list(key: string): readonly Sourced<string>[] {
    return listOf(this.get(key), this.compose.lookup);
  }

  at(...keys: readonly string[]): YamlNode | undefined {
    return keys.reduce<YamlNode | undefined>((node, key) => asMap(node)?.get(key)?.value, this.#map);
  }

  limit(unit: "bytes" | "number", ...keys: readonly string[]): LimitFact | undefined {
    return limitFact(this.at(...keys), unit, this.compose.lookup);
  }

  get ports(): readonly PublishedPort[] {
    return (this.#ports ??= portsOf(this, this.compose.lookup));
  }

  get hostBinds(): readonly HostBind[] {
    return (this.#hostBinds ??= hostBindsOf(this));
  }

  get credentials(): readonly ShippedCredential[] {
    return (this.#credentials ??= credentialsIn(this.get("environment")));
  }

  get image(): Sourced<string> | undefined {
    return (this.#image ??= this.scalar("image"));
  }

  get build(): ServiceBuild | undefined {
    const entry = this.#map?.get("build");
    if (!entry || (entry.value.kind === "scalar" && entry.value.value === null)) return undefined;
    return (this.#build ??= this.#readBuild(entry.value, entry.span));
  }

  get environment(): ReadonlyMap<string, Sourced<string>> {
    return (this.#environment ??= new Map([...this.compose.input.environmentFiles(this), ...pairs(this.get("environment"), this.compose.lookup)]));
  }

  get command(): Invocation | "cleared" | undefined {
    return invocationOf(this.get("command"), this.compose.lookup);
  }

  get entrypoint(): Invocation | "cleared" | undefined {
    return invocationOf(this.get("entrypoint"), this.compose.lookup);
  }

  get user(): Sourced<string> | undefined {
    return this.scalar("user");
  }

  get workingDir(): Sourced<string> | undefined {
    return this.scalar("working_dir");
  }

  get hostname(): Sourced<string> | undefined {
    return this.scalar("hostname");
  }

  get readOnly(): boolean {
    return booleanOf(this.get("read_only"), this.compose.lookup)?.value === true;
  }

  get replicas(): number | undefined {
    const deploy = asMap(this.get("deploy"));
    const node = deploy?.get("replicas")?.value ?? this.get("scale");
    const count = numberOf(node, this.compose.lookup)?.value;
    return Number.isInteger(count) ? count : undefined;
  }

  get profiles(): readonly string[] {
    return listOf(this.get("profiles"), this.compose.lookup).map((profile) => profile.value ?? profile.raw);
  }

  get volumes(): readonly ServiceMount[] {
    return (this.#volumes ??= mountsOfService(this));
  }

  get volumesFrom(): readonly VolumesFrom[] {
    return listOf(this.get("volumes_from"), this.compose.lookup).map((entry) => {
      const parts = (entry.value ?? entry.raw).split(":");
      const isContainer = parts[0] === "container";
      const name = (isContainer ? parts[1] : parts[0]) ?? "";
      const mode = isContainer ? parts[2] : parts[1];
      return { service: isContainer ? undefined : name, container: isContainer ? name : undefined, readOnly: mode === "ro", span: entry.span };
    });
  }

  get dependsOn(): readonly string[] {
    const node = this.get("depends_on");
    return node?.kind === "map" ? node.entries.map((entry) => entry.key) : scalars(node).map((item) => item.text);
  }

  get container(): Container {
    return this.compose.input.containerOf(this);
  }

  #readBuild(node: YamlNode, span: Span): ServiceBuild {
    const map = asMap(node);
    const lookup = this.compose.lookup;
    const field = (key: string): Sourced<string> | undefined => {
      return stringOf(map?.get(key)?.value, lookup);
    };
    const stageOf = (): Stage | undefined => this.compose.input.stageOf(this);
    let stage: Stage | undefined | null = null;
    return {
      context: node.kind === "scalar" ? stringOf(node, lookup) : field("context"),
      dockerfile: field("dockerfile"),
      inline: map?.get("dockerfile_inline") !== undefined,
      target: field("target"),
      args: pairs(map?.get("args")?.value, lookup),
      span,
      get stage(): Stage | undefined {
        if (stage === null) stage = stageOf();
        return stage;
      },
    };
  }
}
