import { compose, rule, type Mount, type Service, type YamlNode } from "#rule";

export default rule({
  id: "node-local-swarm-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A swarm may start the service on a node that does not have its data",
  why: "A local volume exists on one node. When the task is moved, it starts on another node with a new, empty volume of the same name.",
  remedy: "Bind the service to one node with a placement constraint, or use a volume driver that all nodes share.",
  on: "service",

  *check(service) {
    if (!isForSwarm(service) || service.container.purpose === "test" || service.container.purpose === "development") return;
    if (service.at("deploy", "placement", "constraints") !== undefined || textOfNode(service.at("deploy", "mode")) === "global") return;
    const data = service.container.dataPaths.find((path) => (path.loss === "data" || path.loss === "secrets") && path.fate.mount && isLocal(path.fate.mount));
    const mount = data?.fate.mount;
    if (!data || !mount) return;
    yield {
      at: mount.span,
      message: `${service.name} keeps its ${data.what} on the node where it runs, and nothing keeps it on that node`,
      trace: service.container.writes.find((write) => write.path === data.path)?.trace ?? [],
      address: mount.address,
    };
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
            deploy:
              replicas: 1
              update_config:
                order: stop-first
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
            deploy:
              replicas: 1
              update_config:
                order: stop-first
              placement:
                constraints: [node.labels.db == true]
        volumes:
          db:
      `,
    },
  ],
});

/** A stack file, or settings that only a swarm reads; `resources` and `replicas` are read by Compose too. */
function isForSwarm(service: Service): boolean {
  if (/(^|[-_.\/])(stack|swarm)([-_][\w-]{1,200})?\.ya?ml$/.test(service.compose.document.path)) return true;
  return service.get("deploy") !== undefined && service.compose.services.some((one) =>
    ["endpoint_mode", "mode", "placement", "rollback_config", "update_config"].some((key) => one.at("deploy", key) !== undefined));
}

function isLocal(mount: Mount): boolean {
  if (mount.readOnly || mount.declaredBy !== "compose" || mount.kind !== "named-volume") return false;
  const volume = mount.volume;
  return volume !== undefined && (volume.driver === undefined || volume.driver === "local") && volume.driverOptions.size === 0;
}

function textOfNode(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.text : undefined;
}
