import { dockerfile, effective, rule } from "#rule";

export default rule({
  id: "copy-source-outside-context",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "COPY reaches out of the build context",
  why: "The builder sees only the context's folder and cuts `../` off at its root. It finds no file there, or another one than was meant.",
  remedy: "Build with the folder above as context, or name a second context.",
  peers: { same: [{ id: "dockerfilelint:add_src_invalid", options: { instructions: ["ADD"], includeAbsolute: true } }] },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY"] },
  options: {
    instructions: { values: ["ADD", "COPY"], default: ["ADD", "COPY"], meaning: "Which instructions are looked at." },
    includeAbsolute: { values: [false, true], default: false, meaning: "true: a source that begins with `/` is reported as well, though it is legal (taken from the context root)." },
  },

  *check(step, { options }) {
    const instruction = effective(step.instruction);
    if (!options.instructions.some((keyword) => keyword === instruction.keyword) || instruction.flags.some(({ name }) => name === "from")) return;
    const written = instruction.json ? instruction.json.items : instruction.words;
    for (const { value, span } of written.slice(0, -1)) {
      const path = value.replaceAll("\\", "/");
      if (/^\.\.(?:\/|$)/.test(path)) yield { at: span, message: `${value} lies outside the build context` };
      else if (options.includeAbsolute && path.startsWith("/")) yield { at: span, message: `${value} is taken from the root of the build context` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY ../shared/lib.js /srv/
      `,
      good: dockerfile`
        FROM debian:12
        COPY shared/lib.js ..notes /srv/../etc/
        COPY --from=build ../lib.js /srv/
      `,
    },
    {
      options: { includeAbsolute: true },
      bad: dockerfile`
        FROM debian:12
        ADD /app.tar.gz /srv/
      `,
      good: dockerfile`
        FROM debian:12
        ADD app.tar.gz /srv/
      `,
    },
    {
      options: { instructions: ["ADD"] },
      bad: dockerfile`
        FROM debian:12
        ADD ../app.tar.gz /srv/
      `,
      good: dockerfile`
        FROM debian:12
        COPY ../app.tar.gz /srv/
      `,
    },
  ],
});
