type Unbash = typeof import("unbash");

let loaded: Unbash | undefined;

/** The shell parser, loaded when the first script is read: a project without one does not pay for it. */
export function unbash(): Unbash {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return (loaded ??= require("unbash") as Unbash);
}
