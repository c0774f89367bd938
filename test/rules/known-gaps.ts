/** Peers' rules that the catalogue says we answer exactly and whose claim is left out for now, with the reason. */
export const knownGaps: Readonly<Record<string, string>> = {};

/**
 * Option values that a rule has beyond the catalogue, with the reason. The claims of the peers that do not know them switch them off,
 * so that these claims stay exact.
 */
export const beyondTheCatalogue: Readonly<Record<string, Readonly<Record<string, { readonly value: string; readonly reason: string }>>>> = {
  "package-cache-left": {
    accept: { value: "dist-clean", reason: "`apt-get dist-clean` removes the package lists, so asking for `rm` besides would be a false finding; hadolint still asks" },
  },
};

/** Rules that the catalogue does not plan, with the reason. */
export const rulesBeyondTheCatalogue: Readonly<Record<string, string>> = {
  "base-image-platform-mismatch": "the catalogue declines the peers' checks of a pulled image; the part of them that an image's name gives away needs no registry",
};
