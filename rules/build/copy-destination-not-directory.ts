import { dockerfile, effective, replace, rule, textOf, type Instruction, type Span } from "#rule";

export default rule({
  id: "copy-destination-not-directory",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  fix: "safe",
  title: "Several sources need a directory",
  why: "With more than one source the destination must be a directory, and only a slash at its end says so. Docker refuses the file.",
  remedy: "End the destination with a slash.",
  peers: {
    same: [
      { id: "hadolint:DL3021" },
      { id: "kics:Copy With More Than Two Arguments Not Ending With Slash" },
      { id: "trivy:DS-0011" },
      { id: "dockerfilelint:add_dest_invalid", options: { instructions: ["ADD"], includeGlobs: true } },
    ],
  },
  options: {
    instructions: {
      values: ["ADD", "COPY"],
      default: ["COPY"],
      meaning: "Which instructions are looked at.",
    },
    includeGlobs: {
      values: [false, true],
      default: false,
      meaning: "true: one source with `*` or `?` counts as several, though it is legal when one file matches (`ADD target/*.jar app.jar`).",
    },
  },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY"] },

  *check(step, { options }) {
    const copy = effective(step.instruction);
    if (!options.instructions.some((keyword) => keyword === copy.keyword)) return;
    const { sources, destination } = placesOf(copy);
    const severalByGlob = options.includeGlobs && sources.some((source) => /[*?]/.test(source));
    if (!destination || (sources.length < 2 && !severalByGlob) || isDirectory(destination.value)) return;
    const written = textOf(destination.span);
    yield {
      at: destination.span,
      message: `${destination.value} must end with a slash to take more than one file`,
      fix: { title: "add the slash", safe: true, edits: [replace(destination.span, written.replace(/(["']?)$/, "/$1"))] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY --chown=app package.json package-lock.json /srv/app
        COPY ["one file", "another", "/srv/app"]
        COPY a b "/srv/my app"
      `,
      good: dockerfile`
        FROM debian:12
        COPY --chown=app package.json package-lock.json /srv/app/
        COPY ["one file", "another", "/srv/app/"]
        COPY a b "/srv/my app/"
      `,
    },
    {
      about: "The working directory is a directory in any case",
      options: { instructions: ["ADD"], includeGlobs: true },
      bad: dockerfile`
        FROM debian:12
        ADD *.jar /srv/app
      `,
      good: dockerfile`
        FROM debian:12
        ADD *.jar /srv/app/
        ADD a b .
      `,
      fixed: dockerfile`
        FROM debian:12
        ADD *.jar /srv/app/
      `,
    },
  ],
});


interface Places {
  readonly sources: readonly string[];
  readonly destination: { readonly value: string; readonly span: Span } | undefined;
}

function placesOf(copy: Instruction): Places {
  const items: readonly { readonly value: string; readonly span: Span }[] = copy.json?.items ?? copy.words;
  return { sources: items.slice(0, -1).map((item) => item.value), destination: items.at(-1) };
}

/** Ends like a directory, or in a variable that may. */
function isDirectory(path: string): boolean {
  return /[/\\]["']?$/.test(path) || /^\.{1,2}$|\/\.{1,2}$/.test(path) || /\$(?:\w+|\{[^{}]*\})["']?$/.test(path);
}
