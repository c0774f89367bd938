import { parseImageReference } from "../../../parse/imageref/index.ts";
import type { StageOrigin, StagePurpose } from "./types.ts";

const WINDOWS_IMAGE = /(?:^|[/:-])(?:nanoserver|servercore|windowsservercore)|^mcr\.microsoft\.com\/(?:windows|dotnet\/framework)(?:$|[/:])|^microsoft\/(?:iis|aspnet|wcf|dotnet-framework)(?:$|[:-])/;

/** True for a Windows image: `--platform` says so, or else the image's name. */
export function isWindowsBase(reference: string, platform: string | undefined): boolean {
  return platform?.startsWith("windows") ?? WINDOWS_IMAGE.test(reference);
}

/** An image's name completed and split. Undefined for what is no reference. */
export function originOf(reference: string): StageOrigin | undefined {
  const parsed = parseImageReference(reference);
  if (!parsed.ok || parsed.reference.name === undefined) return undefined;
  const { name, tag, digest } = parsed.reference;
  return { reference, repository: name.replace(/^docker\.io\/(?:library\/)?/, ""), tag: tag?.value, digest: digest?.value };
}

/** Alpine's `sh` is busybox, that of Debian and Ubuntu is dash. */
export function systemShellOf({ repository, tag }: StageOrigin): "ash" | "dash" | undefined {
  if (/^(alpine|busybox)$/.test(repository) || /(^|-)alpine/.test(tag ?? "")) return "ash";
  return /^(debian|ubuntu)$/.test(repository) || /(^|-)(bookworm|bullseye|buster|trixie|jammy|noble|focal)(-|$)/.test(tag ?? "") ? "dash" : undefined;
}

const PURPOSES: ReadonlyMap<string, StagePurpose> = new Map([
  ["dev", "development"], ["devel", "development"], ["develop", "development"], ["development", "development"], ["devcontainer", "development"],
  ["test", "test"], ["tests", "test"], ["testing", "test"], ["ci", "test"],
  ["debug", "debug"],
]);

/** What the words of a stage's name say: `app-dev`, `runtime_testing`. */
export function purposeOfName(name: string | undefined): StagePurpose | undefined {
  for (const word of name?.split(/[-_.]/) ?? []) {
    const purpose = PURPOSES.get(word);
    if (purpose) return purpose;
  }
  return undefined;
}
