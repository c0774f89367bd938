import { Document } from "#text";
import { parseDockerfile, type Instruction } from "../../parse/dockerfile/index.ts";
import { compileGlob } from "../../parse/dockerignore/glob.ts";
import { parseDockerignore, type Dockerignore } from "../../parse/dockerignore/index.ts";
import type { PlacedSource } from "../dockerfile/copy.ts";
import { sourceTest } from "../dockerfile/copy.ts";
import { ModelDockerfile, type DockerfileInput } from "../dockerfile/dockerfile.ts";
import { ModelStage } from "../dockerfile/stage.ts";
import type { ModelStep } from "../dockerfile/step.ts";
import type { RunMount } from "../types.ts";
import { baseText, stepText } from "./keys.ts";
import type { FolderTree, Selection } from "./tree.ts";

/** One step as the replay goes through it. */
export interface PlannedStep {
  /** For a trigger that a base stage holds: the FROM that sets it off. */
  readonly instruction: Instruction;
  readonly text: string;
  /** The files of the context that it reads. */
  readonly files: readonly Selection[];
  /** All files of the context, where a variable decides which of them it reads. */
  readonly perhaps: Selection | undefined;
  /** The earlier stages whose files it reads. */
  readonly stages: readonly ModelStage[];
  /** COPY --link: its layer does not hang on the ones before it. */
  readonly link: boolean;
  readonly unknown: string | undefined;
}

export interface PlannedStage {
  readonly stage: ModelStage;
  readonly base: string;
  readonly steps: readonly PlannedStep[];
}

/** One version of a Dockerfile with one version of its ignore file, over the files of its context. */
export interface Plan {
  readonly dockerfile: ModelDockerfile;
  readonly stages: readonly PlannedStage[];
}

/** The model of one version of a Dockerfile. */
export function modelOf(path: string, text: string, input: DockerfileInput): ModelDockerfile {
  const document = new Document(path, text, "dockerfile");
  return new ModelDockerfile(document, parseDockerfile(document), input);
}

/** A selection of context files after the ignore file. `ignoreKey` names that file's text. */
export class IgnoringTree {
  readonly #tree: FolderTree;
  readonly #ignore: Dockerignore | undefined;
  readonly #key: string;

  constructor(tree: FolderTree, ignoreText: string | undefined, ignoreKey: string) {
    this.#tree = tree;
    this.#key = ignoreKey;
    this.#ignore = ignoreText === undefined ? undefined : parseDockerignore(new Document(".dockerignore", ignoreText, "dockerignore"));
  }

  /** The files that a source such as `src` or `*.json` names, without those that the patterns take out. */
  select(source: string, exclude: readonly string[] = []): Selection {
    const named = sourceTest(source);
    const out = exclude.flatMap((pattern) => compileGlob(pattern) ?? []);
    return this.#tree.select(JSON.stringify([this.#key, source, exclude]), (path) =>
      named(path) && this.#ignore?.excludes(path).excluded !== true && !out.some((test) => test(path)));
  }
}

/** What a build of a Dockerfile would go through. */
export function planOf(dockerfile: ModelDockerfile, tree: IgnoringTree): Plan {
  const stages = dockerfile.stages.map((stage) => ({
    stage, base: baseText(stage),
    steps: stage.allSteps.map((step) => plannedStep(step, stage, tree)),
  }));
  return { dockerfile, stages };
}

/** ONBUILD itself only puts its instruction down. */
const READS_NOTHING = { files: [], perhaps: undefined, stages: [], link: false, unknown: undefined };

function plannedStep(step: ModelStep, stage: ModelStage, tree: IgnoringTree): PlannedStep {
  if (step.instruction.trigger) return { ...READS_NOTHING, instruction: step.instruction, text: stepText(step) };
  const { copy } = step;
  const inherited = !stage.steps.includes(step);
  const sources = copy?.from.kind === "context" ? copy.sources.filter(({ heredoc }) => !heredoc) : [];
  const fromContext = step.mounts.filter((mount) => mount.type === "bind" && mount.from === undefined);
  const files = [
    ...sources.flatMap(({ remote, path }) => (remote || path === undefined ? [] : [tree.select(path, copy?.exclude)])),
    ...fromContext.map(({ source }) => tree.select(source ?? ".")),
  ];
  const vague = sources.find(({ path }) => path === undefined);
  return {
    instruction: inherited ? stage.from : step.instruction,
    text: stepText(step), files, stages: stagesReadBy(step, stage),
    perhaps: vague ? tree.select(".") : undefined,
    link: copy?.link === true,
    unknown: vague ? "a variable decides what is copied" : unseen(sources, fromContext, tree),
  };
}

function stagesReadBy(step: ModelStep, stage: ModelStage): readonly ModelStage[] {
  const from = step.copy?.from;
  const copied = from?.kind === "stage" && from.stage instanceof ModelStage ? [from.stage] : [];
  const mounted = step.mounts.flatMap((mount) => (mount.from === undefined ? [] : stage.dockerfile.stageNamed(mount.from.toLowerCase(), stage.index) ?? []));
  return [...copied, ...mounted];
}

/** What git cannot tell of the sources: files that it does not keep, and addresses. */
function unseen(sources: readonly PlacedSource[], mounts: readonly RunMount[], tree: IgnoringTree): string | undefined {
  const remote = sources.find((one) => one.remote);
  if (remote) return `what ${remote.raw} gives is taken to stay the same`;
  const named = [...sources.map(({ path }) => path), ...mounts.map(({ source }) => source)];
  const missing = named.find((path) => path !== undefined && tree.select(path).count === 0);
  return missing === undefined ? undefined : `git keeps no file that \`${missing}\` names: its changes are not counted`;
}
