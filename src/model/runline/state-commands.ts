import type { Document } from "#text";
import { shellTexts } from "../../parse/runline/index.ts";
import { parseShell, readCommand, simpleCommands, type CommandWord } from "../../parse/shell/index.ts";
import { nameOf } from "../paths.ts";
import type { StateCommand } from "../types.ts";
import { isProse } from "./project-lines.ts";

/** Names of scripts, targets and folders that say that throwing things away is what they are for, or that nothing of worth is there. */
const ON_PURPOSE = /(^|[/._-])(clean(up|all)?|distclean|reset|destroy|nuke|purge|prune|tear-?down|uninstall|remove|rm|wipe|fresh|reinstall|down|stop|kill|tests?|testing|e2e|ci|integration|bench(mark)?s?|dev|develop(ment)?|local|demo|examples?|samples?|fixtures?|sandbox|playground)([/._-]|$)/i;

/**
 * Commands of a script that delete what containers keep, or save a container as an image. Texts for people, tests, continuous
 * integration, and scripts and targets whose name says that they throw things away, are left out; so are scripts that ask first.
 */
export function readStateCommands(document: Document): readonly StateCommand[] {
  const { path, text } = document;
  if (isProse(path) || /(^|\/)(package\.json$|\.github\/)/.test(path) || ON_PURPOSE.test(path.replace(/\.\w+$/, "")) || /^[ \t]*read[ \t]+-/m.test(text)) return [];
  const found: StateCommand[] = [];
  for (const shell of shellTexts(document)) {
    if (!/\b(docker|podman)/.test(shell.text)) continue;
    for (const command of simpleCommands(parseShell(shell))) {
      const line = readCommand(command.words);
      const read = readWords(line.name, line.args);
      if (read && !isOnPurpose(document, command.span.start, command.inFunction)) found.push({ ...read, span: command.span });
    }
  }
  return found;
}

function isOnPurpose(document: Document, at: number, inFunction: string | undefined): boolean {
  if (inFunction !== undefined && ON_PURPOSE.test(inFunction)) return true;
  if (!/(^|\/)(GNU)?makefile$|\.mk$/i.test(document.path)) return false;
  const target = [...document.text.slice(0, at).matchAll(/^([\w./ -]+):(?!=)/gm)].at(-1)?.[1];
  return target === undefined || target.split(/\s+/).some((name) => ON_PURPOSE.test(name));
}

function readWords(name: string, args: readonly CommandWord[]): Omit<StateCommand, "span"> | undefined {
  const words = args.map(({ text }) => text);
  if (name === "docker-compose" || name === "podman-compose") return ofCompose(words);
  if (name !== "docker" && name !== "podman") return undefined;
  const verb = words.findIndex((word) => !word.startsWith("-"));
  const rest = words.slice(verb);
  if (rest[0] === "compose") return ofCompose(rest.slice(1));
  if (rest[0] === "volume" && rest[1] === "prune") return rest.some((word) => /^(--all|-[b-z]*a[a-z]*)$/.test(word)) && !rest.some((word) => word.startsWith("--filter")) ? { kind: "prune", composeFiles: [] } : undefined;
  return rest[0] === "commit" || (rest[0] === "container" && rest[1] === "commit") ? { kind: "commit", composeFiles: [] } : undefined;
}

/** Options of `docker compose` itself that take a value. */
const VALUED = /^(-f|--file|-p|--project-name|--profile|--env-file|--project-directory|--ansi|--progress|--parallel|-c|--context|-H|--host)$/;

function ofCompose(words: readonly string[]): Omit<StateCommand, "span"> | undefined {
  const composeFiles: string[] = [];
  let at = 0;
  for (; at < words.length && words[at]?.startsWith("-"); at++) {
    const word = words[at] ?? "";
    // Another name means another project, whose volumes are others.
    if (/^(-p|--project-name|--project-directory|-c|--context|-H|--host)(=|$)/.test(word)) return undefined;
    const joined = /^--file=(.+)$/.exec(word)?.[1];
    if (joined !== undefined) composeFiles.push(joined);
    else if (word === "-f" || word === "--file") composeFiles.push(words[at + 1] ?? "");
    if (VALUED.test(word)) at++;
  }
  const [verb, ...rest] = words.slice(at);
  const says = (letter: string, long: string): boolean => rest.some((word) => word === long || word === `${long}=true` || new RegExp(`^-[a-zA-Z]*${letter}[a-zA-Z]*$`).test(word));
  const named = rest.filter((word) => !word.startsWith("-"));
  if (verb === "down" && named.length === 0 && says("v", "--volumes")) return { kind: "down", composeFiles: composeFiles.map(nameOf) };
  if (verb === "up" && says("V", "--renew-anon-volumes")) return { kind: "renew", composeFiles: composeFiles.map(nameOf) };
  return undefined;
}
