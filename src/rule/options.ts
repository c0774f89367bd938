/** One option of a rule: a choice, several of a list of choices, a switch, a number or free text. */
export type OptionSchema =
  | { readonly values: readonly string[]; readonly default: string; readonly meaning: string }
  | { readonly values: readonly string[]; readonly default: readonly string[]; readonly meaning: string }
  | { readonly values: readonly [false, true]; readonly default: boolean; readonly meaning: string }
  | { readonly type: "number"; readonly default: number; readonly meaning: string }
  | { readonly type: "string"; readonly default: string; readonly meaning: string }
  | { readonly type: "strings"; readonly default: readonly string[]; readonly meaning: string }
  /** String to string, or string to anything (label schemas, requirements). */
  | { readonly type: "map"; readonly default: Readonly<Record<string, unknown>>; readonly meaning: string };

export type OptionsSchema = Readonly<Record<string, OptionSchema>>;

type OptionValue<T> =
  T extends { readonly values: readonly [false, true] } ? boolean
  : T extends { readonly values: readonly (infer V)[]; readonly default: readonly unknown[] } ? readonly V[]
  : T extends { readonly values: readonly (infer V)[] } ? V
  : T extends { readonly type: "number" } ? number
  : T extends { readonly type: "string" } ? string
  : T extends { readonly type: "strings" } ? readonly string[]
  : T extends { readonly type: "map" } ? Readonly<Record<string, unknown>>
  : never;

/** The values that a rule's `check` gets for its schema. */
export type OptionsOf<O extends OptionsSchema> = { readonly [K in keyof O]: OptionValue<O[K]> };
