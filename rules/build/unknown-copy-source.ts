import { dockerfile, rule, textOf, type Service } from "#rule";

export default rule({
  id: "unknown-copy-source",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "COPY --from names no earlier stage",
  why: "Docker then looks for an image of that name, which nobody meant, or stops.",
  remedy: "Correct the name; write an image with its tag.",
  peers: { same: [{ id: "hadolint:DL3022" }] },
  on: "stage",
  needs: { instructions: ["COPY"], words: ["--from"] },

  *check(stage) {
    for (const { by, name, span, stage: source, later, step } of stage.reads) {
      if (by !== "COPY" || source || later === stage || name === undefined || name.includes(":") || name === "" || name === String(stage.index)) continue;
      if (stage.dockerfile.services.some((service) => isContext(service, name)) || !step) continue;
      yield { at: span, message: later ? `stage ${name} comes only later` : `there is no earlier stage ${name}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY --from=build /app /app

        FROM debian:12 AS build
        RUN make
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN make

        FROM debian:12
        COPY --from=build /app /app
        COPY --from=0 /app /app
        COPY --from=tools:1.2 /bin/tool /bin/
      `,
    },
  ],
});

/** A named context that a service gives to the build. */
function isContext(service: Service, name: string): boolean {
  const contexts = service.at("build", "additional_contexts");
  return contexts !== undefined && textOf(contexts.span).split(/[\s"'=:,[\]{}-]+/).includes(name);
}
