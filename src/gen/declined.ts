/** Peer rules that get no rule of ours, with the reason: rows of the migration table. */
export const declinedPeers: readonly { readonly id: string; readonly reason: string }[] = [
  { id: "buildkit:InvalidBaseImagePlatform", reason: "the platforms of a base image are only known to its registry, which stowage does not ask" },
  { id: "tally:tally/platform-mismatch", reason: "the platforms of a base image are only known to its registry, which stowage does not ask" },
  { id: "tally:powershell/UnexpectedToken", reason: "needs PowerShell's own parser, a separate program" },
];
