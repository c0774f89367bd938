import { compose, rule } from "#rule";

export default rule({
  id: "shared-network-namespace",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A service without a network of its own has network settings",
  why: "A service that runs in another container's network has no ports, networks or name of its own. Compose or the engine refuses these settings or ignores them.",
  remedy: "Give them to the service whose network it is, or take `network_mode` out.",
  on: "service",

  *check(service) {
    const mode = service.scalar("network_mode");
    if (!/^(container|service):./.test(mode?.value ?? "") || !mode) return;
    for (const key of ["ports", "networks", "hostname", "links"]) {
      const at = service.keySpanOf(key);
      const value = service.get(key);
      if (!at || !value || (value.kind === "list" && value.items.length === 0) || (value.kind === "scalar" && value.value === null)) continue;
      yield { at, message: `${key} of ${service.name} cannot hold, since it runs in the network of ${mode.value?.replace(/^\w+:/, "") ?? "another"}`, related: [{ at: mode.span, note: "its network" }], address: `${service.address}.${key}` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          vpn:
            image: example/vpn:2
          client:
            image: example/client:4
            network_mode: service:vpn
            ports: ["8080:8080"]
      `,
      good: compose`
        services:
          vpn:
            image: example/vpn:2
            ports: ["8080:8080"]
          client:
            image: example/client:4
            network_mode: service:vpn
      `,
    },
  ],
});
