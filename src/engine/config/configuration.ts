import type { Span } from "#text";
import type { Severity } from "../../rule/index.ts";
import type { OptionValues } from "../catalogue.ts";
import type { PathPatterns } from "../ignore-rules.ts";

export type SeveritySetting = Severity | "off";

/** What a configuration says of one rule. */
export interface RuleSetting {
  readonly severity: SeveritySetting | undefined;
  readonly options: OptionValues;
}

export type RuleSettings = ReadonlyMap<string, RuleSetting>;

/** A `stowage.yaml`, checked. */
export interface Configuration {
  readonly path: string;
  readonly preset: string | undefined;
  readonly rules: RuleSettings;
  readonly ignore: PathPatterns | undefined;
  readonly overrides: readonly { readonly files: PathPatterns; readonly rules: RuleSettings }[];
  /** Compose files that are loaded together, as with `-f`: one list for each project, as the host names them. */
  readonly compose: readonly (readonly string[])[];
  readonly plugins: readonly string[];
  /** An installed ShellCheck is asked for what our rules do not cover. */
  readonly shellcheck: boolean;
}

/** A mistake in a configuration. */
export interface ConfigFault {
  readonly path: string;
  readonly span: Span | undefined;
  readonly message: string;
}

/** Thrown where a configuration cannot be used; holds every mistake in it. */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(faults.map(faultLine).join("\n"));
    this.name = "ConfigError";
    this.faults = faults;
  }
}

/** `stowage.yaml:3:5: message` */
function faultLine({ path, span, message }: ConfigFault): string {
  if (!span) return `${path}: ${message}`;
  const { line, column } = span.document.position(span.start);
  return `${path}:${line}:${column}: ${message}`;
}
