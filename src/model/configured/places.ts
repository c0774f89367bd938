import { resolvePath } from "../paths.ts";
import type { ImageFile } from "../types.ts";
import type { ConfigInput, ConfigRun } from "./types.ts";

/** The names of the readers. */
export type ReaderName = "apache" | "data" | "grafana" | "java" | "mosquitto" | "mysql" | "nginx" | "php" | "postgres" | "redis" | "supervisor";

/** A program that reads settings files: who it is, and where it looks for them. */
interface Places {
  readonly reader: ReaderName;
  /** Names of programs. */
  readonly programs: RegExp;
  /** Known images that start it by themselves. */
  readonly images?: RegExp;
  /** Options whose value is the file; with one of them, `paths` are not read. */
  readonly flags?: readonly string[];
  /** The first argument that is no option is the file. */
  readonly operand?: boolean;
  /** Known places in the order in which they are read; those that end in a slash are directories. */
  readonly paths?: readonly string[];
}

const PHP_FOLDERS = ["7.4", "8.0", "8.1", "8.2", "8.3", "8.4"].flatMap((version) => ["fpm", "apache2", "cli"].flatMap((server) => [`/etc/php/${version}/${server}/php.ini`, `/etc/php/${version}/${server}/conf.d/`]));
const PHP_ALPINE = ["php", "php7", "php8", "php81", "php82", "php83", "php84"].flatMap((name) => [`/etc/${name}/php.ini`, `/etc/${name}/conf.d/`, `/etc/${name}/php-fpm.d/`]);

/**
 * Sources: nginx, Redis, MySQL and MariaDB (option files), PostgreSQL, PHP (php.ini, FPM), Apache httpd, Supervisor (configuration file),
 * Mosquitto, Grafana, Spring Boot (externalized configuration), MongoDB, Elasticsearch, OpenSearch, Logstash, Traefik (static
 * configuration), Loki, Tempo, InfluxDB 1, etcd, ZooKeeper and Kafka docs; for the paths in their official images, the Dockerfiles
 * (the registry's file moved to /etc/distribution with version 3).
 */
