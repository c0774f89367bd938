import { dockerfile, rule } from "#rule";

export default rule({
  id: "invalid-default-base-image",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "FROM has no valid image without build arguments",
  why: "A build without arguments, as every newcomer, editor and CI job starts it, fails at once, or linters and scanners cannot tell the base image.",
  remedy: "Give the ARG a default with which the name is complete.",
  peers: { same: [{ id: "buildkit:InvalidDefaultArgInFrom" }] },
  on: "stage",

  *check(stage) {
    const [word] = stage.from.words;
    const image = stage.defaultReference;
    if (!word || stage.base.kind === "stage" || image === undefined || isReference(image)) return;
    if (word.variables.length > 0) yield { at: word.span, message: image === "" ? `${word.raw} is empty without a build argument` : `without a build argument the image is ${image}, which is no valid name` };
    else if (!isPlaceholder(image)) yield { at: word.span, message: `${image} is no valid image name${/[A-Z]/.test(image) ? ": names are in lower case" : ""}` };
  },

  examples: [
    {
      bad: dockerfile`
        ARG BASE
        ARG TAG=
        FROM $BASE
        FROM debian:\${TAG}
        FROM Debian:12
      `,
      good: dockerfile`
        ARG BASE=debian
        ARG SUFFIX
        ARG TAG=\${BASE}-12
        FROM $BASE
        FROM debian:12$SUFFIX
        FROM registry.example.org:5000/team/app:$TAG
      `,
    },
  ],
});

/** `%%NAME%%`, `<name>`, `__NAME__`: some other program fills the name in before Docker reads the file. */
function isPlaceholder(image: string): boolean {
  return !/^[\w.:/@$-]*$/.test(image) || /__\w+__/.test(image);
}

/** `registry:5000/path/name:tag@sha256:...`, in the grammar that registries agree on. */
function isReference(image: string): boolean {
  const part = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  const host = "(?:[A-Za-z0-9.-]+|\\[[0-9a-f:]+\\])(?::[0-9]+)?";
  return new RegExp(`^(?:${host}/)?${part}(?:/${part})*(?::\\w[\\w.-]{0,127})?(?:@(?:sha256:[0-9a-f]{64}|(?!sha256:)[\\w+.-]+:[0-9a-fA-F]{32,}))?$`).test(image);
}
