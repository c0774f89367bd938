import { lineEnd, dockerfile, file, replace, rule, textOf, type BroadCopy, type DependencyInstall, type Fix, type Stage } from "#rule";

export default rule({
  id: "copy-before-install",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "unsafe",
  title: "Dependencies are installed again after every source change",
  why: "A layer is built again when anything before it changes. Where the sources are copied first, each edit of any file repeats the whole install.",
  remedy: "Copy only the manifest and the lock file, install, and copy the rest after that. Install packages by name before any copy.",
  peers: { near: ["tally:tally/ruby/prefer-gemfile-bind-mounts"] },
  on: "stage",
  needs: { instructions: ["ADD", "COPY"] },

  *check(stage) {
    const reruns = new Map<BroadCopy["step"], { readonly copy: BroadCopy; readonly installs: DependencyInstall[] }>();
    const note = (copy: BroadCopy, install: DependencyInstall): void => {
      const known = reruns.get(copy.step);
      if (known) known.installs.push(install);
      else reruns.set(copy.step, { copy, installs: [install] });
    };
    for (const install of stage.dependencyInstalls) {
      const copy = stage.broadCopyBefore(install);
      if (copy) note(copy, install);
    }
    for (const { copy, install } of stage.lateInstalls) note(copy, install);
    for (const { copy, installs } of reruns.values()) {
      const [first] = installs;
      if (!first) continue;
      yield {
        at: copy.span,
        message: `any change in the copied files repeats \`${first.name}\` below, ${whatItNeeds(first)}`,
        related: installs.map((install) => ({ at: install.span, note: `\`${install.name}\` runs again` })),
        ...fixFor(stage, copy, first),
      };
    }
  },

  examples: [
    {
      bad: {
        ...dockerfile`
          FROM node:22
          WORKDIR /app
          COPY . .
          RUN npm ci
          CMD ["node", "server.js"]
        `,
        ...file("package.json")`{ "name": "shop" }`,
        ...file("package-lock.json")`{ "lockfileVersion": 3 }`,
        ...file("server.js")`require("node:http").createServer().listen(3000);`,
      },
      good: {
        ...dockerfile`
          FROM node:22
          WORKDIR /app
          COPY package.json package-lock.json ./
          RUN npm ci
          COPY . .
          CMD ["node", "server.js"]
        `,
        ...file("package.json")`{ "name": "shop" }`,
        ...file("package-lock.json")`{ "lockfileVersion": 3 }`,
        ...file("server.js")`require("node:http").createServer().listen(3000);`,
      },
    },
    {
      about: "A bind mount of the manifest needs no COPY before, and a cache mount keeps the downloads",
      bad: dockerfile`
        FROM python:3.13
        COPY . /srv/app
        WORKDIR /srv/app
        RUN apt-get update && pip install --no-cache-dir -r requirements.txt
      `,
      good: dockerfile`
        FROM python:3.13
        WORKDIR /srv/app
        RUN --mount=type=bind,source=requirements.txt,target=requirements.txt \
            --mount=type=cache,target=/root/.cache/pip \
            pip install -r requirements.txt
        COPY . .
      `,
      fixed: null,
    },
    {
      about: "Packages by name need nothing of the project; a script from the project may set up where they come from",
      bad: dockerfile`
        FROM debian:12.5
        COPY . /srv/app
        RUN apt-get update && apt-get install -y libpq5
      `,
      good: dockerfile`
        FROM debian:12.5
        COPY . /srv/app
        RUN /srv/app/add-repository.sh
        RUN apt-get update && apt-get install -y our-tools
      `,
      fixed: null,
    },
    {
      about: "The stage that this one builds on counts; an install that is the build itself passes",
      bad: dockerfile`
        FROM ruby:3.4 AS base
        WORKDIR /app
        ADD ./ /app

        FROM base
        RUN bundle install
      `,
      good: dockerfile`
        FROM golang:1.24
        WORKDIR /src
        COPY . .
        RUN go build -o /bin/app ./cmd/app
      `,
      fixed: null,
    },
  ],
});

function whatItNeeds({ manifests, instead }: DependencyInstall): string {
  if (instead !== undefined) return `where \`${instead}\` before the copy only reads ${listed(manifests)}`;
  return `which ${manifests.length > 0 ? `only reads ${listed(manifests)}` : "reads none of them"}`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "its manifest";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Moves the install in front of the copy, where the two stand together and the manifests are certain. */
function fixFor(stage: Stage, copy: BroadCopy, install: DependencyInstall): { readonly fix?: Fix } {
  const at = stage.steps.indexOf(copy.step);
  const facts = copy.step.copy;
  const [source, ...others] = facts?.sources ?? [];
  if (install.instead !== undefined || at < 0 || stage.steps[at + 1] !== install.step || install.step.commands.length !== 1 || !source?.whole || others.length > 0) return {};
  if (!areCertain(stage, copy) || facts?.destination?.replace(/(.)\/$/, "$1") !== install.command.cwd || facts?.parents || facts?.exclude.length) return {};
  const { instruction } = copy.step;
  const { document } = instruction.span;
  const between = document.slice(instruction.span.end, install.step.instruction.span.start);
  if (between.trim() !== "" || instruction.json) return {};
  const flags = instruction.flags.map((flag) => `${textOf(flag.span)} `).join("");
  const text = [`COPY ${flags}${copy.manifests.join(" ")} ./`, textOf(install.step.instruction.span), textOf(instruction.span)].join(lineEnd(document));
  return {
    fix: {
      title: `copy ${listed(copy.manifests)}, run \`${install.name}\`, then copy the rest`,
      safe: false,
      edits: [replace(document.span(instruction.span.start, install.step.instruction.span.end), text)],
    },
  };
}

/** Every manifest is named on the command line or seen in the context, beside the Dockerfile's other files. */
function areCertain(stage: Stage, { manifests }: BroadCopy): boolean {
  const { context } = stage.dockerfile;
  return context.real && manifests.length > 0 && manifests.every((name) => !/[/*\s]/.test(name) && context.has(name) === true);
}
