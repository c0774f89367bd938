import { compose, rule, type Service } from "#rule";

export default rule({
  id: "auto-updated-database",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A database is replaced by a newer image without anybody watching",
  why: "An updater recreates the container as soon as the tag moves. A new version may change the files on disk for good, or not start at all, at a time when nobody is there.",
  remedy: "Keep the database out of automatic updates with the label `com.centurylinklabs.watchtower.enable=false`, and update it by hand after a backup.",
  on: "compose",

  *check(compose) {
    if (compose.purpose === "test" || compose.purpose === "development") return;
    const updater = compose.services.find((service) => isWatchtower(service));
    const reach = updater && reachOf(updater);
    for (const service of compose.services) {
      const pull = service.scalar("pull_policy");
      const image = service.image;
      if ((!updater && pull?.value !== "always") || image?.value === undefined || image.value.includes("@sha256:")) continue;
      if (!service.container.databaseFiles.some(({ kind }) => kind === "server")) continue;
      if (pull?.value === "always") yield { at: pull.span, message: `each \`up\` may replace ${service.name} by a newer ${image.value}`, address: `${service.address}.pull_policy` };
      else if (updater && reach?.(service)) yield { at: image.span, message: `${updater.name} replaces ${service.name} as soon as there is a newer ${image.value}`, related: [{ at: updater.keySpan, note: "updates running containers" }], address: `${service.address}.image` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: postgres:17
            volumes:
              - db:/var/lib/postgresql/data
          updates:
            image: containrrr/watchtower:1.7.1
            volumes:
              - /var/run/docker.sock:/var/run/docker.sock
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: postgres:17
            labels:
              com.centurylinklabs.watchtower.enable: "false"
            volumes:
              - db:/var/lib/postgresql/data
          updates:
            image: containrrr/watchtower:1.7.1
            volumes:
              - /var/run/docker.sock:/var/run/docker.sock
        volumes:
          db:
      `,
    },
    {
      about: "Compose pulls at each `up` where it is told to.",
      bad: compose`
        services:
          db:
            image: postgres:17
            pull_policy: always
            volumes:
              - db:/var/lib/postgresql/data
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: postgres:17.2
            pull_policy: missing
            volumes:
              - db:/var/lib/postgresql/data
        volumes:
          db:
      `,
    },
  ],
});

const LABEL = "com.centurylinklabs.watchtower";

function isWatchtower(service: Service): boolean {
  return /(^|\/)(containrrr|nickfedor|beatkind)\/watchtower(:|@|$)/.test(service.image?.value ?? "");
}

/** Which services an updater updates; undefined where it only looks, or where that cannot be told. */
function reachOf(updater: Service): ((service: Service) => boolean) | undefined {
  const { command } = updater;
  const words = command && command !== "cleared" ? command.words : [];
  const says = (flag: string, variable: string): boolean => words.some((word) => word === flag || word === `${flag}=true`) || isOn(updater.environment.get(variable)?.value);
  if (says("--monitor-only", "WATCHTOWER_MONITOR_ONLY") || says("--no-restart", "WATCHTOWER_NO_RESTART") || says("--no-pull", "WATCHTOWER_NO_PULL")) return undefined;
  if (updater.environment.has("WATCHTOWER_SCOPE") || updater.environment.has("WATCHTOWER_DISABLE_CONTAINERS") || words.some((word) => /^--(scope|disable-containers)/.test(word))) return undefined;
  const onlyLabelled = says("--label-enable", "WATCHTOWER_LABEL_ENABLE");
  const named = namesIn(words);
  return (service) => {
    const label = labelOf(service, `${LABEL}.enable`);
    if (label === "false" || labelOf(service, `${LABEL}.monitor-only`) === "true") return false;
    if (onlyLabelled && label !== "true") return false;
    const name = service.scalar("container_name")?.value;
    return named.length === 0 || (name !== undefined && named.includes(name));
  };
}

/** The containers that the command line names; none means all. */
function namesIn(words: readonly string[]): readonly string[] {
  return words.filter((word, at) => !word.startsWith("-") && !/^\d+$/.test(word) && !/^--?(i|interval|s|schedule|H|host|t|stop-timeout|notification\S*)$/.test(words[at - 1] ?? ""));
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(1|t|true|yes|on)$/i.test(value);
}

function labelOf(service: Service, name: string): string | undefined {
  const node = service.get("labels");
  if (node?.kind === "map") {
    const value = node.get(name)?.value;
    return value?.kind === "scalar" ? value.text : undefined;
  }
  const item = service.list("labels").find((label) => (label.value ?? label.raw).startsWith(`${name}=`));
  return item && (item.value ?? item.raw).slice(name.length + 1);
}
