export { compose, dockerfile, file, type ExampleFiles } from "./examples.ts";
export { insertAfter, insertBefore, insertLineBelow, lineEnd, remove, removeLines, removeWord, replace } from "./edits.ts";
export { commentsDirectlyAbove, insertFlag, insertInstructionAfter, insertInstructionBefore, removeAssignment, removeFlag, removeInstruction } from "./dockerfile-edits.ts";
export { addListItem, addServiceKey, addTopLevelVolume } from "./compose-edits.ts";
export { persistAt } from "./persist.ts";
export { comesAgain, isDeclaredForData } from "./declared-volume.ts";
export { holdsUploads } from "./uploads.ts";
export { isDatabaseFile } from "../model/run/class.ts";
export { isBashism, SH_OPTION } from "./bashisms.ts";
export { headLines, type HeadLine } from "./head-lines.ts";
export { mayBeFor } from "../model/compose/meant.ts";
export { isRootUser } from "../model/users.ts";
export { labelsOf, ownLabels, type StageLabel } from "../model/dockerfile/labels.ts";
export { dropsPrivileges } from "../model/dockerfile/privileges.ts";
export { chainOf, indentOf, leavesTraces, withRedirections } from "./chain.ts";
export { appendToRun } from "./append-command.ts";
export { powerShellSetting } from "./powershell-setting.ts";
export { removesCache } from "../model/dockerfile/cache-removal.ts";
export { accountChanges, startsAsRoot, type AccountChange } from "../model/dockerfile/accounts.ts";
export { isLicenceExpression } from "./licences.ts";
export {
  hasSecretWord, isCredentialsFileName, isGemCredential, isKnownCredentialName, isRailsSecret, isSecretFile, isTokenName,
} from "../model/secrets/names.ts";
export { variablesIn } from "../parse/dockerfile/index.ts";
export { readDirective } from "../parse/suppression.ts";
export { cacheOffFlags, cacheOffVariables, emptiesCache } from "../model/dockerfile/cache-use.ts";
export { removeCommand } from "./command-edits.ts";
export { reorder } from "./reorder.ts";
export { effective, findFlag, hasFlag, inFinalStage, insertArgument, isBuildCommand, operands, subcommand, withShell, type FlagNames } from "./commands.ts";
export { maskVariables, readReference, type WrittenReference } from "./references.ts";
export type { OptionSchema, OptionsOf, OptionsSchema } from "./options.ts";
export {
  rule, type AnyRule, type CatalogueEntry, type Example, type Finding, type Fix, type FixKind, type Needs, type PeerClaim, type Peers, type Rule,
  type RuleContext, type Severity, type SubjectName, type Subjects,
} from "./rule.ts";
export { contains, cover, lookup, nearest, textOf, type Edit, type Position, type Span } from "#text";
export type * from "../model/index.ts";
export type { Assignment, Comment, DockerfileTree, Flag, Heredoc, Instruction, JsonForm, JsonItem, Variable, Word } from "../parse/dockerfile/index.ts";
export type { ComposeTree, YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "../parse/compose/tree.ts";
export type { Document, MappedText, SyntaxFault } from "#text";
