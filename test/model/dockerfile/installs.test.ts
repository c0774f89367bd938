import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Document } from "../../../src/text/index.ts";
import { buildContext, buildDockerfile } from "../../../src/model/dockerfile/index.ts";
import type { Dockerfile } from "../../../src/model/index.ts";
import { parseDockerfile } from "../../../src/parse/dockerfile/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";
import { lineOf, modelOf, stageOf } from "./project.ts";

function copyLines(file: Dockerfile): readonly number[] {
  return file.stages.flatMap((stage) => stage.dependencyInstalls.flatMap((install) => stage.broadCopyBefore(install)?.span ?? []).map((span) => lineOf(span)));
}

const lines = (text: string, files: Readonly<Record<string, string>> = {}): readonly number[] => copyLines(modelOf(text, files));

test.each([
  "npm ci", "yarn install --frozen-lockfile", "yarn", "pnpm i", "bun install", "pip install --no-cache-dir -r requirements.txt", "python3 -m pip wheel -r requirements.txt",
  "poetry install --no-root", "uv sync --frozen", "uv pip install -r requirements.txt", "bundle install", "composer install --no-dev", "go mod download", "cargo fetch",
  "mvn -B dependency:go-offline", "./gradlew dependencies", "dotnet restore", "mix deps.get", "go get", "go get -d -v ./...", "go mod vendor", "dep ensure", "glide install",
  "govendor sync", "godep restore", "carton install --deployment", "cpanm --installdeps .", "stack setup", "stack build --only-dependencies", "cabal install --only-dependencies", "lein deps",
  "nuget restore", "shards install", "dart pub get", "Rscript install_packages.R",
])("%s after the whole context", (command) => {
  expect(lines(`FROM debian:12\nWORKDIR /app\nCOPY . .\nRUN ${command}\n`)).toEqual([3]);
});

test.each([
  "npm install -g serve", "npm install express", "pip install .", "pip install -e . -r requirements.txt", "pip install flask", "go build ./...", "go get github.com/a/b", "dep ensure -add github.com/a/b", "stack build", "cabal build", "lein uberjar", "cpanm Plack", "Rscript run.R", "cargo build --release",
  "mvn package", "mvn -B dependency:go-offline package", "gradle build", "dotnet publish", "npm run build", "bundle exec rake", "apt-get install -y curl",
])("%s needs more than manifests or none", (command) => {
  expect(lines(`FROM debian:12\nWORKDIR /app\nCOPY . .\nRUN ${command}\n`)).toEqual([]);
});

test("the right order, an earlier install and mounts pass", () => {
  expect(lines("FROM node:22\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev\n")).toEqual([]);
  expect(lines("FROM node:22\nCOPY . .\nRUN --mount=type=cache,target=/root/.npm npm ci\n")).toEqual([]);
  expect(lines("FROM node:22 AS deps\nCOPY package.json .\nRUN npm ci\nFROM node:22\nCOPY . .\n")).toEqual([]);
  expect(lines("FROM node:22 AS all\nCOPY . /x\nFROM node:22\nCOPY package.json .\nRUN npm ci\n")).toEqual([]);
  expect(lines("FROM node:22\nCOPY --from=other . .\nRUN npm ci\n")).toEqual([]);
  expect(lines("FROM node:22\nCOPY . /conf\nRUN git clone https://example.org/a.git /app && cd /app && npm ci\n")).toEqual([]);
});

test("the copy counts wherever it stands before the install", () => {
  expect(lines("FROM python:3.13\nCOPY . /app\nRUN flake8 /app\nCOPY requirements.txt /deps/\nRUN pip install -r /deps/requirements.txt\n")).toEqual([2]);
  expect(lines("FROM node:22 AS base\nADD ./ /src\nFROM base\nRUN cd /src/web && npm ci\n")).toEqual([2]);
  expect(lines("FROM node:22\nCOPY server /app\nWORKDIR /app\nRUN npm ci\n")).toEqual([2]);
  expect(lines("FROM node:22\nCOPY . /src\nRUN cp -r /src /build && cd /build && npm ci\n")).toEqual([2]);
});

