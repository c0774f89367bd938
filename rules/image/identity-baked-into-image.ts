import { dockerfile, rule, type Command, type Span } from "#rule";

export default rule({
  id: "identity-baked-into-image",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Every container gets the same keys or machine identity",
  why: "A private key in a layer is known to everyone who has the image. Hosts with the same key or machine id cannot be told apart.",
  remedy: "Make the key or id when the container first starts, and keep it in a volume or secret.",
  confidence: "likely",
  securitySeverity: 7.5,
  on: "stage",
  needs: { instructions: ["RUN"], words: ["ssh-keygen", "dbus-uuidgen", "systemd-machine-id-setup", "openssl", "openssh-server", "ssh"] },

  *check(stage) {
    if (!stage.isFinal) return;
    const commands = stage.lineage.flatMap(({ steps }) => steps).flatMap((step) => (step.instruction.keyword === "RUN" ? step.commands : []));
    const removed = commands.filter(({ name }) => name === "rm" || name === "shred").flatMap(({ args }) => args.map(({ expanded, raw }) => expanded ?? raw));
    for (const command of commands) {
      const made = madeBy(command);
      if (made && !removed.some((path) => made.removed.test(path))) yield { at: made.at, message: made.message };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y --no-install-recommends openssh-server
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y --no-install-recommends openssh-server && rm -f /etc/ssh/ssh_host_*
      `,
    },
    {
      bad: dockerfile`
        FROM alpine:3.22
        RUN ssh-keygen -A
        RUN openssl req -x509 -newkey rsa:2048 -nodes -keyout /etc/nginx/site.key -out /etc/nginx/site.crt -subj /CN=x
      `,
      good: dockerfile`
        FROM alpine:3.22 AS test
        RUN ssh-keygen -A

        FROM alpine:3.22
        RUN openssl genrsa -out /tmp/x.key 2048
        CMD ["sh", "-c", "ssh-keygen -A && exec /usr/sbin/sshd -D"]
      `,
    },
  ],
});

interface Made {
  readonly at: Span;
  readonly message: string;
  /** A path whose removal takes it away again. */
  readonly removed: RegExp;
}

const HOST_KEYS = /ssh_host|^\/etc\/ssh\/?\*?$/;
const MACHINE_ID = /machine-id/;

function madeBy(command: Command): Made | undefined {
  const words = command.args.map(({ value }) => value ?? "");
  switch (command.name) {
    case "ssh-keygen":
      if (words.includes("-A")) return { at: command.span, message: "the host keys of SSH become part of the image", removed: HOST_KEYS };
      return words.includes("-t") && words.includes("-f") ? keyFile(command, words[words.indexOf("-f") + 1] ?? "") : undefined;
    case "dbus-uuidgen":
    case "systemd-machine-id-setup":
      return words.includes("--get") ? undefined : { at: command.span, message: "the machine id becomes part of the image", removed: MACHINE_ID };
    case "openssl":
      return words[0] === "genrsa" || words[0] === "genpkey" || words[0] === "req" && words.some((word) => /^-newkey$|^-keyout$/.test(word)) ? opensslKey(command, words) : undefined;
    default: {
      const { manager, action, packages = [] } = command.package ?? {};
      const server = action === "install" && /^(?:apt|apt-get|aptitude)$/.test(manager ?? "") ? packages.find(({ name }) => name === "openssh-server" || name === "ssh") : undefined;
      return server ? { at: server.span, message: `installing ${server.name ?? "the server"} makes its host keys, which become part of the image`, removed: HOST_KEYS } : undefined;
    }
  }
}

/** A key that is written below /tmp, or to the standard output, is not kept. */
function opensslKey(command: Command, words: readonly string[]): Made | undefined {
  const at = words.findIndex((word) => word === "-out" || word === "-keyout");
  const keyout = words[words.indexOf("-keyout") + 1];
  const path = words.includes("-keyout") ? keyout ?? "" : at < 0 ? "" : words[at + 1] ?? "";
  return path === "" ? undefined : keyFile(command, path);
}

function keyFile(command: Command, path: string): Made | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return path === "" || /^(?:\/tmp\/|\/dev\/)/.test(path) ? undefined : { at: command.span, message: `the private key ${path} becomes part of the image`, removed: new RegExp(`(?:^|/)${name}$|\\*`) };
}
