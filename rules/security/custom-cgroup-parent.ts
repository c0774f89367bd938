import { compose, rule } from "#rule";

export default rule({
  id: "custom-cgroup-parent",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The service runs in a control group of its own choice",
  why: "A control group that is not the engine's may have other limits, or none, and what watches the engine's containers does not see it.",
  remedy: "Leave `cgroup_parent` out unless that group is meant.",
  securitySeverity: 3.0,
  peers: { same: [{ id: "kics:Cgroup Not Default" }] },
  on: "service",

  *check(service) {
    const parent = service.keySpanOf("cgroup_parent");
    if (parent) yield { at: parent, message: `${service.name} runs in a control group of its own choice`, address: `${service.address}.cgroup_parent` };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            cgroup_parent: /background
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
      `,
    },
  ],
});
