import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../rules/index.ts";
import { Chance, mutate } from "./mutate.ts";
import type { Files } from "./judge.ts";

const largest = 20_000;

/** Small projects to start from: the rules' own examples, and files of the corpus at `folder` where it is there. */
export function seedProjects(folder: string): readonly Files[] {
  const examples = catalogue.flatMap(({ rule }) => rule.examples.map(({ bad }) => bad));
  return [...examples, ...corpusFiles(folder).map(({ name, text }): Files => ({ [name]: text }))];
}

/** One hostile project from a number: a seed project with one or more of its files changed, and files that belong to it. */
export function hostileProject(seed: number, seeds: readonly Files[]): Files {
  const chance = new Chance(seed);
  const files: Record<string, string> = { ...beside, ...chance.of(seeds) };
  const others = Object.values(chance.of(seeds));
  for (const path of Object.keys(files)) {
    if (chance.below(2) === 0) files[path] = mutate(files[path] ?? "", [...others, ...Object.values(files)], chance);
  }
  return files;
}

const beside: Files = {
  "start.sh": "#!/bin/sh\nset -e\n. ./lib.sh\nfor f in a b; do echo \"$f\" >> /data/$f.log; done\nwhile true; do date > \"${OUT:-/home/out}\"/x; done\nexec \"$@\"\n",
  "lib.sh": "OUT=/var/lib/app\nwrite() { cat > \"$OUT/$1\" <<EOF\n$2\nEOF\n}\nwrite a b | tee /tmp/x\n",
  ".dockerignore": "# all\n**/*.log\n!keep.log\nnode_modules\n",
  ".env": "A=b\nexport C=\"${A}-d\" # e\nE='f\ng'\n",
  "Dockerfile": "FROM node:22\nWORKDIR /app\nCOPY . .\nCOPY start.sh /start.sh\nRUN npm ci && rm -rf /tmp/*\nVOLUME /data\nENTRYPOINT [\"/start.sh\"]\nCMD [\"node\", \"x.js\"]\n",
  "compose.yaml": "services:\n  web:\n    build: .\n    env_file: .env\n    volumes: [\"data:/data\", \"./conf:/etc/conf:ro\"]\n  db:\n    image: postgres:${A:-16}\nvolumes:\n  data:\n",
};

function corpusFiles(folder: string): readonly { readonly name: string; readonly text: string }[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => /(?:Dockerfile|\.ya?ml|\.sh)$/.test(path)).sort();
  const texts = paths.filter((_, at) => at % 4 === 0).map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  return texts.filter(({ text }) => text.length < largest).map(({ path, text }) => ({ name: /\.ya?ml$/.test(path) ? "compose.yaml" : path.endsWith(".sh") ? "start.sh" : "Dockerfile", text }));
}
