import { run } from "../../src/faces/cli.ts";

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the command line in a folder, in this process. */
export function stowage(cwd: string, argv: readonly string[], input: string | Buffer = "", env: Readonly<Record<string, string>> = {}): Outcome {
  let out = "";
  let error = "";
  const status = run(argv, {
    cwd, env, terminal: false, width: undefined, build: "test",
    out: (text) => { out += text; },
    error: (text) => { error += text; },
    input: () => Buffer.from(input),
  });
  return { status, out, error };
}
