import { compose, rule } from "#rule";

export default rule({
  id: "build-and-image",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The service has both build and image",
  why: "`image` then names what is built. `docker compose pull` takes an image of that name from a registry instead, and which of the two runs depends on what was called last.",
  remedy: "Keep one of them, or say with `pull_policy` which one counts.",
  peers: {
    same: [
      { id: "dclint:no-build-and-image" },
    ],
  },
  options: {
    accept: {
      values: ["pull-policy"],
      default: ["pull-policy"],
      meaning: "pull-policy: a service with `pull_policy` passes.",
    },
  },
  on: "service",

  *check(service, { options }) {
    const image = service.image && service.keySpanOf("image");
    const build = service.keySpanOf("build");
    if (!image || !build || !service.build || (options.accept.includes("pull-policy") && service.get("pull_policy"))) return;
    yield { at: image, message: `${service.name} is built, and pulled under this name`, related: [{ at: build, note: "built here" }] };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            build: .
            image: example/web:1.4
      `,
      good: compose`
        services:
          web:
            build: .
            image: example/web:1.4
            pull_policy: build
          api:
            build: .
      `,
    },
    {
      options: { accept: [] },
      bad: compose`
        services:
          web:
            build: .
            image: example/web:1.4
            pull_policy: build
      `,
      good: compose`
        services:
          web:
            image: example/web:1.4
            pull_policy: always
      `,
    },
  ],
});

