import { compose, rule } from "#rule";

export default rule({
  id: "root-service-user",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The service runs as root by its own word",
  why: "A fault in a program that runs as root gives away everything in the container, and every fault of the kernel weighs more.",
  remedy: "Name a user without rights, or leave `user` out where the image has one.",
  securitySeverity: 5.0,
  peers: { same: [{ id: "compose-lint:CL-0018" }] },
  on: "service",

  *check(service) {
    const user = service.user;
    if (/^(root|0+)(:|$)/.test(user?.value?.trim() ?? "") && user) yield { at: user.span, message: `${service.name} runs as root`, address: `${service.address}.user` };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            user: "0:1000"
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            user: "1000:0"
      `,
    },
  ],
});
