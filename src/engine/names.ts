import { mayStartContainers } from "../parse/runline/index.ts";

/** What a file is taken for. */
export type FileRole = "dockerfile" | "compose" | "script";

const dockerfileName = /^(?:(?:docker|container)file(?:[._-].+)?|.+[._-](?:docker|container)file)$/;
/** Names that say Dockerfile and are none. */
const notDockerfile = /(?:\.(?:dockerignore|md|txt|ya?ml|json|[cm]?[jt]sx?|py|rb|go|sh|bak|orig|rej|swp|j2|tmpl|template|tpl|erb|in|html?|png|svg|lock)|~)$/;
const surelyCompose = /^(?:docker-)?compose\.ya?ml$|^podman-compose\.ya?ml$|^docker-compose[._-].+\.ya?ml$|^compose\.override\.ya?ml$/;
const maybeCompose = /^compose[._-].+\.ya?ml$|^.+[._-]compose\.ya?ml$|^(?:docker-)?stack\.ya?ml$/;
const scriptName = /\.(?:sh|bash)$/;

/** What a file's name says it is; `maybe` where the text has to confirm it. */
export function roleByName(name: string): { readonly role: FileRole; readonly maybe: boolean; readonly unnamed?: boolean } | undefined {
  const lower = name.toLowerCase();
  if (dockerfileName.test(lower) && !notDockerfile.test(lower)) return { role: "dockerfile", maybe: false };
  if (surelyCompose.test(lower)) return { role: "compose", maybe: false };
  if (maybeCompose.test(lower)) return { role: "compose", maybe: true };
  if (isYamlName(name)) return { role: "compose", maybe: true, unnamed: true };
  return scriptName.test(lower) ? { role: "script", maybe: true } : undefined;
}

/** Files beside scripts that may hold lines which start containers. */
const mayHoldLines = /^(?:GNU)?makefile$|\.mk$|\.(?:md|markdown)$|^package\.json$/i;

/** The same for a path: a workflow of GitHub holds scripts, whatever it is called. */
export function roleByPath(path: string): ReturnType<typeof roleByName> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/i.test(path)) return { role: "script", maybe: true };
  return roleByName(name) ?? (mayHoldLines.test(name) ? { role: "script", maybe: true } : undefined);
}

/** True for the names that nobody gives to anything else. */
export function isStandardName(name: string): boolean {
  return /^(?:Dockerfile|Containerfile|(?:docker-)?compose\.ya?ml)$/.test(name);
}

export function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/**
 * Whether a text of a role that its name only suggests is of that role: a compose file has `services` or `include` at
 * the top level, a script starts containers.
 */
export function confirms(role: FileRole, text: string): boolean {
  if (role === "compose") return /^(?:["']?(?:services|include)["']?[ \t]*:|\{[\s\S]{0,200}"(?:services|include)"\s*:)/m.test(text);
  if (role === "script") return mayStartContainers(text);
  return true;
}

const composeKeys = /^(?:version|name|services|volumes|networks|configs|secrets|include|models|x-.*)$/;

/**
 * Whether a YAML file whose name says nothing is a compose file all the same: it has services that say what they run, and no
 * top-level key that Compose does not know, as the values of a chart or a framework's settings have.
 */
export function isComposeByText(text: string): boolean {
  const indent = firstIndent.exec(text)?.[1] ?? "";
  const services = (indent === "" ? servicesKey : new RegExp(`^${indent}${servicesKey.source.slice(1)}`, "m")).exec(text);
  if (!services || !hasService(text, services.index + services[0].length, indent.length)) return false;
  const keys = indent === "" ? topLevelKey : new RegExp(`^${indent}${topLevelKey.source.slice(1)}`, "gm");
  for (const [, key] of text.matchAll(keys)) if (!composeKeys.test(key ?? "")) return false;
  return true;
}

/** The indentation of the first line that says something. */
const firstIndent = /^\uFEFF?(?:[ \t]*(?:#[^\n]*|\r)?\n|(?:---|%)[^\n]*\n)*( *)(?=\S)/;
const servicesKey = /^services[ \t]*:[ \t]*(?:#[^\n]*)?\r?\n/m;
const topLevelKey = /^["']?([A-Za-z][\w.-]*)["']?[ \t]*:/gm;

/** Whether a key of a service stands below `services`, whose lines begin at an offset: of any service, at the depth of its own keys. */
function hasService(text: string, from: number, indent: number): boolean {
  let name = -1;
  let keys = -1;
  const lines = /^([ \t]*)(?:([^\s#][^:\n]*):)?[^\n]*\n?/gm;
  lines.lastIndex = from;
  for (let line = lines.exec(text); line && line[0] !== ""; line = lines.exec(text)) {
    const depth = line[1]?.length ?? 0;
    const isBlank = /^[ \t]*(?:#|\r?$)/.test(line[0].replace(/\n$/, ""));
    if (isBlank) continue;
    if (depth <= indent) return false;
    if (name < 0) name = depth;
    if (depth === name) keys = -1;
    else if (keys < 0) keys = depth;
    if (depth === keys && serviceKeys.test(line[2] ?? "")) return true;
  }
  return false;
}

const serviceKeys = /^(?:image|build|command|entrypoint|extends)[ \t]*$/;

/**
 * What a file is that was given by name though its name says nothing. Undefined for YAML that is no compose file: it is
 * someone else's business.
 */
export function roleByText(name: string, text: string): FileRole | undefined {
  if (confirms("compose", text)) return "compose";
  if (isYamlName(name) || /\.json$/i.test(name)) return undefined;
  if (scriptName.test(name) || /^\uFEFF?#!.*\b(?:sh|bash|dash|ash|ksh)\b/.test(text)) return "script";
  return "dockerfile";
}
