import { compose, dockerfile, file, rule } from "#rule";

export default rule({
  id: "nocopy-on-seeded-path",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "nocopy hides the files that the image brings",
  why: "A new volume with `nocopy` stays empty, so what the image has at that path is hidden and never copied.",
  remedy: "Drop `nocopy`, or mount the volume on an empty path.",
  on: "mount",

  *check(mount) {
    if (!mount.noCopy || (mount.kind !== "named-volume" && mount.kind !== "anonymous-volume")) return;
    const [content] = mount.container.image?.contentBelow(mount.target).filter((found) => found.confidence === "certain" && found.by === "copy") ?? [];
    if (content) yield { at: mount.span, message: `nocopy leaves ${mount.target} of ${mount.container.name} empty, though the image has files there`, related: [{ at: content.span, note: "these are hidden" }] };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          web:
            build: .
            volumes:
              - site:/srv/site:nocopy
        volumes:
          site:
      `, ...dockerfile`
        FROM alpine:3.20
        COPY index.html /srv/site/index.html
      `, ...file("index.html")`
        <p>hello</p>
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            volumes:
              - site:/srv/site
        volumes:
          site:
      `, ...dockerfile`
        FROM alpine:3.20
        COPY index.html /srv/site/index.html
      `, ...file("index.html")`
        <p>hello</p>
      ` },
    },
  ],
});
