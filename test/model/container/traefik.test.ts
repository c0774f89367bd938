import { containerOf } from "./project.ts";

function written(rest: string, image = "traefik:v3.1"): readonly string[] {
  const container = containerOf({ "compose.yaml": `services:\n  one:\n    image: ${image}\n${rest}volumes:\n  kept:\n` }, "one");
  return container.writes.map(({ path, class: kind, fate }) => `${path} ${kind} ${fate.kind}`);
}

const command = (...flags: readonly string[]): string => `    command:\n${flags.map((flag) => `      - "${flag}"\n`).join("")}`;

test("Traefik keeps its certificates where a flag or a variable says", () => {
  expect(written(command("--certificatesresolvers.le.acme.storage=/keys/acme.json"))).toEqual(["/keys/acme.json secrets writable-layer"]);
  expect(written(command("--certificatesResolvers.le.acme.storage", "/keys/acme.json"))).toEqual(["/keys/acme.json secrets writable-layer"]);
  expect(written("    environment:\n      TRAEFIK_CERTIFICATESRESOLVERS_LE_ACME_STORAGE: /keys/acme.json\n")).toEqual(["/keys/acme.json secrets writable-layer"]);
  expect(written(`${command("--certificatesresolvers.le.acme.storage=/keys/acme.json")}    volumes: [ "kept:/keys" ]\n`)).toEqual(["/keys/acme.json secrets named-volume"]);
});

test("a resolver without a file keeps acme.json in the working directory", () => {
  expect(written(command("--certificatesresolvers.le.acme.email=a@example.com"))).toEqual(["/acme.json secrets writable-layer"]);
  expect(written(command("--certificatesresolvers.le.acme.email=a@example.com", "--certificatesresolvers.le.acme.storage=keys.json"))).toEqual(["/keys.json secrets writable-layer"]);
});

test("logs that go to a file, and what names none", () => {
  expect(written(command("--accesslog.filepath=/logs/access.log", "--log.level=INFO"))).toEqual(["/logs/access.log logs writable-layer"]);
  expect(written(command("--accesslog=true", "--providers.file.filename=/etc/traefik/routes.yml", "--log.filepath=/dev/stdout"))).toEqual([]);
  expect(written(command("--certificatesresolvers.le.acme.storage=/keys/acme.json"), "nginx:1.27")).not.toContain("/keys/acme.json secrets writable-layer");
});
