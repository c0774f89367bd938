import { dockerfile, file, rule } from "#rule";

/** What no image needs and every repository has, with why it hurts. */
const USELESS: readonly (readonly [path: string, what: string])[] = [
  [".git", "the whole history"],
  ["node_modules", "packages built for this machine"],
  [".venv", "an environment of this machine"],
  ["venv", "an environment of this machine"],
  ["__pycache__", "compiled files"],
  [".terraform", "provider binaries"],
  ["target/debug", "build results"],
];

export default rule({
  id: "missing-dockerignore",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "The whole context is copied and nothing is left out",
  why: "Without a .dockerignore the history, installed packages and local settings go into the image, and any change in them starts the build over.",
  remedy: "Add a `.dockerignore` beside the Dockerfile's context that leaves out what the image does not need.",
  on: "dockerfile",

  *check(model) {
    const { context } = model;
    if (!context.real || context.dockerignore) return;
    const found = USELESS.filter(([path]) => context.has(path) === true);
    const [first] = found;
    if (!first) return;
    for (const step of model.steps) {
      if (step.copy?.from.kind !== "context" || !step.copy.sources.some((source) => source.whole)) continue;
      const names = found.map(([path]) => path).join(", ");
      yield { at: step.instruction.headSpan, message: `no .dockerignore, so ${names} ${found.length > 1 ? "are" : "is"} copied too (${first[1]})` };
      return;
    }
  },

  examples: [
    {
      bad: { ...dockerfile`
        FROM node:22
        WORKDIR /app
        COPY . .
      `, ...file("node_modules/left/index.js")`module.exports = 1;`, ...file("server.js")`require("left");` },
      good: { ...dockerfile`
        FROM node:22
        WORKDIR /app
        COPY . .
      `, ...file("node_modules/left/index.js")`module.exports = 1;`, ...file("server.js")`require("left");`, ...file(".dockerignore")`node_modules` },
    },
    {
      about: "Where only chosen files are copied, nothing needs to be left out",
      bad: { ...dockerfile`
        FROM python:3.13
        ADD ./ /srv/
      `, ...file(".git/HEAD")`ref: refs/heads/main`, ...file("app.py")`print(1)` },
      good: { ...dockerfile`
        FROM python:3.13
        COPY app.py /srv/
      `, ...file(".git/HEAD")`ref: refs/heads/main`, ...file("app.py")`print(1)` },
    },
  ],
});
