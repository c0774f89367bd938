import type { ShellFeature, ShellScript } from "../model/index.ts";

/** The option of every rule about what only some shells behind `/bin/sh` have. */
export const SH_OPTION = {
  sh: {
    values: ["base-image", "posix"], default: "base-image",
    meaning: "Which sh reads the script. base-image: the one that the base image is known to have, so that bash behind /bin/sh and what BusyBox adds pass, and so does an image whose sh is not known; posix: one that has nothing but what POSIX asks for, whatever the image.",
  },
} as const;

/** True where the script's shell does not have the feature, as far as the option asks. */
export function isBashism(script: ShellScript, feature: ShellFeature, sh: "base-image" | "posix"): boolean {
  return script.posix && (sh === "posix" || script.understands(feature) === false);
}
