import { dockerfile, rule, type Span } from "#rule";

export default rule({
  id: "several-main-processes",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "One container runs several servers",
  why: "Only the first process gets signals and is watched. When another one dies nobody notices, and stopping the container kills it hard.",
  remedy: "Give each server a service of its own, or start them under a supervisor such as s6 or supervisord.",
  confidence: "likely",
  on: "stage",

  *check(stage) {
    if (!stage.isFinal) return;
    const servers = new Map<string, Span>();
    for (const { name, args, span } of stage.startLines) {
      if (/^(?:supervisord|s6-svscan|runsvdir|systemd|init|circusd|monit|foreman|honcho|pm2.*)$/.test(name)) return;
      const server = name === "service" && /start$/.test(args[1] ?? "") ? args[0] : SERVERS.has(name.replace(/(?<![\d.])[\d.]+$/, "")) ? name : undefined;
      if (server !== undefined && !servers.has(server)) servers.set(server, span);
    }
    const [first, second] = [...servers];
    if (first && second) yield { at: second[1], message: `${[...servers.keys()].join(" and ")} run in one container`, related: [{ at: first[1], note: "the other one" }] };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        CMD service ssh start && php-fpm8.2 && nginx -g 'daemon off;'
      `,
      good: dockerfile`
        FROM debian:12
        CMD nginx -t && nginx -g 'daemon off;'
      `,
    },
  ],
});

const SERVERS = new Set([
  "nginx", "httpd", "apache2ctl", "apachectl", "apache2-foreground", "php-fpm", "mysqld", "mysqld_safe", "mariadbd", "postgres", "redis-server", "memcached", "mongod", "sshd", "crond", "cron",
  "gunicorn", "uwsgi", "uvicorn", "haproxy", "rabbitmq-server", "dockerd", "caddy", "varnishd", "slapd",
]);
