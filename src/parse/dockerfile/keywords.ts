import type { Keyword } from "./tree.ts";

/** What Docker knows of an instruction: how its arguments are read and which flags it takes. */
export interface KeywordFacts {
  readonly keyword: Keyword;
  /** `shell`: the rest of the line; `text`: one argument with its blanks; `blanks`: split at blanks; `pairs`: NAME=value. */
  readonly arguments: "shell" | "text" | "blanks" | "pairs" | "names" | "health" | "trigger";
  /** May be written as a JSON array. */
  readonly json: boolean;
  /** May hold here-documents. */
  readonly heredoc: boolean;
  /** Docker replaces variables in its words. */
  readonly expands: boolean;
  readonly flags: Readonly<Record<string, FlagKind>>;
}

/** `list` flags may be repeated, `switch` flags take true, false or nothing. */
export type FlagKind = "value" | "list" | "switch";

const copyFlags = { chown: "value", chmod: "value", link: "switch", exclude: "list" } as const;
const healthFlags = { interval: "value", timeout: "value", "start-period": "value", "start-interval": "value", retries: "value" } as const;

function facts(keyword: Keyword, kind: KeywordFacts["arguments"], more: Partial<KeywordFacts> = {}): KeywordFacts {
  return { keyword, arguments: kind, json: false, heredoc: false, expands: false, flags: {}, ...more };
}

/** The instructions of the Dockerfile reference. */
export const keywords: Readonly<Record<Keyword, KeywordFacts>> = {
  ADD: facts("ADD", "blanks", {
    json: true,
    heredoc: true,
    expands: true,
    flags: { ...copyFlags, "keep-git-dir": "switch", checksum: "value", unpack: "switch" },
  }),
  ARG: facts("ARG", "names", { expands: true }),
  CMD: facts("CMD", "shell", { json: true }),
  COPY: facts("COPY", "blanks", { json: true, heredoc: true, expands: true, flags: { ...copyFlags, from: "value", parents: "switch" } }),
  ENTRYPOINT: facts("ENTRYPOINT", "shell", { json: true }),
  ENV: facts("ENV", "pairs", { expands: true }),
  EXPOSE: facts("EXPOSE", "blanks", { expands: true }),
  FROM: facts("FROM", "blanks", { expands: true, flags: { platform: "value" } }),
  HEALTHCHECK: facts("HEALTHCHECK", "health", { json: true, flags: healthFlags }),
  LABEL: facts("LABEL", "pairs", { expands: true }),
  MAINTAINER: facts("MAINTAINER", "text"),
  ONBUILD: facts("ONBUILD", "trigger"),
  RUN: facts("RUN", "shell", { json: true, heredoc: true, flags: { mount: "list", network: "value", security: "value", device: "list" } }),
  SHELL: facts("SHELL", "shell", { json: true }),
  STOPSIGNAL: facts("STOPSIGNAL", "text", { expands: true }),
  USER: facts("USER", "text", { expands: true }),
  VOLUME: facts("VOLUME", "blanks", { json: true, expands: true }),
  WORKDIR: facts("WORKDIR", "text", { expands: true }),
};

/** True for a word in capitals that Docker knows as an instruction. */
export function isKeyword(word: string): word is Keyword {
  return Object.hasOwn(keywords, word);
}

/** What is known of a keyword in capitals, or undefined. */
export function factsOf(word: string): KeywordFacts | undefined {
  return isKeyword(word) ? keywords[word] : undefined;
}
