import { containerOf } from "../container/project.ts";
import { configured, image, traceOf } from "./written.ts";

describe("nginx", () => {
  const conf = "pid /run/shop.pid;\nerror_log /var/log/nginx/error.log warn;\nhttp {\n  access_log off;\n  proxy_cache_path /srv/cache levels=1:2 keys_zone=a:10m;\n  client_body_temp_path /srv/bodies;\n  include /etc/nginx/shop/*.conf;\n}\n";
  const site = "server {\n  access_log /srv/logs/shop.log main;\n  access_log syslog:server=x;\n  error_log /srv/logs/$host.log;\n}\n";

  test("a copied nginx.conf and what it includes", () => {
    const files = { Dockerfile: "FROM nginx:1.27\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY sites /etc/nginx/shop\n", "nginx.conf": conf, "sites/shop.conf": site, "sites/old.txt": "access_log /srv/never;" };
    expect(configured(files)).toEqual(["file /run/shop.pid scratch writable-layer", "tree /srv/bodies scratch writable-layer", "tree /srv/cache cache writable-layer", "file /srv/logs/shop.log logs writable-layer"]);
    expect(traceOf(containerOf(files, "project"), "/srv/logs/shop.log")).toEqual(["Dockerfile:3 copied to /etc/nginx/shop/shop.conf", "Dockerfile:1 starts nginx", "sites/shop.conf:2 access_log names /srv/logs/shop.log"]);
  });

  test("a site that is mounted where the image's own nginx.conf includes it", () => {
    const compose = (volume: string): string => `services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ./shop.conf:${volume}\n`;
    expect(configured({ "compose.yaml": compose("/etc/nginx/conf.d/default.conf:ro"), "shop.conf": site }, "web")).toEqual(["file /srv/logs/shop.log logs writable-layer"]);
    expect(configured({ "compose.yaml": compose("/srv/shop.conf:ro"), "shop.conf": site }, "web")).toEqual([]);
  });

  test("-c names another file, and a program that is not nginx reads none", () => {
    const other = { settings: "access_log /srv/a.log;" };
    expect(configured({ ...other, Dockerfile: image("debian:12.5", "/srv/web.conf", "[\"nginx\", \"-c\", \"/srv/web.conf\"]") })).toEqual(["file /srv/a.log logs writable-layer"]);
    expect(configured({ ...other, Dockerfile: image("debian:12.5", "/etc/nginx/nginx.conf", "[\"sleep\", \"1\"]") })).toEqual([]);
  });

  test("a log that a RUN links to the container's output is no file", () => {
    const settings = "access_log /srv/a.log;\nerror_log /srv/b.log;";
    expect(configured({ settings, Dockerfile: "FROM debian:12.5\nCOPY settings /etc/nginx/nginx.conf\nRUN ln -sf /dev/stdout /srv/a.log\nCMD [\"nginx\"]\n" })).toEqual(["file /srv/b.log logs writable-layer"]);
  });
});

describe("Redis", () => {
  const files = (settings: string, command = "redis-server /usr/local/etc/redis.conf"): Readonly<Record<string, string>> => ({ settings, "compose.yaml": `services:\n  cache:\n    image: redis:7.4\n    command: ${command}\n    volumes: ["./settings:/usr/local/etc/redis.conf"]\n` });
  const data = (settings: string, command?: string): readonly string[] => containerOf(files(settings, command), "cache").dataPaths.map(({ path, loss }) => `${path} ${loss}`);

  test("a file that asks for persistence makes its data data, and dir moves it", () => {
    expect(data("appendonly yes\n")).toEqual(["/data data"]);
    expect(data("save 900 1\ndir \"/srv/redis\"\n")).toEqual(["/srv/redis data"]);
    expect(data("maxmemory 10mb\n")).toEqual(["/data cache"]);
    expect(data("appendonly yes\n", "redis-server --port 1")).toEqual(["/data cache"]);
  });

  test("in an image of one's own", () => {
    expect(configured({ settings: "dir /srv/redis\nsave 60 1\nlogfile /srv/redis.log\n", Dockerfile: image("debian:12.5", "/etc/redis.conf", "[\"redis-server\", \"/etc/redis.conf\"]") })).toEqual(["tree /srv/redis data writable-layer", "file /srv/redis.log logs writable-layer"]);
    expect(configured({ settings: "save \"\"\ndir /srv/redis\n", Dockerfile: image("debian:12.5", "/etc/redis.conf", "[\"redis-server\", \"/etc/redis.conf\"]") })).toEqual([]);
  });
});

