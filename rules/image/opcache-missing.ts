import { dockerfile, insertInstructionAfter, rule, textOf, type Stage, type Step } from "#rule";

export default rule({
  id: "opcache-missing",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "PHP compiles every file on every request",
  why: "Without OPcache the server reads and compiles the same code again for each request.",
  remedy: "Run `docker-php-ext-install opcache`, or install the distribution's package.",
  peers: { same: [{ id: "tally:tally/php/enable-opcache-in-production" }] },
  on: "stage",
  fix: "unsafe",

  *check(stage) {
    if (!stage.isFinal || stage.os === "windows" || stage.purpose !== undefined || !servesPhp(stage) || stage.lineage.some(enables)) return;
    if ([...stage.end.env.keys()].some((name) => name.startsWith("PHP_OPCACHE"))) return;
    const official = stage.origin?.repository === "php" && stage.base.kind === "image";
    yield {
      at: stage.from.headSpan, message: "nothing enables OPcache for this PHP server",
      ...(official ? { fix: { title: "install OPcache", safe: false, edits: [insertInstructionAfter(stage.from, "RUN docker-php-ext-install opcache")] } } : {}),
    };
  },

  examples: [
    {
      about: "A server that is made for PHP.",
      bad: dockerfile`
        FROM debian:12
        RUN apt-get install -y frankenphp
        CMD ["frankenphp", "run"]
      `,
      fixed: null,
      good: dockerfile`
        FROM acme/php:8.2-fpm
        COPY . /srv
      `,
    },
    {
      bad: dockerfile`
        FROM php:8.4-fpm
        COPY . /srv
      `,
      good: dockerfile`
        FROM php:8.4-fpm
        RUN docker-php-ext-install opcache
        COPY . /srv
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/php/8.2/fpm/conf.d/app.ini
        ; opcache.enable=1
        EOF
        CMD ["php-fpm8.2", "-F"]
      `,
      fixed: null,
      good: dockerfile`
        FROM php:8.4-apache AS tuned
        RUN docker-php-ext-enable opcache

        FROM php:8.4-apache
        COPY --from=tuned /usr/local/etc/php /usr/local/etc/php
      `,
    },
    {
      bad: dockerfile`
        FROM php:8.4-apache
      `,
      fixed: dockerfile`
        FROM php:8.4-apache
        RUN docker-php-ext-install opcache
      `,
      good: dockerfile`
        FROM php:8.4-cli
        FROM php:8.4-fpm AS dev
      `,
    },
  ],
});

/** PHP as a module of Apache or under FPM, by the image's tag or by what starts. From 8.5 on OPcache is always there. */
function servesPhp(stage: Stage): boolean {
  const { repository = "", tag = "" } = stage.origin ?? {};
  const version = /^(\d+)\.(\d+)/.exec(tag);
  if (repository === "php" && version && (Number(version[1]) > 8 || Number(version[1]) === 8 && Number(version[2]) >= 5)) return false;
  if (repository === "php" && /(?:^|-)(?:fpm|apache)(?:-|$)/.test(tag) || SERVERS.has(repository)) return true;
  return stage.startLines.some(({ name }) => /^(?:php-fpm[\d.]*|apache2-foreground|frankenphp|rr)$/.test(name) || name === "httpd-foreground" && repository !== "httpd");
}

/** Images that are made to serve PHP. */
const SERVERS = new Set(["serversideup/php", "dunglas/frankenphp", "bitnami/php-fpm", "trafex/php-nginx", "webdevops/php-nginx", "webdevops/php-apache"]);

/** What a stage runs, copies or inherits names OPcache; a copied configuration that cannot be read may do so. */
function enables({ steps }: Stage): boolean {
  return steps.some((step) => {
    const { instruction } = step;
    if (instruction.keyword === "RUN") return /opcache/i.test(textOf(instruction.span).replace(/^[ \t]*#.*$/gm, ""));
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return false;
    if (instruction.heredocs.some(({ body }) => isLive(body.text))) return true;
    if (step.copy?.from.kind === "stage") return enables(step.copy.from.stage) && /php|local/.test(textOf(instruction.headSpan));
    return /opcache/i.test(textOf(instruction.headSpan)) || step.copy?.from.kind === "context" && instruction.heredocs.length === 0 && readsLive(step);
  });
}

function isLive(text: string): boolean {
  return /^[ \t]*(?:opcache\.enable(?:_cli)?|zend_extension)\s*=\s*(?!0|off)[^;\n]*/im.test(text) && /^[ \t]*(?:opcache\.enable\s*=\s*(?!0|off)|zend_extension\s*=.*opcache)/im.test(text);
}

/** An `.ini` file of the context, or a folder of them, that goes to PHP's configuration. */
function readsLive({ copy, stage }: Step): boolean {
  const destination = copy?.destination;
  if (destination === undefined || /\/(?:apache2|httpd|nginx|supervisor)\//.test(destination) || !/^(?:(?!\/php[\d.]*\/)[^])*\/php[\d.]*\/[^]*(?:conf\.d|\.ini|php\/)$|\/conf\.d\//.test(destination)) return false;
  const texts = (copy?.sources ?? []).map(({ path }) => stage?.image.fileAt(destination.endsWith("/") ? `${destination}${path?.replace(/^.*\//, "") ?? ""}` : destination)?.text()?.text);
  return texts.some((text) => text === undefined || isLive(text));
}
