/** The model's types in one place: what rules and everything above the model import. */
export type * from "./types/value.ts";
export type * from "./types/dockerfile.ts";
export type * from "./types/image.ts";
export type * from "./types/compose.ts";
export type * from "./types/container.ts";
export type * from "./types/project.ts";
export type { ShellFeature } from "./shell-facts/features.ts";
export type {
  ConditionalChain, PowerShellCall, PowerShellRun, ScriptCommand, ScriptNode, ScriptPipeline, ScriptRemoval, ShellComparison, ShellExpansion, ShellLiteral, ShellNegation, ShellScript, ShellVariables, StatementList,
} from "./shell-facts/types.ts";
export type { BundlerInstall, Download, ForeignCommand, RubyFacts, StageOrigin, StagePurpose, StageRead, StartLine } from "./dockerfile/facts/types.ts";
export type { BesideKind, HostBind, PublishedPort, ShippedCredential, VariableUse } from "./compose-facts/types.ts";
export type { LimitFact } from "./compose-facts/resources.ts";
export type { SecretLiteral } from "./secrets/patterns.ts";
export type { PortRange } from "./compose-facts/types.ts";
