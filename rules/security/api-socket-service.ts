import { compose, rule } from "#rule";

export default rule({
  id: "api-socket-service",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The service is handed the engine's interface",
  why: "With `use_api_socket` Compose mounts the engine's socket and the user's registry credentials into the container. Whoever gets into it owns the host.",
  remedy: "Do without it, or put a proxy between that passes only the requests the service needs.",
  securitySeverity: 9.3,
  on: "service",

  *check(service) {
    const setting = service.scalar("use_api_socket");
    if (setting?.value === "true") yield { at: setting.span, message: `${service.name} commands the host's container engine`, address: `${service.address}.use_api_socket` };
  },

  examples: [
    {
      bad: compose`
        services:
          ci:
            image: example/runner:5
            use_api_socket: true
      `,
      good: compose`
        services:
          ci:
            image: example/runner:5
            use_api_socket: false
      `,
    },
  ],
});
