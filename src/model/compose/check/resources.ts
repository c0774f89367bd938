import type { YamlEntry, YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { booleanOf } from "../../../parse/compose/index.ts";
import { projectName } from "../project-name.ts";
import { isTruth } from "../schema/check.ts";
import { asMap } from "../values.ts";
import type { ProjectCheck } from "./project-check.ts";
import { checkText } from "./texts.ts";

/** The project's name, and top-level volumes, networks, configs and secrets that say too much or too little. */
export function checkResourcesAndName(check: ProjectCheck): void {
  checkName(check);
  for (const section of ["volumes", "networks", "configs", "secrets"]) {
    for (const entry of check.section(section)) {
      const map = asMap(entry.value);
      if (!map) continue;
      checkExternalName(check, map);
      checkTruth(check, map.get("external")?.value);
      if (section === "volumes") checkExternal(check, map);
      if (section === "configs" || section === "secrets") checkContent(check, entry, map, section);
    }
  }
}

function checkName(check: ProjectCheck): void {
  const entry = check.root.get("name");
  const name = check.text(entry?.value);
  if (!entry || name === undefined || name === "" || projectName(name) !== "") return;
  check.refuse("project-name", entry.value.span, `\`${name}\` is no valid project name: it needs a small letter or digit.`);
}

function checkTruth(check: ProjectCheck, node: YamlNode | undefined): void {
  checkText(check, node, { takes: isTruth, what: "must be true or false" });
}

function checkExternalName(check: ProjectCheck, map: YamlMap): void {
  const inner = asMap(map.get("external")?.value)?.get("name");
  const outer = map.get("name");
  if (!inner || !outer) return;
  const [first, second] = [check.text(inner.value), check.text(outer.value)];
  if (first === undefined || second === undefined || first === second) return;
  check.refuse("external-name", inner.keySpan, "`name` and `external.name` say different things; only `name` is needed.", { at: outer.keySpan, note: "the name" });
}

function checkExternal(check: ProjectCheck, map: YamlMap): void {
  const external = map.get("external");
  if (!external || !isExternal(check, map)) return;
  for (const entry of map.entries) {
    if (entry.key === "name" || entry.key === "external" || entry.key.startsWith("x-")) continue;
    check.refuse("external-settings", entry.keySpan, `An external volume is made elsewhere: \`external\` and \`${entry.key}\` exclude each other.`, { at: external.keySpan, note: "declared external" });
  }
}

const contents: Readonly<Record<"configs" | "secrets", readonly string[]>> = { configs: ["file", "environment", "content"], secrets: ["file", "environment"] };

function checkContent(check: ProjectCheck, entry: YamlEntry, map: YamlMap, section: "configs" | "secrets"): void {
  const keys = contents[section];
  const given = keys.flatMap((key) => map.get(key) ?? []);
  const [first, second] = given;
  const words = keys.map((key) => `\`${key}\``).join(", ");
  if (first && second) check.refuse("two-contents", second.keySpan, `\`${first.key}\` and \`${second.key}\` exclude each other.`, { at: first.keySpan, note: "the other one" });
  const external = map.get("external");
  if (section === "configs" ? first ?? external : given.some(({ key, value }) => key === "file" || check.text(value) !== "") || (external && isExternal(check, map) !== false)) return;
  check.refuse("no-content", entry.keySpan, `\`${entry.key}\` has no content: it needs one of ${words}, or \`external\`.`);
}

/** Undefined where a variable decides it. */
function isExternal(check: ProjectCheck, map: YamlMap): boolean | undefined {
  const value = map.get("external")?.value;
  return value?.kind === "map" || booleanOf(value, check.lookup)?.value;
}
