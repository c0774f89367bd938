import type { Report } from "../engine/report.ts";
import type { Project } from "../model/index.ts";
import type { CatalogueEntry } from "../rule/index.ts";
import type { MaskedSpans } from "./mask.ts";

/** How a report is written. */
export interface RenderOptions {
  /** Styles for a terminal; only the pretty format has any. */
  readonly color: boolean;
  /** Pretty: one line a finding and nothing else. */
  readonly quiet: boolean;
  /** Columns of the terminal, 100 where left out. */
  readonly width?: number;
  /** The exit status of the run, for reports that carry it. */
  readonly exitStatus?: number;
  /** What code frames must hide; what findings of the family `secrets` point at where left out. */
  readonly maskedSpans?: MaskedSpans;
  /** The rules with their examples and options, asked for by reports that carry the whole help (SARIF). */
  readonly catalogue?: () => readonly CatalogueEntry[];
  /** The whole project, asked for by the page that also shows where data lives (HTML). */
  readonly project?: () => Project;
}

/** A format of `check`: a report to the blocks of its text, each made when its turn comes. */
export type Renderer = (report: Report, options: RenderOptions) => Iterable<string>;
