import { compose, rule } from "#rule";

export default rule({
  id: "random-host-port",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A port gets another number at each start",
  why: "Without a port of the host the engine picks a free one. Links, bookmarks and firewall rules break with each start.",
  remedy: "Give the port of the host too, such as `8080:80`.",
  on: "service",

  *check(service) {
    for (const port of service.ports) {
      if (port.hasPublished || !port.target || port.text.includes("$")) continue;
      yield { at: port.span, message: `${service.name} gets another port for ${port.text} at each start`, address: port.address };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["80"]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ports: ["8080:80"]
      `,
    },
  ],
});
