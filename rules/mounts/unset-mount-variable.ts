import { compose, file, rule } from "#rule";

export default rule({
  id: "unset-mount-variable",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A mount's source uses a variable that nothing sets",
  why: "Compose puts an empty text in its place, so that `${DATA}/db` becomes `/db` in the root directory of the host.",
  remedy: "Set the variable in `.env`, give it a default (`${DATA:-./data}`), or demand it (`${DATA:?}`).",
  peers: { near: ["compose-lint:CL-0013"] },
  on: "service",

  *check(service) {
    for (const mount of service.volumes) {
      const [name] = mount.unresolved;
      if (name === undefined || mount.type !== "bind" || !mount.source?.startsWith("${") || !/\}\//.test(mount.source)) continue;
      if (service.compose.surroundings.mayBeSetElsewhere(name)) continue;
      yield { at: mount.sourceSpan ?? mount.span, message: `${name} is not set, so this is a path in the root of the host`, address: mount.address };
    }
  },

  examples: [
    {
      about: "The project has a `.env`, but it does not give the variable.",
      bad: { ...compose`
        services:
          web:
            image: example/web:3
            volumes:
              - \${STORE}/uploads:/srv/uploads
      `, ...file(".env")`
        PORT=8080
      ` },
      good: { ...compose`
        services:
          web:
            image: example/web:3
            volumes:
              - \${STORE:-./store}/uploads:/srv/uploads
      `, ...file(".env")`
        PORT=8080
      ` },
    },
  ],
});
