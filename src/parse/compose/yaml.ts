type YamlPackage = typeof import("yaml");

let loaded: YamlPackage | undefined;

/** The YAML library, loaded on first use: a run that reads no YAML does not pay for it. */
export function yamlPackage(): YamlPackage {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when a YAML file is read
  return (loaded ??= require("yaml") as YamlPackage);
}
