import type { StartCommand } from "../types.ts";
import type { WriteClaim } from "./claim.ts";
import type { ModelContainer } from "./container.ts";

/** Where a server that the project's own image starts keeps its data when nothing says otherwise. */
interface Server {
  readonly path: string;
  /** Options that name another place, or a settings file that may. */
  readonly elsewhere: readonly string[];
}

const MYSQL: Server = { path: "/var/lib/mysql", elsewhere: ["--datadir", "-h", "--defaults-file", "--defaults-extra-file", "--help", "--version", "--initialize"] };

/** By the manuals of MongoDB (`storage.dbPath`) and of the distributions' packages of MySQL and MariaDB. */
const SERVERS: Readonly<Record<string, Server>> = {
  mongod: { path: "/data/db", elsewhere: ["--dbpath", "-f", "--config", "--help", "--version", "--configsvr"] },
  mysqld: MYSQL, mysqld_safe: MYSQL, mariadbd: MYSQL, "mariadbd-safe": MYSQL,
};

/** Services of the init scripts that the packages bring, with the same place on every distribution. */
const SERVICES = /^(?:mysql|mysqld|mariadb)$/;

/**
 * The usual places of the database servers that an image of the project's own starts without a word of where its data goes. A known
 * image tells its places itself, and a settings file of the project has been read already.
 */
export function serverWrites(container: ModelContainer): readonly WriteClaim[] {
  const { dataPaths, stage, start } = container;
  if (!stage || dataPaths.length > 0) return [];
  const found = new Map<string, WriteClaim>();
  for (const command of start.startCommands) {
    const path = placeOf(command);
    if (path === undefined || found.has(path) || command.conditional) continue;
    if (container.configuration.claims.some((claim) => claim.class === "data" && claim.type === "tree")) continue;
    found.set(path, {
      path, type: "tree", class: "data", confidence: "likely", evidence: "script", span: command.span, what: undefined,
      trace: [...command.trace, { span: command.span, message: `keeps its data in ${path} where nothing names another place` }],
    });
  }
  return [...found.values()];
}

function placeOf({ name, args }: StartCommand): string | undefined {
  const server = Object.hasOwn(SERVERS, name) ? SERVERS[name] : undefined;
  if (server && name === "mysqld" && args[0] === "start") return server.path;
  if (server) return args.some((arg) => arg === undefined || server.elsewhere.some((flag) => arg === flag || arg.startsWith(`${flag}=`) || (flag.startsWith("--initialize") && arg.startsWith(flag)))) ? undefined : server.path;
  const service = name === "service" || name === "systemctl" ? args.find((arg) => arg !== undefined && SERVICES.test(arg)) : SERVICES.test(name) ? name : undefined;
  return service !== undefined && args.some((arg) => arg === "start" || arg === "restart") ? MYSQL.path : undefined;
}