const ALL: readonly Places[] = [
  { reader: "nginx", programs: /^(nginx|nginx-debug|openresty)$/, images: /(^|\/)(nginx|nginx-unprivileged|openresty)$/, flags: ["-c"], paths: ["/etc/nginx/nginx.conf", "/usr/local/openresty/nginx/conf/nginx.conf", "/etc/nginx/conf.d/", "/etc/nginx/http.d/", "/etc/nginx/sites-enabled/", "/etc/nginx/templates/"] },
  { reader: "redis", programs: /^(redis|valkey|keydb)-server$/, images: /redis|valkey|keydb/, operand: true },
  { reader: "mysql", programs: /^(mysqld|mysqld_safe|mariadbd|mariadbd-safe)$/, images: /^(mysql|mariadb|percona)/, flags: ["--defaults-file"], paths: ["/etc/my.cnf", "/etc/mysql/my.cnf", "/etc/mysql/conf.d/", "/etc/mysql/mysql.conf.d/", "/etc/mysql/mariadb.conf.d/", "/etc/my.cnf.d/"] },
  { reader: "postgres", programs: /^(postgres|postmaster|pg_ctl)$/, images: /postg|timescale|pgvector/, flags: ["config_file", "--config-file", "--config_file"] },
  { reader: "php", programs: /^(php(-?fpm)?[\d.]*|php-cgi|apache2-foreground|apache2(ctl)?|apachectl|frankenphp)$/, images: /^php$|wordpress|drupal|joomla|nextcloud|phpmyadmin/, paths: ["/usr/local/etc/php/php.ini", "/usr/local/etc/php/conf.d/", "/usr/local/etc/php-fpm.conf", "/usr/local/etc/php-fpm.d/", ...PHP_ALPINE, ...PHP_FOLDERS] },
  { reader: "apache", programs: /^(httpd|httpd-foreground|apache2|apache2-foreground|apache2ctl|apachectl)$/, images: /^httpd$|^php$/, flags: ["-f"], paths: ["/usr/local/apache2/conf/httpd.conf", "/usr/local/apache2/conf/extra/", "/etc/apache2/apache2.conf", "/etc/apache2/sites-enabled/", "/etc/apache2/sites-available/000-default.conf", "/etc/apache2/conf-enabled/", "/etc/httpd/conf/httpd.conf", "/etc/httpd/conf.d/"] },
  { reader: "supervisor", programs: /^supervisord$/, flags: ["-c", "--configuration"], paths: ["/etc/supervisord.conf", "/etc/supervisor/supervisord.conf", "/etc/supervisor/conf.d/"] },
  { reader: "mosquitto", programs: /^mosquitto$/, images: /mosquitto/, flags: ["-c", "--config-file"], paths: ["/mosquitto/config/mosquitto.conf"] },
  { reader: "grafana", programs: /^grafana(-server)?$/, images: /^grafana\/grafana/, flags: ["--config", "-config"], paths: ["/etc/grafana/grafana.ini"] },
  { reader: "java", programs: /^(java|mvnw?|gradlew?)$/ },
  { reader: "data", programs: /^registry$/, images: /^registry$/, operand: true, paths: ["/etc/docker/registry/config.yml", "/etc/distribution/config.yml"] },
  { reader: "data", programs: /^(mongod|mongos)$/, images: /mongo/, flags: ["-f", "--config"] },
  { reader: "data", programs: /^elasticsearch$/, images: /elasticsearch/, paths: ["/usr/share/elasticsearch/config/elasticsearch.yml"] },
  { reader: "data", programs: /^opensearch(-docker-entrypoint\.sh)?$/, images: /opensearch/, paths: ["/usr/share/opensearch/config/opensearch.yml"] },
  { reader: "data", programs: /^logstash$/, images: /logstash/, paths: ["/usr/share/logstash/config/logstash.yml"] },
  { reader: "data", programs: /^traefik$/, images: /^traefik$/, flags: ["--configFile", "--configfile"], paths: ["/etc/traefik/traefik.yml", "/etc/traefik/traefik.yaml", "/etc/traefik/traefik.toml"] },
  { reader: "data", programs: /^loki$/, images: /loki/, flags: ["-config.file", "--config.file"], paths: ["/etc/loki/local-config.yaml"] },
  { reader: "data", programs: /^tempo$/, images: /tempo/, flags: ["-config.file", "--config.file"] },
  { reader: "data", programs: /^influxd$/, images: /influxdb/, flags: ["-config", "--config"], paths: ["/etc/influxdb/influxdb.conf"] },
  { reader: "data", programs: /^etcd$/, images: /etcd/, flags: ["--config-file"] },
  { reader: "data", programs: /^(zkServer\.sh|zookeeper-server-start(\.sh)?)$/, images: /zookeeper/, paths: ["/conf/zoo.cfg"] },
  { reader: "data", programs: /^kafka-server-start(\.sh)?$/, operand: true },
];

/** The programs among the given ones that read settings, each with the files that the project puts where it looks. */
export function* runsWithFiles(runs: readonly ConfigRun[], input: ConfigInput): Iterable<{ readonly reader: ReaderName; readonly run: ConfigRun; readonly files: readonly ImageFile[] }> {
  for (const run of runs) {
    for (const places of ALL) {
      if (run.name === "" ? places.images?.test(input.image ?? "") !== true : !places.programs.test(run.name)) continue;
      const files = filesOf(places, run, input);
      if (files.length > 0) yield { reader: places.reader, run, files };
    }
  }
}

