import { compose, rule } from "#rule";

export default rule({
  id: "missing-service-healthcheck",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Nothing tells whether the service works",
  why: "Without a check a service that hangs counts as running, and what depends on it starts too early.",
  remedy: "Add a `healthcheck` with a test that is cheap and asks the service itself.",
  peers: { same: [{ id: "kics:Healthcheck Not Set" }], near: ["hadolint:DL3057"] },
  on: "service",

  *check(service) {
    const check = service.get("healthcheck");
    const disable = service.at("healthcheck", "disable");
    const test = service.at("healthcheck", "test");
    const first = test?.kind === "list" ? test.items[0] : test;
    const none = first?.kind === "scalar" && service.compose.resolve(first).value?.trim().toUpperCase() === "NONE";
    const off = disable?.kind === "scalar" && service.compose.resolve(disable).value === "true";
    if (check && !none && !off) return;
    yield { at: check ? service.keySpanOf("healthcheck") ?? service.keySpan : service.keySpan, message: check ? `the check of ${service.name} is switched off` : `${service.name} has no healthcheck`, address: `${service.address}.healthcheck` };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
          api:
            image: example/api:3
            healthcheck:
              test: ["NONE"]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            healthcheck:
              test: ["CMD", "service", "nginx", "status"]
      `,
    },
  ],
});