test("a folder goes into its destination, and a manifest may be named from above it", () => {
  expect(lines("FROM node:22\nWORKDIR /app\nCOPY ./frontend .\nRUN yarn install\n")).toEqual([3]);
  expect(lines("FROM node:22\nADD get_flag /\nCOPY app /app\nWORKDIR /app\nRUN npm ci\n")).toEqual([3]);
  expect(lines("FROM python:3.13\nWORKDIR /app\nCOPY . web/\nRUN pip install -r web/requirements.txt\n")).toEqual([3]);
  const [install] = stageOf("FROM python:3.13\nWORKDIR /app\nCOPY . web/\nRUN pip install -r web/deploy/all.txt\n", { "deploy/all.txt": "a\n", "a.py": "" }).dependencyInstalls;
  expect(install?.step.stage?.broadCopyBefore(install)).toMatchObject({ manifests: ["deploy/all.txt"], manifestFolder: "" });
});

test("a folder of sources beside a manifest of its own counts, one that the install may read does not", () => {
  expect(lines("FROM node:22\nWORKDIR /app\nCOPY src/ src/\nCOPY package.json ./\nRUN npm install\n")).toEqual([3]);
  expect(lines("FROM node:22\nWORKDIR /app\nCOPY package.json ./\nCOPY public ./public\nRUN npm install\n")).toEqual([4]);
  expect(lines("FROM node:22\nWORKDIR /app\nCOPY prisma ./prisma\nCOPY package.json ./\nRUN npm install\n")).toEqual([]);
  expect(lines("FROM node:22\nWORKDIR /app\nCOPY docs /usr/share/doc/app\nCOPY package.json ./\nRUN npm install\n")).toEqual([]);
});

const lateLines = (text: string): readonly (readonly [copy: number, install: number])[] =>
  modelOf(text).stages.flatMap((stage) => stage.lateInstalls.map(({ copy, install }): [number, number] => [lineOf(copy.span), lineOf(install.span)]));

test("packages by name after the whole context", () => {
  expect(lateLines("FROM debian:12\nCOPY . /src\nWORKDIR /src\nRUN apt-get update && apt-get install -y g++ && make\nRUN apt-get install -y jq\n")).toEqual([[2, 4]]);
  expect(lateLines("FROM node:22\nWORKDIR /app\nADD ./ ./\nRUN npm ci\nRUN npm install -g serve\n")).toEqual([[3, 5]]);
  expect(lateLines("FROM python:3.13\nCOPY . /app\nRUN pip install gunicorn\n")).toEqual([[2, 3]]);
  expect(lateLines("FROM golang:1.24\nCOPY . /go/src/example.org/own/shop\nRUN go get github.com/tools/godep\nRUN go install golang.org/x/tools/cmd/stringer@latest\n")).toEqual([[2, 3], [2, 4]]);
});

test.each([
  ["another stage's tools", "FROM node:22 AS base\nCOPY . /app\nFROM base\nRUN apt-get install -y git\n"],
  ["a script of the project before", "FROM debian:12\nCOPY . /src\nRUN /src/add-repository.sh\nRUN apt-get install -y ours\n"],
  ["settings over the root", "FROM debian:12\nCOPY . /\nRUN apt-get install -y ours\n"],
  ["packages that the same RUN removes", "FROM alpine:3.22\nCOPY . /app\nRUN apk add --virtual build gcc && cd /app && make && apk del build\n"],
  ["the project itself", "FROM golang:1.24\nCOPY . /go/src/example.org/own/shop\nRUN go get example.org/own/shop/...\nRUN go install example.org/own/shop/cmd/shop\n"],
  ["a package file", "FROM debian:12\nCOPY . /src\nRUN apt-get install -y /src/a.deb\n"],
  ["a folder", "FROM debian:12\nCOPY src /src\nRUN apt-get install -y jq\n"],
  ["a cache mount", "FROM debian:12\nCOPY . /src\nRUN --mount=type=cache,target=/var/cache/apt apt-get install -y jq\n"],
  ["pip itself, a condition, a list of the project", "FROM python:3.13\nARG X\nCOPY . /app\nRUN pip install -U pip\nRUN if [ -n \"$X\" ]; then apt-get install -y jq; fi\nRUN pip install -c /app/c.txt a\n"],
])("%s does not count", (_, text) => {
  expect(lateLines(text)).toEqual([]);
});

