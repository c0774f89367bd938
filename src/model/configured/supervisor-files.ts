import type { Setting, SettingText } from "../../parse/settings/index.ts";
import { nameOf, parentOf, resolvePath } from "../paths.ts";
import type { ImageFile } from "../types.ts";

/** One section of supervisord's settings. */
export interface SupervisorSettings {
  readonly file: ImageFile;
  /** `supervisord`, `program:web`. */
  readonly section: string;
  readonly settings: ReadonlyMap<string, SettingText>;
}

/** Sections that start a program. */
export const supervisorPrograms = /^(program|fcgi-program|eventlistener):/;

const MOST_FILES = 100;

/** The sections of a supervisord.conf and of what its `[include]` names, which hangs on the file's own folder. */
export function supervisorFiles(main: ImageFile, filesIn: (folder: string) => readonly ImageFile[], fileAt: (path: string) => ImageFile | undefined, read: (text: string) => readonly Setting[]): readonly SupervisorSettings[] {
  const found = sectionsOf(main, read);
  const included = found.find(({ section }) => section === "include")?.settings.get("files")?.text ?? "";
  const files = included.split(/\s+/).filter((pattern) => pattern !== "").flatMap((pattern) => matching(resolvePath(parentOf(main.path), pattern), filesIn, fileAt));
  return [...found, ...files.slice(0, MOST_FILES).flatMap((file) => sectionsOf(file, read))];
}

function matching(pattern: string, filesIn: (folder: string) => readonly ImageFile[], fileAt: (path: string) => ImageFile | undefined): readonly ImageFile[] {
  const [before = "", after] = nameOf(pattern).split("*");
  if (after === undefined) return [fileAt(pattern) ?? []].flat();
  return filesIn(parentOf(pattern)).filter(({ path }) => nameOf(path).startsWith(before) && nameOf(path).endsWith(after));
}

function sectionsOf(file: ImageFile, read: (text: string) => readonly Setting[]): readonly SupervisorSettings[] {
  const sections = new Map<string, Map<string, SettingText>>();
  for (const { section, key, value } of read(file.text()?.text ?? "")) {
    const settings = sections.get(section) ?? new Map<string, SettingText>();
    sections.set(section, settings.set(key, value));
  }
  return [...sections].map(([section, settings]) => ({ file, section, settings }));
}

/** A value with supervisord's own variables filled in: `%(here)s`, `%(program_name)s`, `%(ENV_HOME)s`; undefined where one is not known. */
export function supervisorText(text: string, path: string, section: string, env: (name: string) => string | undefined): string | undefined {
  const unknown: string[] = [];
  const filled = text.replace(/%\((\w{1,100})\)\d{0,3}([sd])|%%/g, (whole, name: string | undefined) => {
    if (whole === "%%") return "%";
    const value = name === "here" ? parentOf(path) : name === "program_name" ? section.slice(section.indexOf(":") + 1) : name === "process_num" ? "0" : name?.startsWith("ENV_") === true ? env(name.slice(4)) : undefined;
    if (value === undefined) unknown.push(whole);
    return value ?? "";
  });
  return unknown.length === 0 ? filled : undefined;
}
