import { compose, rule, type Service, type Span } from "#rule";

export default rule({
  id: "dependency-behind-profile",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A service depends on one that its profiles leave out",
  why: "Compose does not enable a profile because a service depends on one in it: it refuses the project until somebody names the profile.",
  remedy: "Give both services the same profile, take the profile off the one that is needed, or write `required: false`.",
  on: "service",

  *check(service) {
    const own = new Set(service.profiles);
    for (const { name, at } of requiredDependencies(service)) {
      const needed = service.compose.service(name);
      if (!needed || needed.profiles.length === 0 || needed.profiles.some((profile) => own.has(profile))) continue;
      // the profiles that are on without being asked for
      if (/^[ \t]*(?:export[ \t]+)?COMPOSE_PROFILES[ \t]*=/m.test(service.compose.surroundings.read(".env") ?? "")) continue;
      const profiles = needed.profiles.map((profile) => `\`${profile}\``).join(" or ");
      const condition = own.size > 0 ? `with the profile ${[...own].map((profile) => `\`${profile}\``).join(" or ")} alone` : "without a profile";
      yield { at, message: `${service.name} cannot be started ${condition}: ${name} is there only with ${profiles}`, related: [{ at: needed.keySpan, note: `the profile of ${name}` }] };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            depends_on:
              - db
          db:
            image: postgres:16
            profiles: [dev]
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            depends_on:
              db:
                condition: service_started
                required: false
          db:
            image: postgres:16
            profiles: [dev]
      `,
    },
    {
      bad: compose`
        services:
          debug:
            image: example/debug:1
            depends_on: [fixtures]
            profiles: [debug]
          fixtures:
            image: example/fixtures:1
            profiles: [test]
      `,
      good: compose`
        services:
          debug:
            image: example/debug:1
            depends_on: [fixtures]
            profiles: [debug]
          fixtures:
            image: example/fixtures:1
            profiles: [test, debug]
      `,
    },
  ],
});

function requiredDependencies(service: Service): readonly { readonly name: string; readonly at: Span }[] {
  const node = service.get("depends_on");
  if (node?.kind === "list") return node.items.flatMap((item) => (item.kind === "scalar" ? [{ name: item.text, at: item.aliasSpan ?? item.span }] : []));
  if (node?.kind !== "map") return [];
  return node.entries.flatMap(({ key, keySpan, value }) => {
    const required = value.kind === "map" ? value.get("required")?.value : undefined;
    return required?.kind === "scalar" && required.value === false ? [] : [{ name: key, at: keySpan }];
  });
}
