import type { ReaderName } from "../places.ts";
import type { ConfigReader } from "../types.ts";
import { apache } from "./apache.ts";
import { dataServers } from "./data-servers.ts";
import { mysql, php, grafana } from "./ini-servers.ts";
import { java } from "./java.ts";
import { mosquitto, postgres, redis } from "./line-servers.ts";
import { nginx } from "./nginx.ts";
import { supervisor } from "./supervisor.ts";

export { readSupervisor } from "./supervisor.ts";

/** What reads the settings files of each kind of program. */
export const READERS: Readonly<Record<ReaderName, ConfigReader>> = { apache, data: dataServers, grafana, java, mosquitto, mysql, nginx, php, postgres, redis, supervisor };