describe("database servers", () => {
  test("MySQL: the data directory of the server's section, logs that are on", () => {
    const files = { settings: "[client]\nsocket=/x\n[mysqld]\ndatadir = /srv/mysql\nlog-error=/srv/err.log\nslow_query_log_file = slow.log\ngeneral_log=1\ngeneral_log_file=all.log\n", Dockerfile: image("mysql:8.4", "/etc/mysql/conf.d/shop.cnf") };
    expect(containerOf(files, "project").dataPaths.map(({ path }) => path)).toEqual(["/srv/mysql"]);
    expect(configured(files)).toEqual(["file /srv/err.log logs writable-layer"]);
    expect(configured({ ...files, Dockerfile: image("debian:12.5", "/etc/mysql/conf.d/shop.cnf", "[\"mysqld\"]") })).toEqual(["file /srv/err.log logs writable-layer", "tree /srv/mysql data writable-layer"]);
  });

  test("a flag moves the data and the file does not", () => {
    expect(containerOf({ settings: "[mysqld]\ndatadir=/srv/a\n", Dockerfile: image("mysql:8.4", "/etc/my.cnf", "[\"mysqld\", \"--datadir=/srv/b\"]") }, "project").dataPaths.map(({ path }) => path)).toEqual(["/srv/b"]);
  });

  test("PostgreSQL with a file of its own", () => {
    const compose = "services:\n  db:\n    image: postgres:16\n    command: -c config_file=/etc/pg.conf\n    volumes: [\"./pg.conf:/etc/pg.conf\"]\n";
    expect(configured({ "compose.yaml": compose, "pg.conf": "logging_collector = on\nlog_directory = '/srv/logs' # here\n" }, "db")).toEqual(["tree /srv/logs logs writable-layer"]);
    expect(configured({ "compose.yaml": compose, "pg.conf": "log_directory = '/srv/logs'\n" }, "db")).toEqual([]);
    expect(containerOf({ "compose.yaml": compose, "pg.conf": "data_directory = '/srv/pg'\n" }, "db").dataPaths.map(({ path }) => path)).toEqual(["/srv/pg"]);
  });

  test("MongoDB, Elasticsearch, Traefik, Kafka", () => {
    const compose = (of: string, target: string, command = ""): string => `services:\n  one:\n    image: ${of}\n    volumes: ["./settings:${target}"]\n${command}`;
    const data = (settings: string, ...at: readonly [string, string, string?]): readonly string[] => containerOf({ settings, "compose.yaml": compose(...at) }, "one").writes.map(({ path, class: kind }) => `${path} ${kind}`);
    expect(data("storage:\n  dbPath: /srv/mongo\nsystemLog: {path: /srv/mongo.log}\n", "mongo:7", "/etc/mongod.conf", "    command: --config /etc/mongod.conf\n")).toEqual(["/srv/mongo data", "/srv/mongo.log logs"]);
    expect(data("path.data: /srv/search\n", "elasticsearch:8.15.0", "/usr/share/elasticsearch/config/elasticsearch.yml")).toContain("/srv/search data");
    expect(data("certificatesResolvers:\n  le:\n    acme:\n      storage: /acme.json\n", "traefik:v3.1", "/etc/traefik/traefik.yml")).toContain("/acme.json secrets");
    expect(configured({ settings: "log.dirs=/srv/a,/srv/b\n", Dockerfile: image("debian:12.5", "/srv/kafka.properties", "[\"kafka-server-start.sh\", \"/srv/kafka.properties\"]") })).toEqual(["tree /srv/a data writable-layer", "tree /srv/b data writable-layer"]);
  });
});

test("Mosquitto keeps data only where its file says so", () => {
  const files = (settings: string): Readonly<Record<string, string>> => ({ settings, "compose.yaml": "services:\n  mqtt:\n    image: eclipse-mosquitto:2.0\n    volumes: [\"./settings:/mosquitto/config/mosquitto.conf\"]\n" });
  const data = (settings: string): readonly string[] => containerOf(files(settings), "mqtt").dataPaths.filter(({ loss }) => loss === "data").map(({ path }) => path);
  expect(data("listener 1883\n")).toEqual([]);
  expect(data("persistence true\npersistence_location /srv/mqtt/\n")).toEqual(["/srv/mqtt"]);
  expect(configured(files("log_dest stdout\nlog_dest file /srv/mqtt.log\n"), "mqtt")).toEqual(["file /srv/mqtt.log logs writable-layer"]);
});

