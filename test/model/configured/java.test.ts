import { containerOf } from "../container/project.ts";
import { configured, traceOf } from "./written.ts";

const BUILT = "FROM maven:3.9 AS build\nWORKDIR /src\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:21\nWORKDIR /srv\nCOPY --from=build /src/target/*.jar app.jar\nCMD [\"java\", \"-jar\", \"app.jar\"]\n";
const RESOURCES = "src/main/resources";

test("the archive's own settings, read from the sources that it was built from", () => {
  const files = { Dockerfile: BUILT, [`${RESOURCES}/application.properties`]: "server.port=80\nlogging.file.name=logs/shop.log\nspring.datasource.url=jdbc:h2:file:./data/shop;MODE=MySQL\n" };
  expect(configured(files)).toEqual(["file /srv/data/shop.mv.db data writable-layer", "file /srv/logs/shop.log logs writable-layer"]);
  expect(traceOf(containerOf(files, "project"), "/srv/logs/shop.log")).toEqual([
    "Dockerfile:3 copied to /src/src/main/resources/application.properties", "Dockerfile:8 the container starts java -jar app.jar", "Dockerfile:8 runs java",
    "src/main/resources/application.properties:2 logging.file.name names /srv/logs/shop.log",
  ]);
});

test("settings beside the archive win over those inside, environment and arguments over both", () => {
  const files = (env = "", args = ""): Readonly<Record<string, string>> => ({
    Dockerfile: BUILT.replace("CMD [\"java\", \"-jar\", \"app.jar\"]", `COPY outer.yml application.yml\n${env}CMD ["java", "-jar", "app.jar"${args}]`),
    [`${RESOURCES}/application.properties`]: "logging.file.name=/srv/inner.log\n", "outer.yml": "logging:\n  file:\n    name: /srv/outer.log\n",
  });
  expect(configured(files())).toEqual(["file /srv/outer.log logs writable-layer"]);
  expect(configured(files("ENV LOGGING_FILE_NAME=/srv/env.log\n"))).toEqual([]);
  expect(configured(files("", ", \"--logging.file.name=/srv/arg.log\""))).toEqual([]);
});

test("profiles, placeholders and home directories", () => {
  const yaml = "logging.file.path: ${LOG_HOME:/var/log/shop}\n---\nspring:\n  config.activate.on-profile: live\n  datasource:\n    url: jdbc:h2:~/live\n";
  const files = (env: string): Readonly<Record<string, string>> => ({ Dockerfile: BUILT.replace("WORKDIR /srv\n", `WORKDIR /srv\nUSER root\n${env}`), [`${RESOURCES}/application.yml`]: yaml, [`${RESOURCES}/application-live.properties`]: "upload.dir=${spring.nothing}\nfile.upload-dir=./uploads\n" });
  expect(configured(files(""))).toEqual(["file /var/log/shop/spring.log logs writable-layer"]);
  expect(configured(files("ENV LOG_HOME=/srv/logs SPRING_PROFILES_ACTIVE=live\n"))).toEqual(["file /root/live.mv.db data writable-layer", "file /srv/logs/spring.log logs writable-layer", "tree /srv/uploads data writable-layer"]);
});

test("servers and memory are no files", () => {
  expect(configured({ Dockerfile: BUILT, [`${RESOURCES}/application.properties`]: "spring.datasource.url=jdbc:h2:mem:x\nother.url=jdbc:postgresql://db/x\nthird.url=jdbc:h2:tcp://db/~/x\nlogging.file.name=${NOWHERE}/x.log\n" })).toEqual([]);
});

test("two projects in one image: nothing tells which one runs", () => {
  const two = "FROM maven:3.9 AS build\nCOPY a /a\nCOPY b /b\nRUN mvn package\nFROM eclipse-temurin:21\nCOPY --from=build /a/target/a.jar /b/target/b.jar /srv/\nCMD [\"java\", \"-jar\", \"/srv/a.jar\"]\n";
  expect(configured({ Dockerfile: two, [`a/${RESOURCES}/application.properties`]: "logging.file.name=/srv/a.log\n", [`b/${RESOURCES}/application.properties`]: "logging.file.name=/srv/b.log\n" })).toEqual([]);
});

test("logback and log4j: appenders that a logger uses", () => {
  const logback = "<configuration><property name=\"HOME\" value=\"/srv/logs\"/>\n<appender name=\"F\" class=\"ch.qos.logback.core.rolling.RollingFileAppender\"><file>${HOME}/app.log</file></appender>\n<appender name=\"UNUSED\" class=\"ch.qos.logback.core.FileAppender\"><file>/srv/never.log</file></appender>\n<appender name=\"C\" class=\"ch.qos.logback.core.ConsoleAppender\"/>\n<root level=\"INFO\"><appender-ref ref=\"F\"/><appender-ref ref=\"C\"/></root></configuration>\n";
  expect(configured({ Dockerfile: BUILT, [`${RESOURCES}/logback-spring.xml`]: logback })).toEqual(["file /srv/logs/app.log logs writable-layer"]);
  const log4j = "<Configuration><Properties><Property name=\"dir\">${sys:log.dir:-/srv/l4j}</Property></Properties><Appenders><RollingFile name=\"R\" fileName=\"${dir}/a.log\" filePattern=\"x\"/></Appenders><Loggers><Root level=\"info\"><AppenderRef ref=\"R\"/></Root></Loggers></Configuration>\n";
  expect(configured({ Dockerfile: BUILT, [`${RESOURCES}/log4j2.xml`]: log4j })).toEqual(["file /srv/l4j/a.log logs writable-layer"]);
  expect(configured({ Dockerfile: BUILT, [`${RESOURCES}/log4j.properties`]: "log4j.appender.F.File=/srv/old.log\n" })).toEqual(["file /srv/old.log logs writable-layer"]);
});

test("Jetty's log of requests", () => {
  const of = (enabled: string): readonly string[] => configured({ Dockerfile: BUILT, [`${RESOURCES}/application.properties`]: `server.jetty.accesslog.enabled=${enabled}\nserver.jetty.accesslog.filename=/srv/requests.log\n` });
  expect(of("true")).toEqual(["file /srv/requests.log logs writable-layer"]);
  expect(of("false")).toEqual([]);
});
