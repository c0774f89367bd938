import { accountChanges, dockerfile, dropsPrivileges, insertInstructionAfter, insertInstructionBefore, replace, rule, startsAsRoot, type Edit, type Span, type Stage } from "#rule";

export default rule({
  id: "unused-created-user",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A user is created and never used",
  why: "Somebody meant the container to run as that user. Without USER it still runs as root.",
  remedy: "Add `USER name` at the end of the stage, or leave the user out.",
  securitySeverity: 4.0,
  peers: { same: [{ id: "tally:tally/user-created-but-never-used", options: { accept: [] } }] },
  options: {
    accept: {
      values: ["server-account", "several-users"],
      default: ["server-account", "several-users"],
      meaning: "server-account: the account that nginx, Apache, PHP-FPM and other servers change to by themselves; several-users: more than one, of which the container could only run as one.",
    },
  },
  on: "dockerfile",
  needs: { instructions: ["RUN"] },
  fix: "unsafe",

  *check(file, { options }) {
    const stage = file.finalStage;
    if (!stage || stage.purpose === "development" || !startsAsRoot(stage) || dropsPrivileges(stage) !== "no") return;
    const created = new Map<string, Span>();
    for (const change of stage.lineage.flatMap((one) => accountChanges(one))) {
      if (change.kind === "user" && !created.has(change.user) && !isMentioned(change.user, stage)) created.set(change.user, change.span);
    }
    if (created.size > 1 && options.accept.includes("several-users")) return;
    for (const [user, span] of created) {
      if (options.accept.includes("server-account") && SERVER_ACCOUNTS.has(user)) continue;
      const last = stage.steps.findLast(({ instruction }) => instruction.keyword === "USER")?.instruction.words[0];
      const edit = last ? replace(last.span, user) : insertUser(stage, user);
      yield {
        at: span,
        message: `${user} is created, but the container runs as root`,
        related: [{ at: last?.span ?? stage.from.headSpan, note: last ? "runs as root" : "no USER in this stage" }],
        fix: { title: `run as ${user}`, safe: false, edits: [edit] },
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN useradd --system app
        CMD ["/srv/app"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd --system app
        USER app
        CMD ["/srv/app"]
      `,
    },
    {
      about: "A user that files are given to, or that the entry point changes to, is used",
      bad: dockerfile`
        FROM alpine:3.21
        RUN adduser -S -D web
        USER root
        CMD ["/srv/web"]
      `,
      good: dockerfile`
        FROM alpine:3.21
        RUN adduser -S -D web && chown web: /srv
        ENTRYPOINT ["/entry"]

        FROM debian:12
        RUN useradd --system db
        COPY entrypoint.sh /usr/local/bin/
        ENTRYPOINT ["entrypoint.sh"]
      `,
      fixed: dockerfile`
        FROM alpine:3.21
        RUN adduser -S -D web
        USER web
        CMD ["/srv/web"]
      `,
    },
    {
      about: "A server changes to its own account",
      bad: dockerfile`
        FROM debian:12
        RUN useradd --system www-data && useradd shop
        CMD ["/srv/shop"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd --system nginx
        CMD ["nginx", "-g", "daemon off;"]
      `,
      options: { accept: ["server-account"] },
      fixed: dockerfile`
        FROM debian:12
        RUN useradd --system www-data && useradd shop
        USER shop
        CMD ["/srv/shop"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN useradd shop
        CMD ["/srv/shop"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd sandbox1 && useradd sandbox2
        CMD ["/srv/judge"]
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN useradd shop
        USER shop
        CMD ["/srv/shop"]
      `,
    },
  ],
});

/**
 * Accounts that a server takes for its work after it was started as root, by the manual of each: nginx and Apache httpd (`user`, `User`), PHP-FPM
 * (`user` of a pool), HAProxy, BIND, Unbound, dnsmasq, Tor, Squid, Varnish, Postfix, Dovecot, Exim, MySQL, memcached, OpenSSH, chrony.
 */
const SERVER_ACCOUNTS: ReadonlySet<string> = new Set([
  "nginx", "www-data", "www", "apache", "httpd", "http", "haproxy", "named", "bind", "unbound", "dnsmasq", "tor", "debian-tor", "squid", "proxy", "varnish", "vcache",
  "postfix", "postdrop", "dovecot", "dovenull", "vmail", "exim", "mysql", "memcache", "memcached", "sshd", "chrony",
]);

function insertUser(stage: Stage, user: string): Edit {
  const start = stage.steps.find(({ instruction }, at) => isStart(instruction.keyword) && stage.steps.slice(at).every((later) => isStart(later.instruction.keyword)));
  if (start) return insertInstructionBefore(stage.dockerfile.tree, start.instruction, `USER ${user}`);
  return insertInstructionAfter(stage.steps.at(-1)?.instruction ?? stage.from, `USER ${user}`);
}

function isStart(keyword: string): boolean {
  return ["CMD", "ENTRYPOINT", "HEALTHCHECK", "STOPSIGNAL", "EXPOSE"].includes(keyword);
}

/** Files are given to the user: something in the container runs as it, or may. */
function isMentioned(user: string, stage: Stage): boolean {
  return stage.lineage.some((one) => one.steps.some((step) => {
    const { instruction, commands } = step;
    const owner = instruction.flags.find(({ name }) => name === "chown")?.value?.value;
    if (owner?.split(":")[0] === user) return true;
    if (one.os === "windows" && instruction.keyword === "RUN") return new RegExp(`(?:icacls|AccessRule)[^\\r\\n]*\\b${user.replace(/\W/g, "\\$&")}\\b`, "i").test(instruction.rest.text);
    return commands.some(({ name, args }) => (name === "chown" || name === "icacls") && args.some(({ expanded }) => expanded?.split(/[:.]/)[0] === user));
  }));
}
