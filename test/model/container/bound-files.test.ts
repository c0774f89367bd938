import { containerOf } from "./project.ts";

const lines = (files: Readonly<Record<string, string>>): readonly string[] =>
  containerOf(files, "shop").writes.map((write) => `${write.type} ${write.path} ${write.evidence} ${write.fate.kind}`);

test("a mounted entry point is read like a copied one, and the evidence says how it came in", () => {
  const files = {
    "compose.yaml": "services:\n  shop:\n    image: debian:12.5\n    entrypoint: /start.sh\n    volumes:\n      - ./start.sh:/start.sh:ro\n",
    "start.sh": "#!/bin/sh\necho up >> /srv/visits.txt\n",
  };
  expect(lines(files)).toEqual(["file /srv/visits.txt script writable-layer"]);
  const [write] = containerOf(files, "shop").writes;
  expect(write?.trace.map(({ span, message }) => `${span.document.path}:${String(span.document.position(span.start).line)} ${message}`)).toEqual([
    "compose.yaml:6 mounted at /start.sh", "compose.yaml:4 the container starts /start.sh", "start.sh:2 writes /srv/visits.txt",
  ]);
});

test("a mounted folder brings the application's source", () => {
  const service = "services:\n  shop:\n    image: python:3.12\n    working_dir: /app\n    command: python app.py\n    volumes:\n      - ./app:/app\n";
  const source = { "app/app.py": "import store\n", "app/store.py": "with open('/srv/visits.txt', 'a') as out:\n    out.write('x')\nopen('kept.txt', 'w')\n" };
  expect(lines({ "compose.yaml": service, ...source })).toEqual(["file /app/kept.txt source bind-mount", "file /srv/visits.txt source writable-layer"]);
});

test("a mount hides what the image has at its path", () => {
  const image = { Dockerfile: "FROM debian:12.5\nCOPY run.sh /app/run.sh\nENTRYPOINT [\"/app/run.sh\"]\n", "run.sh": "#!/bin/sh\necho a > /srv/from-image\n", "other/run.sh": "#!/bin/sh\necho a > /srv/from-mount\n" };
  const compose = (volumes: string): string => `services:\n  shop:\n    build: .\n${volumes}`;
  expect(lines({ ...image, "compose.yaml": compose("") })).toEqual(["file /srv/from-image script writable-layer"]);
  expect(lines({ ...image, "compose.yaml": compose("    volumes: [./other:/app]\n") })).toEqual(["file /srv/from-mount script writable-layer"]);
  expect(lines({ ...image, "compose.yaml": compose("    volumes: [./empty:/app]\n") })).toEqual([]);
});

test("a config that names a file, and a docker run line, bring files too", () => {
  const script = { "start.sh": "#!/bin/sh\ntouch /srv/mark\n" };
  expect(lines({ ...script, "compose.yaml": "services:\n  shop:\n    image: debian:12.5\n    command: sh /etc/start.sh\n    configs:\n      - source: start\n        target: /etc/start.sh\nconfigs:\n  start:\n    file: ./start.sh\n" }))
    .toEqual(["file /srv/mark script writable-layer"]);
  const started = containerOf({ ...script, "up.sh": "docker run --name shop -v ./start.sh:/start.sh debian:12.5 sh /start.sh\n" }, "shop", ["up.sh"]);
  expect(started.writes.map(({ path }) => path)).toEqual(["/srv/mark"]);
});

test("a config whose text stands in the compose file is a file too", () => {
  const compose = "services:\n  shop:\n    image: debian:12.5\n    command: sh /start.sh\n    configs:\n      - source: start\n        target: /start.sh\nconfigs:\n  start:\n    content: |\n      #!/bin/sh\n      echo a > /srv/mark\n";
  expect(lines({ "compose.yaml": compose })).toEqual(["file /srv/mark script writable-layer"]);
  const [write] = containerOf({ "compose.yaml": compose }, "shop").writes;
  expect(write?.span.document.position(write.span.start)).toEqual({ line: 12, column: 16 });
  expect(lines({ "compose.yaml": compose.replace("echo a > /srv/mark", () => "NAME=b; touch /srv/$$NAME") })).toContain("file /srv/b script writable-layer");
  expect(lines({ "compose.yaml": "services:\n  shop:\n    image: nginx:1.27\n    configs:\n      - source: site\n        target: /etc/nginx/conf.d/site.conf\nconfigs:\n  site:\n    content: \"access_log /srv/a.log;\"\n" })).toContain("file /srv/a.log config writable-layer");
});

test("what lies outside the project is not read", () => {
  expect(lines({ "compose.yaml": "services:\n  shop:\n    image: debian:12.5\n    entrypoint: /start.sh\n    volumes: [/etc/start.sh:/start.sh]\n", "etc/start.sh": "#!/bin/sh\ntouch /srv/mark\n" })).toEqual([]);
});
