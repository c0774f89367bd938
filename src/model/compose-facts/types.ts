import type { Span } from "#text";
import type { ServiceMount } from "../types.ts";

/** One entry of `ports:`. */
export interface PublishedPort {
  /** As written, without brackets; undefined where none is given or a variable decides it. */
  readonly hostAddress: string | undefined;
  /** True where an address is written, a variable's included. */
  readonly hasAddress: boolean;
  /** True where every interface of the host gets the port: no address, or a wildcard one in any spelling. */
  readonly everyInterface: boolean;
  /** First and last host port; undefined where none is given or a variable decides it. */
  readonly published: PortRange | undefined;
  readonly hasPublished: boolean;
  /** First and last container port; undefined where a variable decides it. */
  readonly target: PortRange | undefined;
  readonly protocol: "tcp" | "udp" | "sctp" | undefined;
  /** The entry's text, after interpolation as far as that is known; for the long form its settings in short form. */
  readonly text: string;
  readonly syntax: "short" | "long";
  readonly span: Span;
  /** Where the host address is written. */
  readonly addressSpan: Span | undefined;
  /** Where a host address would be put into the short form; undefined where it cannot be. */
  readonly addressPlace: Span | undefined;
  readonly address: string;
}

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** A place of the host that a service mounts, by an entry of `volumes` or through a named volume that is a bind in disguise. */
export interface HostBind {
  /** Without `.`, `..` and doubled slashes: absolute, below `~`, or relative to the compose file. */
  readonly path: string;
  readonly readOnly: boolean;
  readonly entry: ServiceMount;
  /** Where the path is written. */
  readonly span: Span;
  readonly through: "entry" | "volume";
}

/** A value of `environment` that ships a credential as text. Its value is never told. */
export interface ShippedCredential {
  readonly key: string;
  /** `value`: the key says that it is one; `url`: it stands in the user part of an address. */
  readonly kind: "value" | "url";
  /** What says so. `both`: name and value look like one; `name`: the value looks like a placeholder, a path or an address; `value`: it looks random under a name that says little. */
  readonly by: "both" | "name" | "value";
  readonly span: Span;
}

/** One `${NAME}` of a compose file. */
export interface VariableUse {
  readonly name: string;
  /** The whole reference. */
  readonly span: Span;
  /** `a.b[0]` of the value that holds it. */
  readonly path: string;
  /** True where the text has something for it when it is not set: `:-`, `-`, `:+` or `+`, or stops: `?`. */
  readonly guarded: boolean;
  /** False where `.env` does not give it. */
  readonly known: boolean;
  /** False for `$NAME`. */
  readonly braced: boolean;
  /** The whole scalar's text. */
  readonly scalar: string;
  readonly scalarSpan: Span;
  /** Where in `scalar` it begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** What stands at a path beside the compose file. */
export type BesideKind = "file" | "directory" | "missing";
