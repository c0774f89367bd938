import type { Stage } from "../types.ts";

const DROPPER = /^(?:gosu|su-exec|setpriv|chpst|s6-setuidgid|runuser|setuidgid|su)$/;
const DROPPER_INSTALLED = /(?:^|\/)(?:gosu|su-exec)$/;

/**
 * Whether what a stage's container starts as root goes on as somebody else: `yes` where the entry point, its script, a base image known
 * for it or gosu in the image says so; `unknown` where an entry script cannot be read.
 */
export function dropsPrivileges(stage: Stage): "yes" | "no" | "unknown" {
  const { entrypoint, command } = stage.image;
  const words = [...(entrypoint?.words ?? []), ...(command?.words ?? [])];
  if (words.some((word) => DROPPER.test(lastPart(word)) || /(?:^|\s)(?:gosu|su-exec|setpriv)\s/.test(word)) || stage.startLines.some(({ name }) => DROPPER.test(name))) return "yes";
  const path = entrypoint?.words[0];
  if (path === undefined) return startsAsOther(stage) ? "yes" : "no";
  const script = stage.image.fileAt(path.includes("/") ? path : `/usr/local/bin/${path}`)?.text()?.text;
  if (script !== undefined) return /(?:^|[\s;&|(])(?:exec\s+)?(?:gosu|su-exec|setpriv|chpst|s6-setuidgid|runuser)\s/m.test(script) ? "yes" : "no";
  if (!/(?<![\w.-])(?=[\w.-]+$)[\w.-]*?(?:entry-?point|start|run|init)|\.sh$/i.test(path)) return "no";
  return bringsDropper(stage) ? "yes" : "unknown";
}

function lastPart(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

/** The base image's own entry point starts as root and serves as somebody else. */
function startsAsOther(stage: Stage): boolean {
  const base = stage.lineage.at(-1)?.base;
  const user = base?.kind === "image" ? base.known?.user : undefined;
  return user !== undefined && !/^(?:root|0)(?::|$)/.test(user);
}

/** gosu or su-exec is installed, downloaded or copied in. */
function bringsDropper(stage: Stage): boolean {
  return stage.lineage.some(({ steps }) => steps.some(({ commands, copy }) => (
    copy?.sources.some(({ path }) => DROPPER_INSTALLED.test(path ?? "")) === true
    || commands.some(({ args }) => args.some(({ expanded, raw }) => DROPPER_INSTALLED.test((expanded ?? raw).replace(/["']/g, ""))))
  )));
}
