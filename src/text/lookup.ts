/** What a table holds under a name that a file gave: only what was put there, not what every object has (`constructor`). */
export function lookup<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
