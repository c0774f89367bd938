import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../rules/index.ts";
import type { Files, Trial } from "./judge.ts";
import { Chance, mutate } from "./mutate.ts";

const largest = 20_000;

/** A project made from a number, what to try with it, and the paths of the files that were changed. */
export interface HostileProject {
  readonly files: Files;
  readonly trial: Trial;
  readonly mutated: readonly string[];
}

/** Small projects to start from: the rules' own examples, and files of the corpus at `folder` where it is there. */
export function seedProjects(folder: string): readonly Files[] {
  const examples = catalogue.flatMap(({ rule }) => rule.examples.map(({ bad }) => bad));
  return [...examples, ...corpusFiles(folder).map(({ name, text }): Files => ({ [name]: text }))];
}

/** One hostile project from a number: a seed project with one or more of its files changed, and files that belong to it. */
export function hostileProject(seed: number, seeds: readonly Files[]): HostileProject {
  const chance = new Chance(seed);
  const trial = { formats: chance.below(4) === 0, config: chance.below(8) === 0, fixes: chance.below(8) === 0 };
  const files: Record<string, string> = { ...beside, ...(trial.config ? chance.of(configurations) : {}), ...chance.of(seeds) };
  const others = Object.values(chance.of(seeds));
  const mutated: string[] = [];
  for (const path of Object.keys(files)) {
    if (chance.below(8) === 0) continue;
    files[path] = mutate(files[path] ?? "", [...others, ...Object.values(files)], chance);
    mutated.push(path);
  }
  return { files, trial, mutated };
}

/** What a mutated file is read as, for the count of inputs. */
export function kindOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/dockerfile/i.test(name)) return "Dockerfile";
  if (name.endsWith(".dockerignore")) return ".dockerignore";
  if (name.includes("env")) return ".env";
  if (/hadolint|dclint|tally|stowage|^package\.json$/.test(name)) return "configuration";
  if (/\.ya?ml$/.test(name)) return "compose file";
  return /\.(?:sh|bash)$/.test(name) ? "shell script" : "other";
}

const beside: Files = {
  "start.sh": "#!/bin/sh\nset -e\n. ./lib.sh\nfor f in a b; do echo \"$f\" >> /data/$f.log; done\nwhile true; do date > \"${OUT:-/home/out}\"/x; done\nexec \"$@\"\n",
  "lib.sh": "OUT=/var/lib/app\nwrite() { cat > \"$OUT/$1\" <<EOF\n$2\nEOF\n}\nwrite a b | tee /tmp/x\n",
  ".dockerignore": "# all\n**/*.log\n!keep.log\nnode_modules\n",
  ".env": "A=b\nexport C=\"${A}-d\" # e\nE='f\ng'\n",
  "Dockerfile": "FROM node:22\nWORKDIR /app\nCOPY . .\nCOPY start.sh /start.sh\nRUN npm ci && rm -rf /tmp/*\nVOLUME /data\nENTRYPOINT [\"/start.sh\"]\nCMD [\"node\", \"x.js\"]\n",
  "compose.yaml": "services:\n  web:\n    build: .\n    env_file: .env\n    volumes: [\"data:/data\", \"./conf:/etc/conf:ro\"]\n  db:\n    image: postgres:${A:-16}\nvolumes:\n  data:\n",
};

const configurations: readonly Files[] = [
  { "stowage.yaml": "preset: all\nrules: { anonymous-volume: error, moving-image-tag: off, untrusted-registry: { severity: warning, registries: [docker.io] } }\nignore: [\"**/testdata/**\", \"!x[a-\"]\noverrides: [{ files: [\"dev/**\"], rules: { moving-image-tag: off } }]\nplugins: [./x.js]\n" },
  { ".hadolint.yaml": "ignored: [DL3008]\nfailure-threshold: warning\noverride: { error: [DL3006], info: [DL3007] }\ntrustedRegistries: [docker.io]\nlabel-schema: { author: text, contact: email }\nstrict-labels: true\n" },
  { ".dclintrc": "{ \"rules\": { \"no-build-and-image\": 0, \"services-alphabetical-order\": [1, { \"x\": true }] }, \"exclude\": [\"a\"] }\n" },
  { "tally.toml": "[rules]\ninclude = [\"buildkit/*\"]\nexclude = ['hadolint/DL3026']\n[rules.tally.max-lines]\nmax = 10\nseverity = \"off\"\n[output]\nfail-level = \"none\"\n" },
  { "package.json": "{ \"name\": \"x\", \"stowage\": { \"preset\": \"hadolint\", \"rules\": { \"moving-image-tag\": \"off\" } } }\n" },
];

function corpusFiles(folder: string): readonly { readonly name: string; readonly text: string }[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => /(?:Dockerfile|\.ya?ml|\.sh)$/.test(path)).sort();
  const texts = paths.filter((_, at) => at % 4 === 0).map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  return texts.filter(({ text }) => text.length < largest).map(({ path, text }) => ({ name: /\.ya?ml$/.test(path) ? "compose.yaml" : path.endsWith(".sh") ? "start.sh" : "Dockerfile", text }));
}
