import { compose, rule } from "#rule";

export default rule({
  id: "floating-tag-with-data",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A stateful image can jump to another major version",
  why: "The data on disk was written by one major version. The next pull may bring another that refuses to read it, or changes it for good.",
  remedy: "Name at least the major version in the tag, and change it on purpose.",
  peers: { near: ["hadolint:DL3007", "compose-lint:CL-0004"] },
  on: "container",

  *check(container) {
    const image = container.service?.image;
    const known = container.image?.known;
    if (!image || !known || known.versionCertain || container.image.built || image.raw.includes("@") || image.unresolved.length > 0) return;
    const kept = container.coverage.kept.find((data) => data.loss === "data");
    if (!kept || !/(^|\/)[^/:]+(:(latest|stable|main|edge|nightly|alpine|slim|bookworm|trixie|focal|jammy|noble))?$/.test(image.raw)) return;
    yield {
      at: image.span,
      message: `${image.raw} may become another major version over the data that ${container.name} keeps at ${kept.path}`,
      related: kept.fate.mount ? [{ at: kept.fate.mount.span, note: "the data stays here" }] : [],
    };
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `,
    },
  ],
});
