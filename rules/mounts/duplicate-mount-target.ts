import { compose, rule, type ServiceMount } from "#rule";

export default rule({
  id: "duplicate-mount-target",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Two mounts have the same target",
  why: "Only one can be there. The other is dropped without a word, with whatever was expected in it.",
  remedy: "Keep the one that is meant, or give the other its own target.",
  peers: { near: ["compose-go:invalid-compose"] },
  on: "service",

  *check(service) {
    const first = new Map<string, ServiceMount>();
    for (const mount of service.volumes) {
      const target = mount.target?.replace(/(?<=^\/|[^/])\/+$/, "");
      if (target === undefined || mount.unresolved.length > 0) continue;
      const earlier = first.get(target);
      if (earlier) yield { at: mount.targetSpan ?? mount.span, message: `${service.name} mounts ${target} twice`, related: [{ at: earlier.span, note: "mounted here already" }], address: mount.address };
      else first.set(target, mount);
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
              - uploads:/srv/site/
        volumes:
          uploads:
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            volumes:
              - ./site:/srv/site
              - uploads:/srv/uploads
        volumes:
          uploads:
      `,
    },
  ],
});