test("PHP: sessions, uploads and logs of the ini files and the FPM pools", () => {
  const settings = "[PHP]\nupload_tmp_dir = /srv/up\nerror_log = /proc/self/fd/2\nsession.save_path = \"2;/srv/sessions\"\n";
  expect(configured({ settings, Dockerfile: image("php:8.3-apache", "/usr/local/etc/php/conf.d/shop.ini") })).toEqual(["tree /srv/sessions session writable-layer", "tree /srv/up scratch writable-layer"]);
  expect(configured({ settings: "session.save_handler = redis\nsession.save_path = /srv/x\n", Dockerfile: image("php:8.3-fpm", "/usr/local/etc/php/php.ini") })).toEqual([]);
  expect(configured({ settings: "[www]\nphp_admin_value[error_log] = /srv/php.log\nslowlog = log/$pool.log\n", Dockerfile: image("php:8.3-fpm", "/usr/local/etc/php-fpm.d/z.conf") })).toEqual(["file /srv/php.log logs writable-layer"]);
});

test("PHP of one version reads that version's folder, and the common temporary folder is no news", () => {
  const of = (program: string, settings = "error_log = /srv/php.log\n"): readonly string[] => configured({ settings, Dockerfile: image("alpine:3.20", "/etc/php83/php.ini", `["${program}"]`) });
  expect([of("php-fpm83"), of("php-fpm"), of("php-fpm82")]).toEqual([["file /srv/php.log logs writable-layer"], ["file /srv/php.log logs writable-layer"], []]);
  expect(of("php-fpm83", "upload_tmp_dir = /tmp\n")).toEqual([]);
});

test("Grafana's file says where the data is, but in the official image, which sets GF_PATHS_DATA", () => {
  const settings = "[paths]\ndata = /srv/grafana\n[database]\npath = x\n";
  expect(configured({ settings, Dockerfile: image("debian:12.5", "/etc/grafana/grafana.ini", "[\"grafana-server\"]") })).toEqual(["tree /srv/grafana data writable-layer"]);
  const official = containerOf({ settings, Dockerfile: image("grafana/grafana:11.2.0", "/etc/grafana/grafana.ini") }, "project");
  expect(official.dataPaths.filter(({ loss }) => loss === "data").map(({ path }) => path)).toEqual(["/var/lib/grafana"]);
});

test("Apache", () => {
  expect(configured({ settings: "CustomLog logs/shop.log combined\nErrorLog \"|/bin/rotate\"\n", Dockerfile: image("httpd:2.4", "/usr/local/apache2/conf/httpd.conf") })).toEqual(["file /usr/local/apache2/logs/shop.log logs writable-layer"]);
  expect(configured({ settings: "ErrorLog ${APACHE_LOG_DIR}/shop.log\n", Dockerfile: image("debian:12.5", "/etc/apache2/sites-enabled/shop.conf", "[\"apache2ctl\", \"-D\", \"FOREGROUND\"]") })).toEqual(["file /var/log/apache2/shop.log logs writable-layer"]);
});

test("MariaDB's own names of the server's group", () => {
  for (const group of ["mariadbd", "mariadb-11.4", "mariadbd-11.4", "server"]) {
    expect(containerOf({ settings: `[${group}]\ndatadir = /srv/maria\n[mariadb-client]\ndatadir = /x\n`, Dockerfile: image("mariadb:11.4", "/etc/mysql/conf.d/shop.cnf") }, "project").dataPaths.map(({ path }) => path)).toEqual(["/srv/maria"]);
  }
});

test("the registry keeps its blobs where its settings say, and nothing where they lie in a store elsewhere", () => {
  const data = (settings: string, base = "registry:2", target = "/etc/docker/registry/config.yml"): readonly string[] => containerOf({ settings, Dockerfile: image(base, target) }, "project").dataPaths.map(({ path }) => path);
  expect(data("version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: /srv/blobs\n")).toEqual(["/srv/blobs"]);
  expect(data("version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: /srv/blobs\n", "registry:3", "/etc/distribution/config.yml")).toEqual(["/srv/blobs"]);
  expect(data("version: 0.1\nstorage:\n  s3:\n    region: north\n    bucket: blobs\n")).toEqual([]);
  expect(data("version: 0.1\nhttp:\n  addr: :5000\n")).toEqual(["/var/lib/registry"]);
});
