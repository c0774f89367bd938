import { compose, dockerfile, file, insertAfter, rule, type CopySource, type Dockerfile, type Fix, type Span } from "#rule";

export default rule({
  id: "local-state-copied",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "COPY takes local databases and data into the image",
  why: "What this machine's containers or tests have stored becomes part of the image: it is shipped to everybody, hides that the real data is missing, and each change in it starts the build over.",
  remedy: "Name the files and folders in `.dockerignore`, or copy only what the image needs.",
  on: "dockerfile",
  needs: { instructions: ["ADD", "COPY"] },
  fix: "safe",

  *check(model) {
    const told = new Set<string>();
    for (const step of model.steps) {
      if (step.copy?.from.kind !== "context" || !step.stage?.shipped) continue;
      for (const source of step.copy.sources) {
        if (source.remote || source.heredoc) continue;
        for (const found of [...localFiles(source), ...bindsIn(source, model)]) {
          if (told.has(found.ignore)) continue;
          told.add(found.ignore);
          yield { at: source.span, message: `${found.path} is ${found.what} and is copied into the image`, related: found.related, ...ignoreIt(model, found.ignore) };
        }
      }
    }
  },

  examples: [
    {
      bad: { ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/shop
        COPY . .
        CMD ["python", "manage.py", "runserver"]
      `, ...file("db.sqlite3")`SQLite`, ...file("manage.py")`print(1)`, ...file(".dockerignore")`
        .git
      ` },
      good: { ...dockerfile`
        FROM python:3.13
        WORKDIR /srv/shop
        COPY . .
        CMD ["python", "manage.py", "runserver"]
      `, ...file("db.sqlite3")`SQLite`, ...file("manage.py")`print(1)`, ...file(".dockerignore")`
        .git
        db.sqlite3
      ` },
    },
    {
      about: "The folder of a database that another service of the project runs.",
      bad: { ...compose`
        services:
          shop:
            build: .
          db:
            image: mysql:8.4
            volumes:
              - ./stock:/var/lib/mysql
      `, ...dockerfile`
        FROM node:22
        WORKDIR /srv/shop
        COPY . .
      `, ...file("server.js")`console.log(1)` },
      good: { ...compose`
        services:
          shop:
            build: .
          db:
            image: mysql:8.4
            volumes:
              - ./stock:/var/lib/mysql
      `, ...dockerfile`
        FROM node:22
        WORKDIR /srv/shop
        COPY server.js ./
      `, ...file("server.js")`console.log(1)` },
      fixed: null,
    },
  ],
});

interface LocalState {
  readonly path: string;
  readonly what: string;
  /** The line for `.dockerignore`. */
  readonly ignore: string;
  readonly related: readonly { readonly at: Span; readonly note: string }[];
}

/** Files that only a running server makes; the folder is its data directory. */
const SERVER_FILES: readonly (readonly [RegExp, string])[] = [
  [/^(.+)\/PG_VERSION$/, "the data of a PostgreSQL server"],
  [/^(.+)\/(ibdata1|mysql\.ibd)$/, "the data of a MySQL server"],
  [/^(.+)\/WiredTiger$/, "the data of a MongoDB server"],
];

/** Names that frameworks give the database of a developer's machine; others may be data that is shipped on purpose. */
const OWN_DATABASE = /(^|\/)(db\.sqlite3|dev(elopment)?\.(db|sqlite3?)|test\.sqlite3|production\.sqlite3|instance\/[^/]+\.(db|sqlite3?)|storage\/[^/]+\.sqlite3|database\/database\.sqlite|prisma\/(dev\.)?[^/]*\.db)$/;

const PATTERN_TO_SHIP = /(^|\/)(tests?|fixtures?|testdata|samples?|examples?|seeds?|demo|docs?|node_modules|vendor)\//i;

/** How the files that are looked for end: few of a context's many do. */
const LAST_LETTERS = /(?:PG_VERSION|ibdata1|mysql\.ibd|WiredTiger|\.db|sqlite3?|\.env)$/;

function localFiles(source: CopySource): readonly LocalState[] {
  const files = source.files ?? [];
  const likely = files.filter(({ path, directory }) => !directory && LAST_LETTERS.test(path) && !PATTERN_TO_SHIP.test(path));
  if (likely.length === 0) return [];
  const names = new Set(files.map(({ path }) => path));
  const found: LocalState[] = [];
  for (const { path } of likely) {
    for (const [pattern, what] of SERVER_FILES) {
      const folder = pattern.exec(path)?.[1];
      if (folder !== undefined) found.push({ path: folder, what, ignore: folder, related: [] });
    }
    if (OWN_DATABASE.test(path) && source.whole) found.push({ path, what: "a local database", ignore: path, related: [] });
    if (isLocalSettings(path, names) && source.whole) found.push({ path, what: "this machine's settings", ignore: path, related: [] });
  }
  return found;
}

/** `.env` beside a sample that others are to copy, so that the file itself is not meant to be shipped. */
function isLocalSettings(path: string, names: ReadonlySet<string>): boolean {
  if (!/(^|\/)\.env$/.test(path)) return false;
  const folder = path.slice(0, -".env".length);
  return [".env.example", ".env.sample", ".env.template", ".env.dist", "example.env", "env.example", ".env-example"].some((sample) => names.has(folder + sample));
}

/** Folders of the context in which containers of the same project keep a database. */
function bindsIn(source: CopySource, model: Dockerfile): readonly LocalState[] {
  const found: LocalState[] = [];
  const { context } = model;
  if (!source.whole || context.root === undefined) return found;
  for (const compose of new Set(model.services.map((service) => service.compose))) {
    for (const { container } of compose.services) {
      for (const database of container.databaseFiles) {
        const mount = database.fate.mount;
        const inside = mount?.kind === "bind-mount" && mount.hostPath !== undefined ? below(mount.hostPath, context.root) : undefined;
        if (!mount || inside === undefined || database.kind !== "server" || context.dockerignore?.excludes(inside)) continue;
        found.push({ path: inside, what: `where ${container.name} keeps its ${database.what}`, ignore: inside, related: [{ at: mount.span, note: `${container.name} writes there` }] });
      }
    }
  }
  return found;
}

function below(path: string, root: string): string | undefined {
  const inside = root === "." || root === "" ? path : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  return inside === undefined || inside === "." || inside.startsWith("..") ? undefined : inside;
}

function ignoreIt(model: Dockerfile, line: string): { readonly fix?: Fix } {
  const ignore = model.context.dockerignore?.document;
  if (!ignore) return {};
  const text = ignore.text === "" || ignore.text.endsWith("\n") ? `${line}\n` : `\n${line}\n`;
  return { fix: { title: "name it in .dockerignore", safe: true, edits: [insertAfter(ignore.span(0, ignore.text.length), text)] } };
}
