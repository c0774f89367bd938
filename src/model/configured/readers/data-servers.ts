import { readIni, readProperties, readYaml, type Setting } from "../../../parse/settings/index.ts";
import type { DataClass } from "../../types.ts";
import type { ConfigReader, ConfiguredWrite } from "../types.ts";
import { withEnvironment } from "./settings.ts";

interface Meaning {
  /** Section and key, joined with a dot; a list's numbers are left out. */
  readonly key: RegExp;
  readonly type: ConfiguredWrite["type"];
  readonly class: DataClass;
  /** The server's own data directory. */
  readonly isData?: boolean;
}

/** Keys of servers whose files name directories plainly, by the configuration reference of each. */
const MEANINGS: readonly Meaning[] = [
  // mongod.conf; elasticsearch.yml, opensearch.yml, logstash.yml
  { key: /^(storage\.dbPath|dbpath|path\.data)$/, type: "tree", class: "data", isData: true },
  { key: /^(systemLog\.path|logpath)$/, type: "file", class: "logs" },
  { key: /^path\.logs$/, type: "tree", class: "logs" },
  // the registry's config.yml
  { key: /^storage\.filesystem\.rootdirectory$/, type: "tree", class: "data", isData: true },
  // traefik.yml: certificates and their keys
  { key: /^certificatesResolvers\.[\w-]+\.acme\.storage$/i, type: "file", class: "secrets" },
  { key: /^(accessLog\.filePath|log\.filePath)$/i, type: "file", class: "logs" },
  // Loki and Tempo
  { key: /^common\.path_prefix$/, type: "tree", class: "data", isData: true },
  { key: /^(common\.storage\.filesystem\.(chunks_directory|rules_directory)|storage_config\.(filesystem\.directory|boltdb_shipper\.active_index_directory|boltdb\.directory|tsdb_shipper\.active_index_directory)|ingester\.wal\.dir|storage\.trace\.(local|wal)\.path|compactor\.working_directory)$/, type: "tree", class: "data" },
  // influxdb.conf (version 1)
  { key: /^(data\.(dir|wal-dir)|meta\.dir)$/, type: "tree", class: "data" },
  // etcd; zookeeper; Kafka
  { key: /^(data-dir|wal-dir)$/, type: "tree", class: "data", isData: true },
  { key: /^(dataDir|dataLogDir|log\.dirs?|metadata\.log\.dir)$/, type: "tree", class: "data", isData: true },
];

/** The registry keeps its blobs in a store elsewhere (CNCF Distribution docs, configuration: storage). */
const ELSEWHERE = /^storage\.(s3|azure|gcs|swift|oss|inmemory)(\.|$)/;

/** Servers whose settings are one key for one path. */
export const dataServers: ConfigReader = (files, run, { env }) => {
  const writes: ConfiguredWrite[] = [];
  let data: ConfiguredWrite | undefined;
  let persists: boolean | undefined;
  for (const file of files) {
    for (const { section, key, value } of settingsOf(file.path, file.text()?.text ?? "")) {
      const whole = (section === "" ? key : `${section}.${key}`).replace(/\[\d+\]/g, "");
      if (ELSEWHERE.test(whole)) persists = false;
      const meaning = MEANINGS.find((one) => one.key.test(whole));
      if (!meaning) continue;
      for (const path of value.text.split(",")) {
        const write: ConfiguredWrite = { file, key: whole, value, path: withEnvironment(path.trim(), env), base: run.name === "" ? undefined : run.cwd, type: meaning.type, class: meaning.class };
        writes.push(write);
        if (meaning.isData) data ??= write;
      }
    }
  }
  return { writes, data, persists };
};

function settingsOf(path: string, text: string): readonly Setting[] {
  if (/\.toml$|influxdb\.conf$/.test(path)) return readIni(text, { comments: "#", trailing: "#" });
  if (/\.(properties|cfg)$/.test(path)) return readProperties(text);
  return readYaml(text).map((setting) => ({ ...setting, section: "" }));
}
