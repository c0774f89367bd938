import { readProperties, readXml, type SettingText, type XmlElement } from "../../../parse/settings/index.ts";
import type { ImageFile } from "../../types.ts";
import type { ConfiguredWrite } from "../types.ts";
import type { SpringSettings } from "./spring-settings.ts";

const LOG4J_FILES = /^(File|RollingFile|RandomAccessFile|RollingRandomAccessFile|MemoryMappedFile)$/i;
const PROPERTY_FILES = /^(log4j\.appender\.\w+\.file|appender\.\w+\.filename)$/i;
const MOST_LEVELS = 10;

/** The files of the appenders of a logback or log4j configuration. An appender that no logger names writes nothing (Logback manual, appenders; Log4j 1 and 2 manuals, appenders). */
export function loggingWrites(file: ImageFile, settings: SpringSettings, cwd: string | undefined): readonly ConfiguredWrite[] {
  const text = file.text()?.text ?? "";
  const found = file.path.endsWith(".properties") ? ofProperties(text) : ofXml(readXml(text), settings);
  return found.flatMap(({ key, value, path }) => {
    const filled = settings.text(path);
    return filled === undefined ? [] : [{ file, key, value, path: filled, base: cwd, type: "file" as const, class: "logs" as const }];
  });
}

interface LogFile {
  readonly key: string;
  readonly value: SettingText;
  /** With the file's own properties filled in. */
  readonly path: string;
}

function ofProperties(text: string): readonly LogFile[] {
  const all = readProperties(text);
  const own = new Map(all.map(({ key, value }) => [key.replace(/^property\./, ""), value.text]));
  return all.filter(({ key }) => PROPERTY_FILES.test(key)).map(({ key, value }) => ({ key, value, path: withOwn(value.text, own) }));
}

function ofXml(elements: readonly XmlElement[], settings: SpringSettings): readonly LogFile[] {
  const own = new Map<string, string>();
  const used = new Set<string>();
  for (const element of elements) {
    const name = element.attributes.get("name")?.text;
    const kind = element.name.toLowerCase();
    if (kind === "property" && name !== undefined) own.set(name, element.attributes.get("value")?.text ?? element.text?.text ?? "");
    if (kind === "springproperty" && name !== undefined) {
      const source = element.attributes.get("source")?.text ?? "";
      const value = settings.get(source);
      own.set(name, value?.value.text ?? element.attributes.get("defaultValue")?.text ?? `\${${source}}`);
    }
    const reference = element.attributes.get("ref")?.text;
    if (/^appender-?ref$/i.test(element.name) && reference !== undefined) used.add(reference);
  }
  return elements.flatMap((element) => {
    const value = fileOf(element);
    const appender = isLog4jFile(element) ? element : element.parent;
    const name = appender?.attributes.get("name")?.text;
    return value && name !== undefined && used.has(name) ? [{ key: `appender ${name}`, value, path: withOwn(value.text, own) }] : [];
  });
}

/** `<RollingFile fileName="...">` of log4j 2, `<file>` of logback, `<param name="File" value="...">` of log4j 1. */
function fileOf(element: XmlElement): SettingText | undefined {
  if (isLog4jFile(element)) return element.attributes.get("fileName");
  const { parent } = element;
  if (parent?.name !== "appender" || !/File/.test(parent.attributes.get("class")?.text ?? "")) return undefined;
  if (element.name.toLowerCase() === "file") return element.text;
  return element.name === "param" && element.attributes.get("name")?.text.toLowerCase() === "file" ? element.attributes.get("value") : undefined;
}

function isLog4jFile({ name, attributes }: XmlElement): boolean {
  return LOG4J_FILES.test(name) && attributes.has("name");
}

/** The file's own `${name}`s filled in; what is left is for the environment. log4j's `env:` and `sys:` prefixes, and logback's `:-`, are Spring's form then. */
function withOwn(text: string, own: ReadonlyMap<string, string>): string {
  let filled = text;
  for (let level = 0; level < MOST_LEVELS && filled.includes("${"); level++) {
    const next = filled.replace(/\$\{([\w.-]{1,100})(?=\}|:-)(?::-[^{}]{0,300})?\}/g, (whole, name: string) => own.get(name) ?? whole);
    if (next === filled || next.length > 2000) break;
    filled = next;
  }
  return filled.replace(/\$\{(?:env|sys|ctx|spring):/g, "${");
}