function filesOf(places: Places, run: ConfigRun, input: ConfigInput): readonly ImageFile[] {
  if (places.reader === "java") return javaFiles(run, input);
  const named = (places.flags ? flagValue(run.args, places.flags) : undefined) ?? (places.operand ? run.args.find((arg) => arg !== undefined && !arg.startsWith("-") && /[./]/.test(arg)) : undefined);
  if (named !== undefined) return present([named.startsWith("/") || run.cwd === undefined ? named : resolvePath(run.cwd, named)], input);
  if (places.reader === "postgres") return present([`${input.env.get("PGDATA")?.value ?? "/var/lib/postgresql/data"}/postgresql.conf`], input);
  return present(ofVersion(run.name, places.paths ?? []), input);
}

/** `php-fpm8.2` and `php84` read the folder of their own version. */
function ofVersion(program: string, paths: readonly string[]): readonly string[] {
  const version = /^php\D*(\d[\d.]*)$/.exec(program)?.[1]?.replace(".", "");
  return version === undefined ? paths : paths.filter((path) => (/^\/etc\/php\/?(\d[\d.]*)/.exec(path)?.[1] ?? version).replace(".", "") === version);
}

function present(paths: readonly string[], input: ConfigInput): readonly ImageFile[] {
  return paths.flatMap((path) => (path.endsWith("/") ? input.filesIn(path.slice(0, -1)).filter((file) => !/\.(sh|md|bak|disabled|default|sample|example|pem|crt|key)$/.test(file.path)) : input.fileAt(path) ?? []));
}

/** The value of the last of some options, as `--name value`, `--name=value`, or `-c name=value`. */
export function flagValue(args: readonly (string | undefined)[], names: readonly string[]): string | undefined {
  let found: string | undefined;
  for (const [at, arg] of args.entries()) {
    if (arg === undefined) continue;
    if (arg.startsWith("-") && names.includes(arg)) found = args[at + 1];
    const equals = arg.indexOf("=");
    if (equals > 0 && names.includes(arg.slice(0, equals))) found = arg.slice(equals + 1);
  }
  return found;
}

const SPRING = ["properties", "yml", "yaml"].map((ending) => `application.${ending}`);
const LOGGING = ["logback-spring.xml", "logback.xml", "log4j2-spring.xml", "log4j2.xml", "log4j2.properties", "log4j.properties", "log4j.xml"];

/** Settings in the archive, as far as its sources are there; then those beside it, which win. */
function javaFiles(run: ConfigRun, input: ConfigInput): readonly ImageFile[] {
  const profiles = (input.env.get("SPRING_PROFILES_ACTIVE")?.value ?? flagValue(run.args, ["-Dspring.profiles.active", "--spring.profiles.active"]) ?? "").split(",").filter((name) => /^[\w-]+$/.test(name));
  const names = [...SPRING, ...profiles.flatMap((profile) => SPRING.map((name) => name.replace(".", `-${profile}.`)))];
  const inArchive = [...names, ...LOGGING].flatMap((name) => (run.name === "java" ? input.sourceOf(`src/main/resources/${name}`) : run.cwd === undefined ? undefined : input.fileAt(`${run.cwd}/src/main/resources/${name}`)) ?? []);
  const cwd = run.cwd;
  const beside = cwd === undefined ? [] : present(names.flatMap((name) => [resolvePath(cwd, name), resolvePath(cwd, `config/${name}`)]), input);
  const named = [input.env.get("SPRING_CONFIG_LOCATION")?.value, flagValue(run.args, ["--spring.config.location", "--spring.config.additional-location", "-Dspring.config.location", "-Dspring.config.additional-location"]),
    flagValue(run.args, ["-Dlogback.configurationFile", "-Dlog4j.configurationFile", "-Dlog4j2.configurationFile", "-Dlog4j.configuration", "--logging.config", "-Dlogging.config"])];
  const given = named.flatMap((value) => (value ?? "").split(",")).map((place) => place.replace(/^(optional:)?(file:)?/, "")).filter((place) => place !== "" && !place.includes(":"));
  const paths = given.flatMap((place) => (place.endsWith("/") ? names.map((name) => place + name) : [place])).map((place) => (cwd === undefined ? place : resolvePath(cwd, place)));
  return [...inArchive, ...beside, ...present(paths, input)];
}
