/** How two values of one key are merged; without a word maps merge key by key, lists append, other values are replaced. */
export type MergeStyle =
  | "replace"
  /** `KEY=VALUE` in a list or a map: by key. */
  | "pairs"
  /** A text stands for a list of one. */
  | "list"
  /** A list of names stands for a map of names. */
  | "names"
  /** The same for services that are started first: each has a condition. */
  | "dependencies"
  /** A text stands for the context. */
  | "build"
  /** Options merge only where the driver stays. */
  | "logging"
  /** A number replaces a map and the other way round. */
  | "either";

/** What makes two items of a list the same one: the later replaces the earlier. */
export type ItemIdentity = "text" | "key" | "target" | "tmpfs" | "secret" | "config" | "port" | "device" | "path" | "subnet";

export interface MergeRule {
  readonly style?: MergeStyle;
  readonly identity?: ItemIdentity;
  readonly keys?: Readonly<Record<string, MergeRule>>;
  /** What holds for every key that is not named. */
  readonly each?: MergeRule;
}

const replace: MergeRule = { style: "replace" };
const pairs: MergeRule = { style: "pairs", identity: "key", each: replace };
const texts: MergeRule = { style: "list", identity: "text" };
const items: MergeRule = { identity: "text" };
const names: MergeRule = { style: "names" };
const limits: MergeRule = { each: { style: "either" } };

const build: MergeRule = {
  style: "build",
  keys: {
    args: pairs, additional_contexts: pairs, labels: pairs, ssh: pairs, extra_hosts: { style: "pairs", identity: "text" }, tags: items, platforms: items,
    platform: items, ulimits: limits, secrets: { identity: "secret" }, no_cache_filter: texts,
  },
};

const service: MergeRule = {
  keys: {
    annotations: pairs, build, command: replace, entrypoint: replace, depends_on: { style: "dependencies" }, dns: texts, dns_opt: texts, dns_search: texts,
    env_file: { style: "list", identity: "path" }, label_file: texts, environment: pairs, extra_hosts: { style: "pairs", identity: "text" },
    labels: pairs, logging: { style: "logging" }, models: names, networks: names, sysctls: pairs, tmpfs: { style: "list", identity: "tmpfs" },
    ulimits: limits, cap_add: items, cap_drop: items, configs: { identity: "config" }, secrets: { identity: "secret" },
    devices: { identity: "device" }, expose: items, external_links: items, group_add: items, links: items, ports: { identity: "port" },
    profiles: items, security_opt: items, volumes: { identity: "target" }, volumes_from: items, device_cgroup_rules: items,
    storage_opt: pairs, pull_policy: replace,
    gpus: { style: "either" }, healthcheck: { keys: { test: replace } },
    deploy: { keys: { labels: pairs } },
  },
};

/**
 * How the keys of override files, `extends` and `include` are merged: the specification's "Merge and override", with
 * its exceptions (shell commands, unique resources) and the short forms brought to one form first.
 */
export const mergeRules: MergeRule = {
  keys: {
    services: { each: service },
    networks: { each: { keys: { labels: pairs, ipam: { keys: { config: { identity: "subnet" } } } } } },
    volumes: { each: { keys: { labels: pairs } } },
    configs: { each: { keys: { labels: pairs } } },
    secrets: { each: { keys: { labels: pairs } } },
  },
};

/** The rule of a service's own keys. */
export const serviceRules: MergeRule = service;

export function ruleOfKey(rule: MergeRule | undefined, key: string): MergeRule | undefined {
  if (key.startsWith("x-")) return undefined;
  return (rule?.keys && Object.hasOwn(rule.keys, key) ? rule.keys[key] : undefined) ?? rule?.each;
}
