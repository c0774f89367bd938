// The inputs of the benchmarks, made here so that every machine measures the same.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const bases = ["node:22.11.0-slim", "python:3.12-slim", "golang:1.23", "debian:12.7", "alpine:3.20"];
const steps = [
  (n) => `ENV SETTING_${n}=value-${n} OTHER_${n}="two words"`,
  (n) => `RUN apt-get update && apt-get install -y --no-install-recommends package-${n}=1.${n} && rm -rf /var/lib/apt/lists/*`,
  (n) => `COPY source-${n}/ /srv/app/part-${n}/`,
  (n) => `RUN set -eux; \\\n    mkdir -p /srv/app/data-${n}; \\\n    # the owner of part ${n}\n    chown app:app /srv/app/data-${n}`,
  (n) => `WORKDIR /srv/app/part-${n}`,
  (n) => `LABEL org.example.part-${n}="${n}"`,
  (n) => `RUN make -C part-${n} build && make -C part-${n} install`,
];

/** A Dockerfile of `count` instructions. */
export function dockerfile(count, seed = 0) {
  const lines = [`FROM ${bases[seed % bases.length]}`];
  for (let n = 1; n < count - 1; n++) lines.push(steps[(n + seed) % steps.length](n));
  if (count > 1) lines.push('CMD ["/srv/app/start"]');
  return `${lines.join("\n")}\n`;
}

/** A Dockerfile with `count` findings of one kind: each step leaves the package cache behind. */
function faulty(count) {
  return `FROM debian:12.7\n${Array.from({ length: count }, (_, n) => `RUN apt-get update && apt-get install -y package-${n}\n`).join("")}`;
}

/** A compose file of `count` services. */
export function compose(count, seed = 0) {
  const services = Array.from({ length: count }, (_, n) => `  part-${seed}-${n}:
    image: registry.example.org/team/part:${seed + 1}.${n}
    restart: unless-stopped
    environment:
      LOG_LEVEL: info
      PART: "${n}"
    ports:
      - "127.0.0.1:${10000 + n}:8080"
    volumes:
      - data-${n}:/var/lib/part
      - ./config/${n}.toml:/etc/part.toml:ro
    depends_on: [store]
`);
  const volumes = Array.from({ length: count }, (_, n) => `  data-${n}:\n`);
  return `services:\n  store:\n    image: postgres:16.4\n    volumes:\n      - store:/var/lib/postgresql/data\n${services.join("")}volumes:\n  store:\n${volumes.join("")}`;
}

const many = (count, name, text) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`${String(n).padStart(5, "0")}/${name}`, text(n)]));

/** Folder name to files. */
const folders = {
  "one": () => ({ Dockerfile: dockerfile(12) }),
  "dockerfiles-200": () => many(200, "Dockerfile", (n) => dockerfile(12, n)),
  "compose-200": () => many(200, "compose.yaml", (n) => compose(4, n)),
  "files-100": () => many(100, "Dockerfile", (n) => dockerfile(12, n)),
  "files-400": () => many(400, "Dockerfile", (n) => dockerfile(12, n)),
  "files-1600": () => many(1600, "Dockerfile", (n) => dockerfile(12, n)),
  "files-2000": () => many(2000, "Dockerfile", (n) => dockerfile(12, n)),
  "files-16000": () => many(16000, "Dockerfile", (n) => dockerfile(12, n)),
  "instructions-2000": () => ({ Dockerfile: dockerfile(2000) }),
  "instructions-20000": () => ({ Dockerfile: dockerfile(20000) }),
  "services-100": () => ({ "compose.yaml": compose(100) }),
  "services-1000": () => ({ "compose.yaml": compose(1000) }),
  "findings-500": () => ({ Dockerfile: faulty(500) }),
  "findings-5000": () => ({ Dockerfile: faulty(5000) }),
};

/** A new folder for inputs: `in` writes one when it is first asked for and gives its folder, `remove` takes all away. */
export function makeInputs() {
  const root = mkdtempSync(join(tmpdir(), "stowage-bench-"));
  const written = new Set();
  const write = (name) => {
    written.add(name);
    for (const [path, text] of Object.entries(folders[name]())) {
      const file = join(root, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  };
  return {
    root,
    in: (name) => {
      if (!written.has(name)) write(name);
      return join(root, name);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
