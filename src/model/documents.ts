import { secretLiterals, type SecretLiteral } from "./secrets/patterns.ts";
import type { ComposeFile, Dockerfile, ProjectDocument } from "./types.ts";

/** Each parsed document once, Dockerfiles and compose files in the order of their paths. */
export function projectDocuments(dockerfiles: readonly Dockerfile[], composeFiles: readonly ComposeFile[]): readonly ProjectDocument[] {
  const found: ProjectDocument[] = [
    ...dockerfiles.map((dockerfile) => new ParsedDocument({
      document: dockerfile.document, faults: dockerfile.tree.faults, dockerfile, compose: undefined, comments: dockerfile.tree.comments,
    })),
    ...composeFiles.map((compose) => new ParsedDocument({
      document: compose.document, faults: compose.tree.faults, dockerfile: undefined, compose, comments: compose.tree.comments,
    })),
  ];
  return found.sort((a, b) => (a.document.path < b.document.path ? -1 : 1));
}

class ParsedDocument implements ProjectDocument {
  readonly document: ProjectDocument["document"];
  readonly faults: ProjectDocument["faults"];
  readonly dockerfile: Dockerfile | undefined;
  readonly compose: ComposeFile | undefined;
  readonly comments: ProjectDocument["comments"];
  #secrets: readonly SecretLiteral[] | undefined;

  constructor(parts: Omit<ProjectDocument, "secrets">) {
    this.document = parts.document;
    this.faults = parts.faults;
    this.dockerfile = parts.dockerfile;
    this.compose = parts.compose;
    this.comments = parts.comments;
  }

  get secrets(): readonly SecretLiteral[] {
    return (this.#secrets ??= secretLiterals(this.document, this.comments));
  }
}
