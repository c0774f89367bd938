import { textOf } from "../../../src/text/index.ts";
import { exampleProject } from "../../rules/example-project.ts";

/** What an `environment` entry ships by its name and its value; the name alone is not enough. */
function kindOf(entry: string): string | undefined {
  const [file] = exampleProject({ "compose.yaml": `services:\n  web:\n    image: nginx\n    environment:\n      - ${JSON.stringify(entry)}\n` }).composeFiles;
  return file?.services[0]?.credentials.find(({ by }) => by !== "name")?.kind;
}

test.each([
  "DB_PASSWORD=letmein", "db_password=letmein", "DB_PASSWORD=12345678", "API_KEY=${API_KEY:-0123}", "JWT_SECRET=pa$$w0rd", "REFRESH_TOKEN=123456",
  "DB_PASS=x9", "APP_SALT=grain", "FERNET_KEY=Zm9vYmFyMTIzNDU2Nzg5MHF3ZXJ0eXVpb3A=", "DB_PASSWORD=${A:-${B:-inner}}", "TOKEN_TTL=forever",
])("%s ships a credential", (entry) => {
  expect(kindOf(entry)).toBe("value");
});

test.each([
  "DB_PASSWORD=", "DB_PASSWORD=${PW}", "DB_PASSWORD=${PW:?is not set}", "DB_PASSWORD=${PW:-}", "DB_PASSWORD", "DB_PASSWORD_FILE=/run/secrets/db",
  "MYSQL_ALLOW_EMPTY_PASSWORD=yes", "USE_TOKENS=true", "TOKEN_TTL=30m", "TOKEN_TTL=${TTL:-60}", "PASSWORD_MIN_LENGTH=12", "SECRET_PORT=8080", "PWD=/app",
  "JWT_SECRET_KEY=/run/keys/jwt.pem", "TOKEN_URL=https://login.example.org/token", "TOKENIZER=gpt", "LICENSE_KEY=hunter2", "SORT_KEY=created", "DB_PASSWORD=<your password>",
])("%s ships none", (entry) => {
  expect(kindOf(entry)).toBeUndefined();
});

test.each([
  "U=postgres://u:pw@db/x", "U=redis://:pw@cache:6379/0", "U=postgres://u:${PW:-a@b}@db/x", "U=${URL:-postgres://u:pw@db/x}", "U=postgresql+psycopg2://u:p$$w@db",
  "DB_PASSWORD=postgres://u:pw@db/x",
])("%s ships a password in an address", (entry) => {
  expect(kindOf(entry)).toBe("url");
});

test.each([
  "U=postgres://u@db/x", "U=postgres://u:@db/x", "U=postgres://${U}:${PW}@db/x", "U=postgres://u:${PW:?a:b@c}@db/x", "U=${URL}", "U=http://host/a:b@c", "U=http://[::1]:80/",
])("%s ships none in its address", (entry) => {
  expect(kindOf(entry)).toBeUndefined();
});

test("tokens are known by their form, placeholders and comments are not told", () => {
  const token = ["ghp", "R4nd0mT0k3nTh4tN0b0dyH4sEv3rUs3dB3f0r"].join("_");
  const text = `# ${token}\nFROM debian:12\nENV A=${token}\nENV B=${["AKI", "AIOSFODNN7EXAMPLE"].join("")}\n`;
  const [document] = exampleProject({ Dockerfile: text }).documents;
  expect(document?.secrets.map(({ what, span }) => [what, textOf(span), span.document.position(span.start).line])).toEqual([["a GitHub token", token, 3]]);
});
