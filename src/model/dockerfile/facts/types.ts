import type { Span } from "#text";
import type { Command, CommandArgument, Stage, Step } from "../../types.ts";

/** The image at the bottom of a stage's lineage, its name completed as the engine completes it. */
export interface StageOrigin {
  /** After expansion: `docker.io/library/ruby:3.3`. */
  readonly reference: string;
  /** Without registry where that is Docker Hub, and without `library/`: `ruby`, `nvidia/cuda`, `ghcr.io/team/app`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** One place where a stage reads another stage or an image: FROM, COPY --from or RUN --mount with from=. */
export interface StageRead {
  readonly by: "FROM" | "COPY" | "RUN";
  /** After expansion; undefined where a variable decides it. */
  readonly name: string | undefined;
  readonly span: Span;
  /** Undefined for FROM. */
  readonly step: Step | undefined;
  /** The earlier stage that is meant. */
  readonly stage: Stage | undefined;
  /** The stage of that name or number that stands at or behind the reading one, where no earlier one is meant. */
  readonly later: Stage | undefined;
}

/** What a stage's own name says it is for. */
export type StagePurpose = "development" | "test" | "debug";

/** One program that a container of a stage starts. */
export interface StartLine {
  /** The base name behind `exec`, `env`, `tini --`, `bundle exec` and the like. */
  readonly name: string;
  /** What follows the name; an argument that a variable decides stands as written. */
  readonly args: readonly string[];
  /** Variables set in front of it. */
  readonly assignments: ReadonlyMap<string, string>;
  readonly span: Span;
}

/** What shows that a stage is made for Ruby. */
export interface RubyFacts {
  /** The image at the bottom is a Ruby one: `ruby`, `ubi9/ruby-33`. */
  readonly image: boolean;
  /** Version of the official `ruby` image, `[3, 3]`; undefined for other images and tags without one. */
  readonly version: readonly [number, number] | undefined;
  /** The image at the bottom is the official one, whatever its tag. */
  readonly official: boolean;
  /** ENV sets RAILS_ENV, RACK_ENV or the like, or what starts is a Ruby program. */
  readonly used: boolean;
  /** ENV says that the stage is for development or tests. */
  readonly development: boolean;
  /** The Gemfile of the context has gems of a group; undefined where there is none to read. */
  hasGroup(name: string): boolean | undefined;
  /** The Gemfile.lock of the context holds a gem; undefined where there is none to read. */
  locks(gem: string): boolean | undefined;
  /** The start line of a Rails server, Puma or another web server. */
  readonly server: StartLine | undefined;
  /** The start line of Sidekiq, which works through jobs and answers nobody. */
  readonly worker: StartLine | undefined;
}

/** A `bundle install` with the settings that hold for it: keys in lower case without `BUNDLE_`, a value unknown where undefined. */
export interface BundlerInstall {
  readonly command: Command;
  readonly settings: ReadonlyMap<string, string | undefined>;
}

/** A command of a RUN that cmd or PowerShell reads. */
export interface ForeignCommand {
  /** In lower case, without folder and `.exe`. */
  readonly name: string;
  /** Quotes removed. */
  readonly args: readonly string[];
  /** Its output goes to the next one. */
  readonly piped: boolean;
  readonly span: Span;
}

/** What curl or wget is asked to fetch. */
export interface Download {
  readonly tool: "curl" | "wget";
  /** What is fetched; with the variables filled in where they are known. */
  readonly urls: readonly CommandArgument[];
  /** The file that it is written to: the value of `-o`, `-O`, `--output` ...; undefined where none is named. */
  readonly output: CommandArgument | undefined;
  /** What it fetches goes to the standard output: curl without `-o` and `-O`, wget with `-O -`. */
  readonly toOutput: boolean;
  /** Named after the URL: `curl -O`, and wget without `-O`. */
  readonly named: boolean;
  hasFlag(...names: readonly string[]): boolean;
}
