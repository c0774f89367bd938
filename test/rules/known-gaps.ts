/** Peers' rules that the catalogue says we answer exactly and whose claim is left out for now, with the reason. */
export const knownGaps: Readonly<Record<string, string>> = {};
