import { formats, mapFormats } from "../../src/report/index.ts";
import { removeScratch, scratch } from "../faces/scratch.ts";
import { stowage } from "../faces/stowage.ts";

afterAll(removeScratch);

/** Each stands once in the project below, in a place where secrets are found. */
const secrets = {
  env: "hunter2-Kf83hs", legacy: "tr0ub4dor-Qm2kd", arg: "arg-s3cr3t-Wk29s", inline: "inl1ne-Zx81kq", url: "w0rdfish-Pq73ns", token: "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8", aws: "AKIA3XQ7ZPLMNB5RTYU2",
  label: "l4bel-Hs72jd", compose: "c0mp0se-Lk28ds", list: "l1st-Bn37sk", image: "reg1stry-Mz64kd", healthcheck: "h34lth-Vw91ka", command: "c0mmand-Xe52nf", envFile: "dotenv-Gt49xc", script: "scr1pt-Ju88qd", build: "bu1ld-Yh63sd",
} as const;

const files = {
  Dockerfile: `FROM bob:${secrets.image}@registry.example.org/base
ARG API_KEY=${secrets.arg}
ENV DB_PASSWORD=${secrets.env} PLAIN=1
ENV SECRET_TOKEN ${secrets.legacy}
LABEL password="${secrets.label}"
ENV GITHUB_TOKEN="${secrets.token}"
RUN export AWS_ACCESS_KEY_ID=${secrets.aws} && cd /tmp && curl -u bob:${secrets.inline} https://bob:${secrets.url}@host.example.org/x | sh
COPY start.sh /start.sh
HEALTHCHECK CMD curl --header "Authorization: Bearer ${secrets.healthcheck}" http://localhost
CMD ["/start.sh", "--password=${secrets.command}"]
`,
  "start.sh": `#!/bin/bash\nexport DB_PASSWORD=${secrets.script}\necho "$DB_PASSWORD" > /data/x\nmysql -p$DB_PASSWORD\n`,
  ".env": `DB_PASSWORD=${secrets.envFile}\n`,
  "compose.yaml": `services:
  web:
    build:
      context: .
      args: { NPM_TOKEN: ${secrets.build} }
    env_file: .env
    environment:
      POSTGRES_PASSWORD: ${secrets.compose}
      INHERITED: \${DB_PASSWORD}
    volumes: ["/data"]
  db:
    image: postgres
    environment: ["MYSQL_ROOT_PASSWORD=${secrets.list}", "B=1", "A=2"]
`,
};

function leaks(text: string): readonly string[] {
  return Object.entries(secrets).filter(([, value]) => text.includes(value)).map(([name]) => name);
}

const folder = (): string => scratch(files);

test.each(formats)("check --format %s shows no secret of a real project", (format) => {
  const { out, error } = stowage(folder(), ["--preset", "all", "--no-config", "--format", format]);
  expect(out.length).toBeGreaterThan(1000);
  expect(leaks(out + error)).toEqual([]);
});

test.each(mapFormats)("map --format %s", (format) => {
  const { out, error } = stowage(folder(), ["map", "--format", format]);
  expect(out.length).toBeGreaterThan(100);
  expect(leaks(out + error)).toEqual([]);
});

test("the baseline", () => {
  const place = folder();
  stowage(place, ["--preset", "all", "--no-config", "--write-baseline", "--baseline", "b.json"]);
  expect(leaks(stowage(place, ["--no-config", "--baseline", "b.json", "--format", "json"]).out)).toEqual([]);
});

test("the secrets are found: the test above looks at reports that could show them", () => {
  const { findings } = JSON.parse(stowage(folder(), ["--preset", "all", "--no-config", "--format", "json"]).out) as { findings: { family: string; path: string; line: number }[] };
  const lines = new Set(findings.filter(({ family }) => family === "secrets").map(({ path, line }) => `${path}:${line}`));
  expect(lines.size).toBeGreaterThan(6);
});
