import { compose, dockerfile, insertInstructionBefore, isRootUser, rule, type Fix, type Mount, type Stage } from "#rule";

export default rule({
  id: "unwritable-volume",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A user without rights writes to a volume that belongs to root",
  why: "A new volume gets owner and rights from the image's directory at that path, and is root's where the image has none. The process then fails with \"Permission denied\" at its first write.",
  remedy: "Make the directory in the image and give it to the user, before the USER instruction.",
  confidence: "likely",
  peers: { near: ["tally:tally/ruby/state-paths-not-writable-as-non-root"] },
  on: "mount",
  fix: "unsafe",

  *check(mount) {
    const { container } = mount;
    const stage = container.image?.stage;
    const user = container.user?.split(":")[0];
    if (!stage || stage.os === "windows" || user === undefined || isRootUser(user) || mount.readOnly || !isFresh(mount) || isSharedWithOthers(mount)) return;
    const tried = [...container.deniedWrites, ...container.writes].filter((write) => write.fate.mount === mount);
    if (container.kind === "lone" && !tried.some((write) => write.confidence === "certain")) return;
    const owner = stage.ownerOf(mount.target);
    if (owner.kind === "unknown" || (owner.kind === "user" && !isRootUser(owner.user))) return;
    yield {
      at: mount.span,
      message: `${container.name} runs as ${user}, but a new volume at ${mount.target} is root's${owner.kind === "absent" ? ", for the image has no such directory" : ""}`,
      related: owner.kind === "user" ? [{ at: owner.span, note: "made by root" }] : [],
      trace: tried[0]?.trace ?? [],
      address: mount.address,
      ...giveAway(stage, container.user ?? user, mount.target),
    };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN adduser -D keeper
        USER keeper
        CMD echo paid >> /srv/orders/book.csv
      ` },
      good: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN adduser -D keeper
        RUN mkdir -p /srv/orders && chown keeper /srv/orders
        USER keeper
        CMD echo paid >> /srv/orders/book.csv
      ` },
    },
    {
      about: "The directory is there, but root made it.",
      bad: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN adduser -D keeper
        RUN mkdir -p /srv/orders
        USER keeper
        CMD echo paid >> /srv/orders/book.csv
      ` },
      fixed: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN adduser -D keeper
        RUN mkdir -p /srv/orders
        RUN mkdir -p /srv/orders && chown keeper /srv/orders
        USER keeper
        CMD echo paid >> /srv/orders/book.csv
      ` },
    },
  ],
});

/** A volume that the engine makes, and fills from the image; a network volume has owners of its own. */
function isFresh(mount: Mount): boolean {
  if (mount.kind === "anonymous-volume") return mount.declaredBy === "compose" || mount.declaredBy === "image";
  return mount.kind === "named-volume" && mount.declaredBy === "compose" && mount.volume?.driverOptions.size === 0 && (mount.volume.driver ?? "local") === "local" && mount.entry?.subpath === undefined;
}

/** Another service may give the volume to the user, or be the one that writes. */
function isSharedWithOthers(mount: Mount): boolean {
  if (mount.kind !== "named-volume") return false;
  return mount.service?.compose.services.some((other) => other !== mount.service && other.container.mounts.some((one) => one.kind === "named-volume" && one.source === mount.source)) ?? false;
}

/** Where the stage itself switches to the user: makes the directory there, as the user before it. */
function giveAway(stage: Stage, user: string, target: string): { readonly fix?: Fix } {
  const at = stage.steps.findLast((step) => step.instruction.keyword === "USER");
  if (!at || /\s/.test(target) || stage.end.user !== user || (at.before.user !== undefined && !isRootUser(at.before.user.split(":")[0] ?? ""))) return {};
  return { fix: { title: `make ${target} and give it to ${user}`, safe: false, edits: [insertInstructionBefore(stage.dockerfile.tree, at.instruction, `RUN mkdir -p ${target} && chown ${user} ${target}`)] } };
}