test("the context decides where it can be read", () => {
  const text = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n";
  const manifest = JSON.stringify({ name: "a" });
  expect(lines(text, { "package.json": manifest, "src/a.js": "" })).toEqual([3]);
  expect(lines(text, { "package.json": manifest, "package-lock.json": "{}" })).toEqual([]);
  expect(lines(text, { "package.json": manifest, "src/a.js": "", ".dockerignore": "*\n!package.json\n" })).toEqual([]);
  expect(lines(text, { "package.json": JSON.stringify({ scripts: { postinstall: "node build.js" } }), "build.js": "" })).toEqual([]);
  expect(lines(text, { "package.json": JSON.stringify({ scripts: { prepare: "husky" } }), "build.js": "" })).toEqual([3]);
  expect(lines(text, { "package.json": JSON.stringify({ workspaces: ["a"] }), "a/package.json": "{}" })).toEqual([]);
  expect(lines("FROM ruby:3.4\nCOPY . /a\nWORKDIR /a\nRUN bundle install\n", { Gemfile: "gemspec\n", "a.rb": "" })).toEqual([]);
});

test("an install that reads the sources has the command that does not beside it", () => {
  const read = (command: string): unknown => stageOf(`FROM golang:1.24\nWORKDIR /app\nRUN ${command}\n`).dependencyInstalls.map(({ name, instead }) => [name, instead]);
  expect(read("go get -d ./...")).toEqual([["go get", "go mod download"]]);
  expect(read("dep ensure -v")).toEqual([["dep ensure", "dep ensure -vendor-only"]]);
  expect(read("dep ensure -vendor-only")).toEqual([["dep ensure", undefined]]);
  expect(read("cpanm -n --installdeps .")).toEqual([["cpanm --installdeps", undefined]]);
  expect(lines("FROM golang:1.24\nWORKDIR /app\nCOPY . .\nRUN go get ./...\n", { "main.go": "package main\n", "go.sum": "" })).toEqual([]);
  expect(lines("FROM elixir:1.18\nWORKDIR /app\nCOPY lib ./lib\nCOPY mix.exs .\nRUN mix deps.get\n")).toEqual([3]);
});

test("an install is named as people say it, with the files it reads", () => {
  const [install] = stageOf("FROM node:22\nWORKDIR /app\nRUN npm ci --omit=dev\n", { "package.json": "{}", "npm-shrinkwrap.json": "{}", "a.js": "" }).dependencyInstalls;
  expect([install?.name, install?.manager, install?.manifests]).toEqual(["npm ci", "npm", ["package.json", "npm-shrinkwrap.json"]]);
});

interface Labelled {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly findings: readonly { readonly rule: string; readonly line: number; readonly file?: string; readonly certain?: boolean }[];
}

const cases = ["state-dockerfiles", "state-compose"].map((name) => join(__dirname, `../../../../shared/cases/${name}.jsonl`)).filter((path) => existsSync(path));
if (cases.length === 0) console.log("skipped: the shared labelled cases are not next to this project");

(cases.length > 0 ? test : test.skip)("real files agree with their labels", () => {
  const labelled = cases.flatMap((path) => readFileSync(path, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Labelled));
  const wrong: unknown[] = [];
  let expected = 0;
  for (const { id, files, findings } of labelled) {
    for (const path of Object.keys(files).filter((name) => /(?:^|[/.])Dockerfile/.test(name))) {
      const document = new Document(path, files[path] ?? "", "dockerfile");
      const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
      const found = new Set(copyLines(buildDockerfile(document, parseDockerfile(document), { contexts: [buildContext(new MemoryHost(files), folder, path)] })));
      const labels = findings.filter(({ rule, file }) => rule === "cache-busting-copy" && (file ?? path) === path);
      const missed = labels.filter(({ line, certain }) => certain !== false && !found.has(line));
      const extra = [...found].filter((line) => !labels.some((label) => label.line === line));
      expected += labels.filter(({ certain }) => certain !== false).length;
      if (missed.length > 0 || extra.length > 0) wrong.push({ id, path, missed, extra });
    }
  }
  expect(wrong).toEqual([]);
  expect(expected).toBeGreaterThan(5);
});
