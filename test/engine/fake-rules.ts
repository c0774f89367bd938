import type { CatalogueEntry, Rule, Severity } from "../../src/rule/index.ts";
import { rule } from "../../src/rule/index.ts";

const words = { since: "0.1.0", title: "t", why: "w", remedy: "r", examples: [] } as const;

interface Facts {
  readonly peers?: Rule["peers"];
  readonly severity?: Severity;
  readonly recommended?: boolean;
}

/** Reports every instruction of one keyword. */
export function keywordRule(id: string, keyword: string, facts: Facts = {}): CatalogueEntry {
  return {
    family: "fake",
    rule: rule({
      ...words, id, severity: facts.severity ?? "warning", recommended: facts.recommended ?? true, on: "instruction",
      ...(facts.peers ? { peers: facts.peers } : {}),
      *check({ instruction }) {
        if (instruction.keyword === keyword) yield { at: instruction.keywordSpan, message: `${keyword} is here` };
      },
    }),
  };
}

/** Reports the commands that its option lists; claims one peer rule for each of two, and both by default. */
export const packageRule: CatalogueEntry = {
  family: "fake",
  rule: rule({
    ...words, id: "packages", severity: "warning", recommended: true, on: "instruction",
    options: { managers: { values: ["apt", "pip"], default: ["apt", "pip"], meaning: "which" } },
    peers: { same: [
      { id: "hadolint:DL3008", options: { managers: ["apt"] }, severity: "error" },
      { id: "hadolint:DL3013", options: { managers: ["pip"] } },
      { id: "kics:Pin", options: { managers: ["pip", "apt"] } },
    ] },
    *check({ instruction }, { options }) {
      for (const manager of options.managers) {
        if (instruction.keyword === "RUN" && instruction.rest.text.includes(`${manager} install`)) yield { at: instruction.keywordSpan, message: `${manager} is not pinned` };
      }
    },
  }),
};

/** Turns MAINTAINER into a label: a safe fix. Turns STOPSIGNAL away: one that is not. */
export const fixingRule: CatalogueEntry = {
  family: "fake",
  rule: rule({
    ...words, id: "fixing", severity: "info", recommended: true, on: "instruction", fix: "safe",
    *check({ instruction }) {
      const at = instruction.keywordSpan;
      if (instruction.keyword === "MAINTAINER") yield { at, message: "old", fix: { title: "a label", safe: true, edits: [{ span: at, text: "LABEL maintainer" }] } };
      if (instruction.keyword === "STOPSIGNAL") yield { at, message: "signal", fix: { title: "another", safe: false, edits: [{ span: at, text: "EXPOSE" }] } };
    },
  }),
};

export const throwingRule: CatalogueEntry = {
  family: "fake",
  rule: rule({
    ...words, id: "throwing", severity: "info", recommended: true, on: "instruction",
    *check({ instruction }) {
      if (instruction.keyword === "RUN") throw new Error("out of order");
    },
  }),
};
