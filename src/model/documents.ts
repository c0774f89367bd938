import type { ComposeFile, Dockerfile, ProjectDocument } from "./types.ts";

/** Each parsed document once, Dockerfiles and compose files in the order of their paths. */
export function projectDocuments(dockerfiles: readonly Dockerfile[], composeFiles: readonly ComposeFile[]): readonly ProjectDocument[] {
  const found: ProjectDocument[] = [
    ...dockerfiles.map((dockerfile) => ({
      document: dockerfile.document, faults: dockerfile.tree.faults, dockerfile, compose: undefined, comments: dockerfile.tree.comments,
    })),
    ...composeFiles.map((compose) => ({
      document: compose.document, faults: compose.tree.faults, dockerfile: undefined, compose, comments: compose.tree.comments,
    })),
  ];
  return found.sort((a, b) => (a.document.path < b.document.path ? -1 : 1));
}
