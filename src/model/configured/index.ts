import { resolvePath } from "../paths.ts";
import { classOf } from "../run/index.ts";
import type { WriteClaim } from "../container/claim.ts";
import { runsWithFiles } from "./places.ts";
import type { ConfigInput, ConfigReading, ConfigRun, ConfiguredWrite } from "./types.ts";

export type { ConfigInput, ConfigReading, ConfigRun } from "./types.ts";

/** Where no settings file says anything. */
export const NO_SETTINGS: ConfigReading = { claims: [], data: undefined, persists: undefined };

/** Loaded only where a program reads a settings file of the project. */
function readers(): typeof import("./readers/index.ts") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return require("./readers/index.ts") as typeof import("./readers/index.ts");
}

/**
 * What the settings files say that the project puts where the container's own programs read them: likely writes, and where a
 * server keeps its data. Only files that are copied in or mounted, and only of programs that evidently run.
 */
export function readConfiguration(input: ConfigInput): ConfigReading {
  const claims: WriteClaim[] = [];
  let data: ConfigReading["data"];
  let persists: boolean | undefined;
  for (const { reader, run, files } of runsWithFiles(runsOf(input), input)) {
    const result = readers().READERS[reader](files, run, input);
    persists = result.persists ?? persists;
    for (const write of result.writes) {
      const claim = claimOf(write, run, input);
      if (!claim) continue;
      claims.push(claim);
      if (write === result.data) data = { path: claim.path, span: claim.span };
    }
  }
  return { claims, data, persists };
}

/** The start commands, what an entry point script that cannot be read is given to start, and the image's own server. */
function runsOf({ commands, server }: ConfigInput): readonly ConfigRun[] {
  const runs: ConfigRun[] = [...commands];
  for (const command of commands) {
    const [first, ...args] = command.args;
    if (first !== undefined && /entrypoint/.test(command.name)) runs.push({ ...command, name: first.slice(first.lastIndexOf("/") + 1), args });
  }
  return server ? [...runs, server] : runs;
}

/** What a program makes up when it runs, an address, or a program behind a pipe. */
const UNRESOLVED = /[$%{}<>|*?\n]|:\/\/|^\s*$/;

function claimOf({ file, key, value, path: written, base, type, class: kind }: ConfiguredWrite, run: ConfigRun, input: ConfigInput): WriteClaim | undefined {
  const span = file.text()?.span(value.start, value.end);
  const path = UNRESOLVED.test(written) ? undefined : written.startsWith("/") ? resolvePath("/", written) : base === undefined ? undefined : resolvePath(base, written);
  if (!span || path === undefined || path === "/" || path === base || /^\/(tmp|var\/tmp|run|var\/run|dev\/shm)$/.test(path) || isDevice(path, input)) return undefined;
  const place = classOf(path);
  const steps = file.trace.filter((step) => !run.trace.some((other) => other.span.document === step.span.document && other.span.start === step.span.start));
  return {
    path, type, class: place === "scratch" || (kind === "data" && place !== "config") ? place : kind, confidence: "likely", evidence: "config", span, what: undefined,
    trace: [...steps, ...run.trace, { span, message: `${key} names ${path}` }],
  };
}

/** Logs that the official images link to the container's own output (state-model, which mount a path gets, 8). */
const LINKED: readonly (readonly [RegExp, RegExp])[] = [
  [/nginx|openresty/, /^\/var\/log\/nginx\/(access|error)\.log$|^\/usr\/local\/openresty\/nginx\/logs\/(access|error)\.log$/],
  [/^php$|wordpress|drupal|joomla|nextcloud|phpmyadmin/, /^\/var\/log\/apache2\/(access|error|other_vhosts_access)\.log$/],
];

function isDevice(path: string, input: ConfigInput): boolean {
  if (LINKED.some(([images, paths]) => images.test(input.image ?? "") && paths.test(path))) return true;
  return /^\/(dev|proc)\//.test(input.linkAt(path) ?? path);
}
