import { compose, rule } from "#rule";

export default rule({
  id: "nested-mount",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "One mount lies inside another",
  why: "The engine makes a stub of the inner target in the outer source, and hides what the outer source has there.",
  remedy: "Give the two mounts separate places, or say in a comment why they nest.",
  on: "mount",

  *check(mount) {
    if (mount.declaredBy !== "compose") return;
    for (const outer of mount.container.mounts) {
      if (outer === mount || outer.declaredBy !== "compose" || outer.target === "/" || !mount.target.startsWith(`${outer.target}/`)) continue;
      yield { at: mount.span, message: `${mount.target} lies inside the mount at ${outer.target}`, related: [{ at: outer.span, note: "the outer mount" }] };
      return;
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - ./site:/srv/site
              - ./themes:/srv/site/themes
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - ./site:/srv/site
              - ./themes:/srv/themes
      `,
    },
  ],
});
