import { compose, rule, type KnownImageFacts, type Service, type Stage } from "#rule";

export default rule({
  id: "unhealthy-dependency",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A service waits for a check that does not exist",
  why: "A container without a healthcheck never becomes healthy. Compose stops with an error in place of starting this service.",
  remedy: "Add a `healthcheck` to the other service, or wait for `service_started`.",
  on: "service",

  *check(service) {
    const node = service.get("depends_on");
    for (const entry of node?.kind === "map" ? node.entries : []) {
      const condition = entry.value.kind === "map" ? entry.value.get("condition")?.value : undefined;
      if (!condition || service.compose.resolve(condition).value !== "service_healthy") continue;
      const other = service.compose.service(entry.key);
      if (!other || hasCheck(other) !== false) continue;
      yield { at: condition.span, message: `${entry.key} has no healthcheck that ${service.name} could wait for`, related: [{ at: other.keySpan, note: "the service without a check" }], address: `${service.address}.depends_on.${entry.key}` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            depends_on:
              db:
                condition: service_healthy
          db:
            image: postgres:16
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            depends_on:
              db:
                condition: service_healthy
              api:
                condition: service_healthy
          db:
            image: postgres:16
            healthcheck:
              test: pg_isready
          api:
            image: example/api:3
      `,
    },
  ],
});

/** Undefined where the image may have a check of its own. */
function hasCheck(service: Service): boolean | undefined {
  if (service.get("extends") || service.get("provider")) return undefined;
  const test = service.at("healthcheck", "test");
  const disable = service.at("healthcheck", "disable");
  if (disable && service.compose.resolve(disable).value === "true") return false;
  const first = test?.kind === "list" ? test.items[0] : test;
  if (first?.kind === "scalar") return service.compose.resolve(first).value !== "NONE";
  if (service.build) return service.build.stage && stageHasCheck(service.build.stage, 0);
  return isOfficial(service.container.image?.known) ? false : undefined;
}

function stageHasCheck(stage: Stage, depth: number): boolean | undefined {
  const last = stage.steps.filter((step) => step.instruction.keyword === "HEALTHCHECK").at(-1)?.instruction;
  if (last) return !/^none$/i.test(last.words[0]?.value ?? "");
  const { base } = stage;
  if (base.kind === "scratch") return false;
  if (base.kind === "stage") return depth > 50 ? undefined : stageHasCheck(base.stage, depth + 1);
  return base.kind === "image" && isOfficial(base.known) ? false : undefined;
}

/** The official images have no HEALTHCHECK: that is a rule of their library. */
function isOfficial(known: KnownImageFacts | undefined): boolean {
  return known !== undefined && !known.image.includes("/");
}
