import { secretLiterals, type SecretLiteral } from "./secrets/patterns.ts";
import type { ComposeFile, Dockerfile, ProjectDocument } from "./types.ts";

/** Each parsed document once, Dockerfiles and compose files in the order of their paths. */
export function projectDocuments(dockerfiles: readonly Dockerfile[], composeFiles: readonly ComposeFile[]): readonly ProjectDocument[] {
  const found: ProjectDocument[] = [
    ...dockerfiles.map((dockerfile) => new ParsedDocument({
      document: dockerfile.document, faults: dockerfile.tree.faults, dockerfile, compose: undefined, comments: dockerfile.tree.comments,
    })),
    ...composeFiles.flatMap((compose) => compose.trees.map((tree) => new ParsedDocument({
      document: tree.document, faults: tree.faults, dockerfile: undefined, compose, comments: tree.comments,
    }))),
  ];
  const mains = new Set(composeFiles.map((compose) => compose.document));
  const own = new Set(composeFiles.map((compose) => compose.document.path));
  const seen = new Set<string>();
  const once = found.filter(({ document, compose }) => {
    // a file that several projects read is told of once, by the project that is its own
    if (compose && ((own.has(document.path) && !mains.has(document)) || seen.has(document.path))) return false;
    seen.add(document.path);
    return true;
  });
  return once.sort((a, b) => (a.document.path < b.document.path ? -1 : 1));
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
