export { compose, dockerfile, file, type ExampleFiles } from "./examples.ts";
export { insertAfter, insertBefore, remove, replace } from "./edits.ts";
export type { OptionSchema, OptionsOf, OptionsSchema } from "./options.ts";
export {
  rule, type AnyRule, type CatalogueEntry, type Example, type Finding, type Fix, type FixKind, type PeerClaim, type Peers, type Rule,
  type RuleContext, type Severity, type SubjectName, type Subjects,
} from "./rule.ts";
export { contains, cover, textOf, type Edit, type Position, type Span } from "#text";
export type * from "../model/index.ts";
