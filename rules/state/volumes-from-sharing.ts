import { compose, rule } from "#rule";

export default rule({
  id: "volumes-from-sharing",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "volumes_from shares volumes that have no name",
  why: "The borrower holds on to the lender's anonymous volumes: their content stays old after a rebuild, and `down` cuts the link.",
  remedy: "Declare a named volume and mount it in both services.",
  on: "service",

  *check(service) {
    for (const from of service.volumesFrom) {
      const lender = from.service === undefined ? undefined : service.compose.service(from.service);
      const shared = lender?.container.mounts.find((mount) => mount.kind === "anonymous-volume");
      if (lender && shared) yield { at: from.span, message: `${service.name} shares ${shared.target} of ${lender.name}, an anonymous volume`, related: [{ at: shared.span, note: "declared here" }] };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          store:
            image: example/store:1
            volumes:
              - /srv/files
          web:
            image: example/web:3
            volumes_from:
              - store
      `,
      good: compose`
        services:
          store:
            image: example/store:1
            volumes:
              - files:/srv/files
          web:
            image: example/web:3
            volumes:
              - files:/srv/files
        volumes:
          files:
      `,
    },
  ],
});
