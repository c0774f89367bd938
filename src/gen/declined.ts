/** Peer rules that get no rule of ours, with the reason: rows of the migration table. */
export const declinedPeers: readonly { readonly id: string; readonly reason: string }[] = [
  { id: "tally:powershell/UnexpectedToken", reason: "needs PowerShell's own parser, a separate program" },
];

/** Claims that can only be met in part, with the part that stays open: the migration table says so instead of "exact". */
export const partlyAnswered: Readonly<Record<string, string>> = {
  "buildkit:InvalidBaseImagePlatform": "in part: images whose name says their platform; other images' platforms are only known to their registry, which stowage does not ask",
  "tally:tally/platform-mismatch": "in part: images whose name says their platform; other images' platforms are only known to their registry, which stowage does not ask",
};
