import { dockerfile, rule, textOf, type Command, type Stage, type Step } from "#rule";

export default rule({
  id: "background-main-process",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The container's main process goes into the background",
  why: "A container lives as long as its first process. Where that one starts a service in the background and returns, the container stops at once.",
  remedy: "Start the program in the foreground, such as `nginx -g 'daemon off;'`, `apachectl -D FOREGROUND` or `php-fpm -F`.",
  peers: { near: ["hadolint:DL3001"] },
  on: "stage",
  needs: { instructions: ["CMD", "ENTRYPOINT"], words: ["service", "systemctl", "init.d", "apachectl", "apache2ctl", "httpd", "apache2", "nginx", "mysqld_safe"] },

  *check(stage) {
    if (!stage.shipped) return;
    const entry = lastOf(stage, "ENTRYPOINT");
    const step = entry ?? lastOf(stage, "CMD");
    if (!step || step.stage !== stage || entry && step.instruction.json && lastOf(stage, "CMD")) return;
    const commands = step.commands.filter(({ shell, name }) => !shell?.inSubstitution && !shell?.inFunction && !(shell === undefined && isShell(name)));
    const last = commands.at(-1);
    if (!last || last.shell?.inBranch || last.shell?.inLoop || last.shell?.list?.before === "||" || isShell(last.name)) return;
    const message = returns(last, stage);
    if (message !== undefined) yield { at: last.span, message };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        CMD service cron start && service ssh start
      `,
      good: dockerfile`
        FROM debian:12 AS one
        CMD service cron start && tail -F /var/log/cron.log

        FROM one
        CMD ["sh", "-c", "service ssh start; exec sleep infinity"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y --no-install-recommends nginx
        CMD ["nginx"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y --no-install-recommends nginx
        RUN echo "daemon off;" >> /etc/nginx/nginx.conf
        CMD ["nginx"]
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        ENTRYPOINT apachectl start
      `,
      good: dockerfile`
        FROM debian:12
        ENTRYPOINT apachectl -D FOREGROUND
      `,
    },
  ],
});

function lastOf(stage: Stage, keyword: string): Step | undefined {
  for (const { steps } of stage.lineage) {
    const step = steps.findLast(({ instruction }) => instruction.keyword === keyword);
    if (step) return step;
  }
  return undefined;
}

function isShell(name: string): boolean {
  return /^(?:ba|da|a|z|k)?sh$/.test(name);
}

/** What a command leaves running behind its back; undefined where it stays, or nobody knows. */
function returns({ name, args, span, shell }: Command, stage: Stage): string | undefined {
  const words = args.map(({ value }) => value ?? "");
  const started = (word: string | undefined): boolean => word === "start" || word === "restart";
  if (name === "service" && started(words[1])) return `service starts ${words[0] ?? ""} in the background and returns`;
  if (name === "systemctl" && started(words[0])) return "systemctl has no systemd to talk to here, and returns";
  if (/^\/etc\/(?:rc\.d\/)?init\.d\//.test(textOf(span)) && started(words[0])) return `${name} starts in the background and returns`;
  if (/^apache2?ctl$/.test(name) && words.some((word) => started(word) || word === "graceful") && !words.some(isForeground)) return `${name} starts the server in the background and returns`;
  if ((name === "httpd" || name === "apache2") && !words.some(isForeground) && !words.some((word) => /^-[vVltSM?h]/.test(word)) && isPlainSystem(stage)) return `${name} goes into the background and returns`;
  if (name === "nginx" && !words.some((word) => /daemon\s+off/.test(word) || /^-[vVtTsh?]/.test(word)) && nginxGoesBack(stage)) return "nginx goes into the background and returns";
  return name === "mysqld_safe" && shell?.background ? "mysqld_safe is left in the background as the last step" : undefined;
}

function isForeground(word: string): boolean {
  return /FOREGROUND|^-X$|NO_DETACH/.test(word);
}

/** An operating system image: programs in it have the settings of the distribution, or those that the file gives them. */
function isPlainSystem(stage: Stage): boolean {
  return stage.baseEnvironmentKnown;
}

/** No setting turns the daemon off: neither a command that writes it, nor a copied configuration, which counts also where it cannot be read. */
function nginxGoesBack(stage: Stage): boolean {
  if (!isPlainSystem(stage) && stage.origin?.repository !== "nginx") return false;
  return !stage.lineage.flatMap(({ steps }) => steps).some(({ instruction, copy }) =>
    instruction.keyword === "RUN" ? /daemon\s+off/.test(textOf(instruction.span)) : copy !== undefined && (/nginx|\.conf/.test(textOf(instruction.span)) || copy.destination === "/" || copy.destination === "/etc/"));
}
