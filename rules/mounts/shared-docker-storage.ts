import { compose, rule, type Service, type Span } from "#rule";

export default rule({
  id: "shared-docker-storage",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Two engines use one storage directory",
  why: "Each engine takes /var/lib/docker for its own. Two of them on one directory destroy each other's images, containers and volumes.",
  remedy: "Give the inner engine a volume of its own, which no other service mounts.",
  on: "compose",

  *check(file) {
    const owners = new Map<string, Span>();
    for (const service of file.services) {
      const store = service.volumes.find((entry) => entry.target?.replace(/(?<!\/)\/+$/, "") === "/var/lib/docker");
      if (!store?.source || !isEngine(service)) continue;
      const host = service.hostBinds.find((bind) => bind.entry === store);
      const earlier = owners.get(store.source);
      if (host?.path === "/var/lib/docker") yield { at: store.span, message: `${service.name} runs an engine on the host engine's own storage`, address: store.address };
      else if (earlier) yield { at: store.span, message: `${service.name} runs an engine on storage that another service's engine uses`, related: [{ at: earlier, note: "the other engine" }], address: store.address };
      else owners.set(store.source, store.span);
    }
  },

  examples: [
    {
      bad: compose`
        services:
          builder:
            image: docker:27-dind
            privileged: true
            volumes:
              - /var/lib/docker:/var/lib/docker
      `,
      good: compose`
        services:
          builder:
            image: docker:27-dind
            privileged: true
            volumes:
              - engine:/var/lib/docker
        volumes:
          engine:
      `,
    },
    {
      about: "Two engines on one volume",
      bad: compose`
        services:
          first:
            image: docker:27-dind
            volumes: [engine:/var/lib/docker]
          second:
            image: docker:27-dind
            volumes: [engine:/var/lib/docker]
        volumes:
          engine:
      `,
    },
  ],
});

function isEngine(service: Service): boolean {
  const image = service.image?.value ?? "";
  return /(^|\/)docker:|(^|\/)docker$|dind/.test(image);
}
