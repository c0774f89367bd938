import type { Command, VariableValue } from "../../types.ts";
import type { ModelStage } from "../stage.ts";
import type { BundlerInstall, RubyFacts, StartLine } from "./types.ts";

const ENVIRONMENT = /^(?:RAILS_ENV|RACK_ENV|RUBY_VERSION|GEM_HOME|BUNDLE_(?:PATH|APP_CONFIG|WITHOUT|ONLY|DEPLOYMENT|FROZEN|BIN|GEMFILE|JOBS))$/;

/** What shows that a stage is made for Ruby, and how. */
export function rubyFacts(stage: ModelStage): RubyFacts {
  const { repository, tag } = stage.origin ?? { repository: "", tag: undefined };
  const official = repository === "ruby";
  const version = official ? /^(\d+)\.(\d+)(?=$|[.-])/.exec(tag ?? "") : undefined;
  const { env } = stage.end;
  return {
    image: /^(?:[^]*[-_])?(?:j|truffle)?(?:ruby|rails)(?:[-_]?\d[\d.]*)?(?:[-_][^]*)?$/.test(repository.slice(repository.lastIndexOf("/") + 1)),
    version: version ? [Number(version[1]), Number(version[2])] : undefined,
    official,
    used: [...env.keys()].some((name) => ENVIRONMENT.test(name)) || stage.startLines.some(isRuby),
    development: ["RAILS_ENV", "RACK_ENV"].some((name) => ["development", "test"].includes(env.get(name)?.value ?? "")),
    server: stage.startLines.find(isServer),
    worker: stage.startLines.find(({ name }) => name === "sidekiq"),
    hasGroup: (name) => {
      const text = stage.dockerfile.hostContext?.textOf("Gemfile");
      return text === undefined ? undefined : new RegExp(`:${name}\\b|["']${name}["']`).test(text.replace(/#.*$/gm, ""));
    },
    locks: (gem) => {
      const text = stage.dockerfile.hostContext?.textOf("Gemfile.lock");
      return text === undefined ? undefined : new RegExp(`^ +${gem}(?: \\(|!?$)`, "m").test(text);
    },
  };
}

function isRuby({ name }: StartLine): boolean {
  return ["rails", "puma", "rackup", "unicorn", "sidekiq", "rake", "bundle", "ruby", "thrust", "passenger", "falcon", "thin", "iodine"].includes(name);
}

/** `rails server`, `puma` or another web server, also behind thruster. */
function isServer({ name, args }: StartLine): boolean {
  const words = name === "thrust" ? args : [name, ...args];
  const program = (words[0] ?? "").replace(/^.*\//, "");
  if (["puma", "unicorn", "unicorn_rails", "rackup", "falcon", "thin", "passenger", "iodine"].includes(program)) return true;
  return program === "rails" && (words[1] === "server" || words[1] === "s");
}

/** Each `bundle install` of a stage with the settings from ENV and `bundle config set` that come before it, inherited ones too. */
export function bundlerInstalls(stage: ModelStage): readonly BundlerInstall[] {
  const configured = new Map<string, string | undefined>(stage.parent ? configuredBy(stage.parent) : []);
  const found: BundlerInstall[] = [];
  for (const command of stage.steps.filter(({ effective }) => effective.keyword === "RUN").flatMap((step) => step.commands)) {
    note(command, configured);
    if (isInstall(command)) found.push({ command, settings: new Map([...fromEnvironment(command.env), ...configured]) });
  }
  return found;
}

function configuredBy(stage: ModelStage): ReadonlyMap<string, string | undefined> {
  const configured = new Map<string, string | undefined>(stage.parent ? configuredBy(stage.parent) : []);
  for (const command of stage.commands) note(command, configured);
  return configured;
}

function note(command: Command, configured: Map<string, string | undefined>): void {
  if (command.name !== "bundle" && command.name !== "bundler") return;
  const words = command.args.filter(({ raw }) => !raw.startsWith("-"));
  const key = words[2]?.value;
  if (words[0]?.value !== "config" || words[1]?.value !== "set" || key === undefined) return;
  const values = words.slice(3).map(({ expanded }) => expanded);
  configured.set(key.toLowerCase(), values.includes(undefined) ? undefined : values.join(" "));
}

/** `bundle`, `bundle install`, `bundle _2.5.6_ install`. */
function isInstall({ name, args }: Command): boolean {
  if (name !== "bundle" && name !== "bundler") return false;
  const word = args.find(({ raw }) => !raw.startsWith("-") && !/^_[\d.]+_$/.test(raw));
  return word?.value === "install" || (word === undefined && args.length === 0);
}

function fromEnvironment(env: ReadonlyMap<string, VariableValue>): readonly (readonly [string, string | undefined])[] {
  return [...env].flatMap(([name, { value }]) => (name.startsWith("BUNDLE_") ? [[name.slice(7).toLowerCase(), value] as const] : []));
}
