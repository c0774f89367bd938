import { homepage, version } from "../../package.json";

/** The name and version of this tool. */
export const tool = { name: "stowage", version, homepage: homepage.replace(/#[^]*$/, "") } as const;

/** Where a rule is explained. */
export function helpLink(family: string, rule: string): string {
  return `${tool.homepage}/blob/main/rules/${family}/README.md#${rule}`;
}
