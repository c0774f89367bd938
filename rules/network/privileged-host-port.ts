import { compose, rule } from "#rule";

export default rule({
  id: "privileged-host-port",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A port of the host below 1024 is published",
  why: "These ports are kept for the host's own services, and engines without root cannot open them.",
  remedy: "Publish a port above 1023 and let a proxy of the host lead to it.",
  peers: { same: [{ id: "kics:Privileged Ports Mapped In Container" }] },
  on: "service",

  *check(service) {
    if (service.list("cap_drop").some((item) => /^(CAP_)?(NET_BIND_SERVICE|ALL)$/i.test(item.value?.trim() ?? ""))) return;
    for (const port of service.ports) {
      if (port.published && port.published.first < 1024) yield { at: port.span, message: `${service.name} opens port ${String(port.published.first)} of the host`, address: port.address };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["127.0.0.1:80:8080"]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["8080:80"]
          bound:
            image: nginx:1.27
            cap_drop: [NET_BIND_SERVICE]
            ports: ["81:8080"]
      `,
    },
  ],
});
