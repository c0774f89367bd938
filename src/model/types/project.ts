import type { Document, Span, SyntaxFault } from "#text";
import type { Note } from "../host.ts";
import type { SecretLiteral } from "../secrets/patterns.ts";
import type { ComposeFile } from "./compose.ts";
import type { Container } from "./container.ts";
import type { Dockerfile } from "./dockerfile.ts";

/** All documents and the graph over them: the only thing rules can reach. Rule subject `project`. */
export interface Project {
  readonly documents: readonly ProjectDocument[];
  readonly dockerfiles: readonly Dockerfile[];
  readonly composeFiles: readonly ComposeFile[];
  readonly containers: readonly Container[];
  /** Commands of scripts that delete what containers keep, or save a container as an image. */
  readonly stateCommands: readonly StateCommand[];
  readonly notes: readonly Note[];
}

/** `docker compose down -v` and the like in a script. */
export interface StateCommand {
  /** `down`: with its volumes; `prune`: all volumes that no container uses; `renew`: `up -V`; `commit`: a container as an image. */
  readonly kind: "down" | "prune" | "renew" | "commit";
  readonly span: Span;
  /** Names of the compose files that it gives; none means the usual one. */
  readonly composeFiles: readonly string[];
}

/** A document with what its parser said of it. Rule subject `document`. */
export interface ProjectDocument {
  readonly document: Document;
  readonly faults: readonly SyntaxFault[];
  readonly dockerfile: Dockerfile | undefined;
  readonly compose: ComposeFile | undefined;
  /** Every comment with its text after the `#`. */
  readonly comments: readonly { readonly text: string; readonly span: Span }[];
  /** Keys and tokens in its text, by the forms that their issuers give them. */
  readonly secrets: readonly SecretLiteral[];
}
