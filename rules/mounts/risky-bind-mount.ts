import { compose, rule, type HostBind } from "#rule";

export default rule({
  id: "risky-bind-mount",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A directory is mounted that gives away the host",
  why: "These directories hold the host's accounts, keys, devices and other containers' data. Whoever gets into the container reads them, and where the mount is writable takes over the host.",
  remedy: "Mount only the folder or file the service needs, and read-only where it does not write.",
  securitySeverity: 7.5,
  peers: {
    same: [
      { id: "compose-lint:CL-0025", options: { paths: "takeover" } },
      { id: "compose-lint:CL-0013", options: { paths: "disclosure" } },
      { id: "kics:Volume Has Sensitive Host Directory", options: { paths: "system" } },
    ],
  },
  on: "compose",
  options: {
    paths: { values: ["disclosure", "sensitive", "system", "takeover"], default: "sensitive", meaning: "Which paths count. sensitive: as above; takeover: /etc, /root, /boot, /proc, /var/lib/docker or /var/lib/containerd (or below) or exactly /var/lib, writable, in short or long syntax with the path normalised, while /etc/localtime and /etc/timezone, other paths in /var/lib, named volumes and read-only mounts pass; disclosure: what takeover leaves: /sys or /dev (inert devices excepted) or a path below /run in any mode, /home, one user's home or a credential folder in it, the takeover paths and /var/lib read-only and by descent, or a writable /etc/localtime or /etc/timezone (read-only ones pass); system: a volume's source, or driver_opts device or mountpoint, begins with a system directory of the host (/bin, /boot, /dev, /etc, /home, /lib, /proc, /root, /run, /srv, /sys, /usr, /var ...), letter by letter and in any mode." },
  },

  *check(file, { options }) {
    for (const service of file.services) {
      if (options.paths === "system") {
        for (const entry of service.volumes) {
          if (entry.source !== undefined && SYSTEM.test(entry.source)) yield { at: entry.sourceSpan ?? entry.span, message: `${service.name} mounts ${entry.source} of the host`, address: entry.address };
        }
        continue;
      }
      for (const bind of service.hostBinds) {
        if (!isRisky(bind, options.paths) || (options.paths === "sensitive" && isNeeded(bind, `${service.name} ${service.image?.value ?? ""}`))) continue;
        yield {
          at: bind.span,
          message: `${service.name} can ${bind.readOnly ? "read" : "write to"} ${bind.path} of the host`,
          address: bind.entry.address,
          ...(isTakeover(bind) ? { severity: "error" as const } : {}),
        };
      }
    }
    if (options.paths !== "system") return;
    for (const volume of file.volumes.values()) {
      for (const key of ["device", "mountpoint"]) {
        const value = volume.driverOptions.get(key);
        if (value?.value !== undefined && SYSTEM.test(value.value)) yield { at: value.span, message: `the volume ${volume.key} is ${value.value} of the host`, address: `volumes.${volume.key}` };
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /etc:/host/etc
              - ~/.ssh:/keys:ro
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /etc/localtime:/etc/localtime:ro
              - ~/site:/usr/share/nginx/html:ro
          metrics:
            image: prom/node-exporter:v1.8.2
            volumes:
              - /proc:/host/proc:ro
      `,
    },
    {
      about: "Only what hands over the host",
      options: { paths: "takeover" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - type: bind
                source: /var/lib/docker/volumes
                target: /volumes
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /var/lib/web:/data
              - /etc:/host/etc:ro
      `,
    },
    {
      about: "Only what reads it",
      options: { paths: "disclosure" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /sys:/host/sys:ro
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /dev/null:/dev/discard
              - /etc:/host/etc
      `,
    },
    {
      about: "Any system directory",
      options: { paths: "system" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /srv/site:/usr/share/nginx/html:ro
        volumes:
          spare:
            driver_opts: { type: none, o: bind, device: /usr/share/spare }
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - /data/site:/usr/share/nginx/html:ro
      `,
    },
  ],
});

const SYSTEM = /^\/(s?bin|boot|cdrom|dev|etc|home|lib|media|proc|root|run|se[lL]inux|srv|sys|usr|var)/;
const TAKEOVER = /^\/(etc|root|boot|proc|var\/lib\/(docker|containerd))(\/|$)|^\/var\/lib$/;
const TIME = /^\/etc\/(localtime|timezone)$/;
const INERT_DEVICE = /^\/dev\/(null|zero|full|u?random|tty)$/;
/** What docker-socket-mount speaks of. */
const SOCKET = /\/(docker|podman|containerd|crio)\.sock$|^\/run(\/containerd|\/systemd(\/private)?)?$/;
const CREDENTIALS = /^(~|\/root|\/home\/[^/]+)\/\.(ssh|aws|azure|kube|docker|gnupg|gcloud|config\/gcloud|password-store|netrc|git-credentials|npmrc|pypirc)(\/|$)/;
const HOME = /^(~|\/home(\/[^/]+)?)$/;
const SYSTEM_SECRETS = /^\/etc\/(shadow|gshadow|sudoers(\.d)?|ssh|ssl\/private|cron[^/]*|docker|kubernetes|pam\.d|systemd)(\/|$)/;
const WHOLE_SYSTEM = /^\/(etc|root|boot|proc|sys|dev|run|var\/lib|var\/lib\/(docker|containerd)(\/volumes)?)$/;
/** Programs whose work it is to watch the host, and what they read of it for that. */
const AGENTS: readonly (readonly [image: RegExp, needs: RegExp])[] = [
  [/node[-_]exporter/, /^\/(proc|sys)$/],
  [/cadvisor/, /^\/(sys|run|var\/lib\/docker|dev\/disk)$/],
  [/netdata/, /^\/(proc|sys)$/],
  [/metricbeat|elastic-agent/, /^\/(proc|sys)$/],
  [/datadog|newrelic|dynatrace|beszel|glances|scaphandre|falco|sysdig|parca|beyla/, /^\/(proc|sys|dev|boot)$/],
];

function isNeeded(bind: HostBind, image: string): boolean {
  const path = bind.path.replace(/^\/var\/run(?=\/|$)/, "/run");
  return bind.readOnly && AGENTS.some(([name, needs]) => name.test(image) && needs.test(path));
}

function isTakeover(bind: HostBind): boolean {
  return !bind.readOnly && TAKEOVER.test(bind.path) && !TIME.test(bind.path);
}

function isRisky(bind: HostBind, paths: string): boolean {
  const path = bind.path.replace(/^\/var\/run(?=\/|$)/, "/run");
  if (paths === "takeover") return isTakeover(bind);
  if (SOCKET.test(path) && (paths === "disclosure" || path !== "/run")) return false;
  if (paths === "disclosure") return !isTakeover(bind) && isDisclosure(path, bind.readOnly);
  if (TIME.test(path) || INERT_DEVICE.test(path)) return false;
  return WHOLE_SYSTEM.test(path) || HOME.test(path) || CREDENTIALS.test(path) || SYSTEM_SECRETS.test(path);
}

function isDisclosure(path: string, readOnly: boolean): boolean {
  if (TIME.test(path)) return !readOnly;
  if (INERT_DEVICE.test(path)) return false;
  return /^\/(sys|dev)(\/|$)|^\/run\/./.test(path) || TAKEOVER.test(path) || path.startsWith("/var/lib/") || HOME.test(path) || CREDENTIALS.test(path);
}
