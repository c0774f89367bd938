import { compose, rule } from "#rule";

export default rule({
  id: "host-network",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The service uses the host's network",
  why: "With `network_mode: host` every port of the container is open on the host, the container reaches everything that listens on localhost, and `ports:` has no effect.",
  remedy: "Use a network of the project, and publish the ports that others need.",
  peers: {
    same: [
      { id: "compose-lint:CL-0008" },
      { id: "kics:Shared Host Network Namespace" },
    ],
  },
  on: "service",

  *check(service) {
    const mode = service.scalar("network_mode");
    if (mode?.value !== "host") return;
    yield { at: mode.span, message: `${service.name} shares the host's network`, address: `${service.address}.network_mode` };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            network_mode: host
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            network_mode: bridge
          sidecar:
            image: example/sidecar:1.4
            network_mode: service:web
      `,
    },
  ],
});

