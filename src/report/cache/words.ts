import type { CacheSaving } from "./facts.ts";

/** `in the last 100 commits line 4 changed 87 times, package.json 4 times`. */
export function savingWords({ commits, copy, manifests }: CacheSaving): string {
  const counted = manifests.map(({ path, changed }) => `${path} ${times(changed)}`);
  return [`in the last ${commitsWord(commits)} line ${copy.line} changed ${times(copy.changed)}`, ...counted].join(", ");
}

/** `1 commit`, `100 commits`. */
export function commitsWord(count: number): string {
  return count === 1 ? "1 commit" : `${count} commits`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
