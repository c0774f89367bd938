import type { Command, Step } from "../types.ts";

/** Where a manager keeps its index or downloads, as a folder that is removed or emptied. */
const FOLDERS = {
  apk: /^\/var\/cache(?:\/apk)?$/,
  apt: /^\/var\/lib\/apt(?:\/lists)?$/,
  pip: /^(?:~|\/root|\/home\/[\w.-]+|\$\{?HOME\}?)\/\.cache(?:\/pip)?$/,
} as const;

/** What a plain `rm` takes away too, as nothing but files is there. */
const FILES = { apk: /^\/var\/cache\/apk\/\*$/, apt: /^\/var\/lib\/apt\/lists\/\*_\*$/, pip: undefined } as const;

/** True where a command of the step behind another one removes or empties the folder in which a manager keeps its index or downloads. */
export function removesCache(step: Step, after: Command, manager: keyof typeof FOLDERS): boolean {
  return step.commands.slice(step.commands.indexOf(after) + 1).some((command) => {
    if (manager === "pip" && command.package?.manager === "pip") return command.args.some(({ raw }) => raw === "cache") && command.args.some(({ raw }) => raw === "purge");
    if (manager === "apt" && /^apt(?:-get)?$/.test(command.name)) return command.args.some(({ raw }) => raw === "dist-clean" || raw === "distclean");
    return command.name === "rm" && removesFolder(command, manager);
  });
}

function removesFolder({ args }: Command, manager: keyof typeof FOLDERS): boolean {
  const recursive = args.some(({ raw }) => raw === "--recursive" || /^-[A-Za-z]*[rR]/.test(raw));
  return args.some(({ raw, expanded }) => {
    const path = expanded ?? raw.replace(/["']/g, "");
    return (recursive && FOLDERS[manager].test(path.replace(/(?<!\/)\/+\*?$/, ""))) || FILES[manager]?.test(path) === true;
  });
}
