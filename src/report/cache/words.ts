/** How often a COPY and the manifests in it changed. */
export interface CopyChanges {
  readonly commits: number;
  readonly changed: number;
  readonly manifests: readonly { readonly path: string; readonly changed: number }[];
}

/** `in the last 100 commits this COPY changed 87 times, package.json 4 times`; `subject` names the copy. */
export function changesInWords(subject: string, { commits, changed, manifests }: CopyChanges): string {
  const counted = manifests.map((manifest) => `${manifest.path} ${times(manifest.changed)}`);
  return [`in the last ${commitsWord(commits)} ${subject} changed ${times(changed)}`, ...counted].join(", ");
}

/** `1 commit`, `100 commits`. */
export function commitsWord(count: number): string {
  return count === 1 ? "1 commit" : `${count} commits`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
