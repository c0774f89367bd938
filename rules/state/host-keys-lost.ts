import { compose, dockerfile, file, persistAt, rule, type Confidence, type Container, type Span, type TraceStep } from "#rule";

export default rule({
  id: "host-keys-lost",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The service gets a new identity with every container",
  why: "Its keys are made at start and lie in the container. After `down` and `up` clients see another host, warn of an attack or have to be enrolled anew.",
  remedy: "Mount a volume on the folder of the keys, or bring the keys along as secrets.",
  on: "container",
  fix: "unsafe",

  *check(container) {
    if (container.purpose === "test" || container.purpose === "development") return;
    for (const made of madeKeys(container)) {
      const fate = container.fateOf(made.path);
      if (fate.kind !== "writable-layer" && fate.kind !== "anonymous-volume") continue;
      const folder = made.path.slice(0, Math.max(made.path.lastIndexOf("/"), 1));
      yield {
        at: made.at,
        message: `${container.name} makes ${made.what} at ${made.path} in ${fate.kind === "writable-layer" ? "the container's writable layer" : "an anonymous volume"}`,
        trace: made.trace,
        confidence: made.confidence,
        ...persistAt(container, made.folder ?? folder),
      };
      return;
    }
  },

  examples: [
    {
      bad: { ...compose`
        services:
          gate:
            build: .
      `, ...dockerfile`
        FROM alpine:3.20
        RUN apk add --no-cache openssh-server
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        [ -f /etc/ssh/keys/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/keys/ssh_host_ed25519_key
        exec /usr/sbin/sshd -D -h /etc/ssh/keys/ssh_host_ed25519_key
      ` },
      fixed: { ...compose`
        services:
          gate:
            build: .
            volumes:
              - gate-data:/etc/ssh/keys
        volumes:
          gate-data:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN apk add --no-cache openssh-server
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        [ -f /etc/ssh/keys/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/keys/ssh_host_ed25519_key
        exec /usr/sbin/sshd -D -h /etc/ssh/keys/ssh_host_ed25519_key
      ` },
      good: { ...compose`
        services:
          gate:
            build: .
            volumes:
              - keys:/etc/ssh/keys
        volumes:
          keys:
      `, ...dockerfile`
        FROM alpine:3.20
        RUN apk add --no-cache openssh-server
        COPY start.sh /
        ENTRYPOINT ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        [ -f /etc/ssh/keys/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/keys/ssh_host_ed25519_key
        exec /usr/sbin/sshd -D -h /etc/ssh/keys/ssh_host_ed25519_key
      ` },
    },
  ],
});

interface MadeKey {
  readonly path: string;
  readonly folder?: string;
  readonly what: string;
  readonly at: Span;
  readonly trace: readonly TraceStep[];
  readonly confidence: Confidence;
}

/** Images that make their identity at the first start, with where it is (from the images' own descriptions). */
const IMAGES: readonly (readonly [RegExp, string, string])[] = [
  [/^(docker\.io\/)?gitlab\/gitlab-runner([:@]|$)/, "/etc/gitlab-runner", "the runner's registration"],
  [/^(docker\.io\/|lscr\.io\/)?linuxserver\/(openssh-server|wireguard)([:@]|$)/, "/config", "its keys"],
];

function* madeKeys(container: Container): Generator<MadeKey> {
  for (const write of container.writes) {
    const what = write.evidence === "known-image" || write.type === "directory" ? undefined : keyAt(write.path);
    if (what !== undefined) yield { path: write.path, what, at: write.span, trace: write.trace, confidence: write.confidence };
  }
  for (const command of container.startCommands) {
    if (command.name === "ssh-keygen" && command.args.includes("-A") && !command.args.includes("-f")) {
      yield { path: "/etc/ssh/ssh_host_ed25519_key", what: "its SSH host keys", at: command.span, trace: command.trace, confidence: command.conditional ? "likely" : "certain" };
    }
  }
  const image = container.service?.image;
  const known = image?.value === undefined || container.service?.build ? undefined : IMAGES.find(([pattern]) => pattern.test(image.value ?? ""));
  if (known && image) yield { path: known[1], folder: known[1], what: known[2], at: image.span, trace: [], confidence: "certain" };
}

function keyAt(path: string): string | undefined {
  if (/\/ssh_host_\w+_key$/.test(path)) return "its SSH host keys";
  if (/\/dropbear_\w+_host_key$/.test(path)) return "its SSH host keys";
  if (/^\/etc\/wireguard\/.*(key|\.conf)$/.test(path)) return "its WireGuard key";
  return /^\/var\/lib\/tor\/.*(secret_key|hostname)/.test(path) ? "its onion address" : undefined;
}
