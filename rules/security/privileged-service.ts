import { compose, rule } from "#rule";

export default rule({
  id: "privileged-service",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The service is privileged",
  why: "A privileged container has every capability and every device of the host. Whoever gets into it owns the machine.",
  remedy: "Take `privileged` out and give only what is needed: single capabilities with `cap_add`, single devices with `devices`.",
  securitySeverity: 9.0,
  peers: {
    same: [
      { id: "compose-lint:CL-0002" },
      { id: "kics:Privileged Containers Enabled" },
      { id: "semgrep:privileged-service" },
    ],
  },
  on: "service",

  *check(service) {
    const privileged = service.scalar("privileged");
    if (privileged?.value === undefined || !/^(true|yes|on|y)$/i.test(privileged.value)) return;
    yield { at: privileged.span, message: `${service.name} has every right on the host`, address: `${service.address}.privileged` };
  },

  examples: [
    {
      bad: compose`
        services:
          agent:
            image: example/agent:1.4
            privileged: true
      `,
      good: compose`
        services:
          agent:
            image: example/agent:1.4
            privileged: false
            cap_add: [NET_ADMIN]
      `,
    },
  ],
});

