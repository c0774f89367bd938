import type { Severity } from "../../rule/index.ts";
import type { OptionValues } from "../catalogue.ts";
import { isPlainMap, severityOf, texts, type PeerSettings, type PlainMap } from "./peer-settings.ts";

/** hadolint's words for the kinds of a label's value, in those of our label rules. */
const labelKinds: ReadonlyMap<string, string> = new Map([
  ["email", "e-mail"], ["hash", "git-hash"], ["rfc3339", "time"], ["semver", "version"], ["spdx", "licence"], ["url", "url"], ["text", "text"], ["rawtext", "text"],
]);

/** `.hadolint.yaml`: `ignored`, `override`, `trustedRegistries`, `label-schema`, `strict-labels`, `disable-ignore-pragma`. */
export function hadolintSettings(path: string, config: PlainMap): PeerSettings {
  const ignored = new Set(texts(config["ignored"]).map(peerId));
  return {
    peer: "hadolint", path,
    ignores: (id) => ignored.has(id),
    severities: overrides(config["override"]),
    options: options(config),
    comments: config["disable-ignore-pragma"] !== true,
    problems: [],
  };
}

/** hadolint writes ShellCheck's codes among its own. */
function peerId(code: string): string {
  return code.startsWith("SC") ? `shellcheck:${code}` : `hadolint:${code}`;
}

function overrides(value: unknown): ReadonlyMap<string, Severity> {
  const found = new Map<string, Severity>();
  for (const [word, codes] of Object.entries(isPlainMap(value) ? value : {})) {
    const severity = severityOf(word);
    if (severity) for (const code of texts(codes)) found.set(peerId(code), severity);
  }
  return found;
}

function options(config: PlainMap): ReadonlyMap<string, OptionValues> {
  const found = new Map<string, OptionValues>();
  const registries = texts(config["trustedRegistries"]);
  if (registries.length > 0) found.set("untrusted-registry", { registries });
  const given = config["label-schema"];
  const strict = config["strict-labels"] === true;
  if (!isPlainMap(given) && !strict) return found;
  const schema = Object.fromEntries(Object.entries(isPlainMap(given) ? given : {}).flatMap(([key, kind]) => (typeof kind === "string" ? [[key, labelKinds.get(kind.toLowerCase()) ?? kind]] : [])));
  for (const rule of ["missing-label", "invalid-label-value"]) found.set(rule, { schema });
  found.set("unexpected-label", { schema, strict });
  return found;
}
