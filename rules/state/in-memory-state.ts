import { compose, rule, type Container, type Mount, type Span } from "#rule";

export default rule({
  id: "in-memory-state",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Everything is kept in memory although a volume is there for it",
  why: "The mount makes the service look persistent, but in this mode it never writes there. A restart begins with nothing.",
  remedy: "Start the service in the mode that stores on disk, or drop the volume.",
  on: "container",

  *check(container) {
    const image = container.image?.known?.image ?? container.image?.reference.replace(/[:@][^]*$/, "") ?? "";
    if (container.kind === "lone" || container.purpose === "test" || container.purpose === "development") return;
    for (const mode of MODES) {
      if (mode.image && !mode.image.test(image)) continue;
      const said = mode.said(container);
      const mount = said && container.mounts.find((one) => isLasting(one) && mode.data.test(one.target));
      if (!said || !mount) continue;
      yield { at: said.at, message: `${container.name} ${said.what}, so nothing reaches ${mount.target}`, related: [{ at: mount.span, note: "the mount that stays empty" }] };
      return;
    }
  },

  examples: [
    {
      bad: compose`
        services:
          keys:
            image: hashicorp/vault:1.17
            volumes:
              - keys:/vault/file
        volumes:
          keys:
      `,
      good: compose`
        services:
          keys:
            image: hashicorp/vault:1.17
            command: server
            volumes:
              - keys:/vault/file
              - ./vault.hcl:/vault/config/vault.hcl:ro
        volumes:
          keys:
      `,
    },
    {
      about: "Redis with snapshots and append-only log switched off.",
      bad: compose`
        services:
          carts:
            image: redis:7.4
            command: redis-server --save "" --appendonly no
            volumes:
              - carts:/data
        volumes:
          carts:
      `,
      good: compose`
        services:
          carts:
            image: redis:7.4
            command: redis-server --save 60 1
            volumes:
              - carts:/data
        volumes:
          carts:
      `,
    },
  ],
});

interface Said {
  readonly at: Span;
  readonly what: string;
}

interface Mode {
  /** Undefined: any image. */
  readonly image: RegExp | undefined;
  /** Where a mount shows that the state is meant to last. */
  readonly data: RegExp;
  said(container: Container): Said | undefined;
}

/** The images of Vault and Consul start in development mode where no command is given. */
const MODES: readonly Mode[] = [
  { image: /(^|\/)vault$/, data: /^\/vault\/(file|data|raft)$/, said: (container) => developmentMode(container, "-dev") },
  { image: /(^|\/)consul$/, data: /^\/consul\/data$/, said: (container) => developmentMode(container, "-dev") },
  { image: /(^|\/)(redis|valkey)$/, data: /^\/data$/, said: (container) => withoutSnapshots(container) },
  { image: undefined, data: /(^|\/)(h2|db|database|data)(\/|$)/, said: (container) => memoryAddress(container) },
];

function developmentMode(container: Container, flag: string): Said | undefined {
  const { service } = container;
  if (!service || service.entrypoint || container.image?.built) return undefined;
  const { command } = service;
  if (command === undefined) return { at: service.image?.span ?? container.origin, what: "starts in development mode, which keeps everything in memory" };
  if (command === "cleared") return undefined;
  const at = command.words.findIndex((word) => word === flag || word === `-${flag}`);
  return at < 0 ? undefined : { at: command.itemSpans[at] ?? command.span, what: "runs in development mode, which keeps everything in memory" };
}

/** `--save ""` without `--appendonly yes`; a configuration file may say otherwise. */
function withoutSnapshots(container: Container): Said | undefined {
  const { command } = container;
  if (!command || command.script || command.words.some((word) => /\.conf$|appendonly yes/.test(word))) return undefined;
  const words = command.words;
  const save = words.findIndex((word, at) => word === "--save" && /^(|''|"")$/.test(words[at + 1] ?? "-"));
  if (save < 0 || words.some((word, at) => word === "--appendonly" && words[at + 1] !== "no")) return undefined;
  return { at: command.itemSpans[save] ?? command.span, what: "saves no snapshots and no log" };
}

function memoryAddress(container: Container): Said | undefined {
  for (const { value, span } of container.env.values()) {
    if (span && value !== undefined && /^jdbc:h2:mem:/.test(value) && !container.env.has("SPRING_PROFILES_ACTIVE")) return { at: span, what: "uses an H2 database in memory" };
  }
  return undefined;
}

function isLasting(mount: Mount): boolean {
  return (mount.kind === "named-volume" || mount.kind === "external-volume" || (mount.kind === "bind-mount" && mount.entry?.type === "bind")) && !mount.readOnly && !/conf|log|cert|cache|tmp|plugin|\.\w+$/.test(mount.target);
}
