export { readBlocks, readLines } from "./directives.ts";
export { readIni, type IniStyle } from "./ini.ts";
export { readProperties } from "./properties.ts";
export type { Directive, Setting, SettingText } from "./tree.ts";
export { readXml, type XmlElement } from "./xml.ts";
export { readYaml } from "./yaml.ts";
