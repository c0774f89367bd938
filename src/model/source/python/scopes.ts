import type { PyExpression, PyStatement } from "../../../parse/source/index.ts";
import { Nesting } from "../nesting.ts";
import type { PyModule } from "./program.ts";

/** A function or method of a program. */
export interface PyFunction {
  readonly module: PyModule;
  readonly name: string;
  readonly parameters: PyStatement["parameters"];
  /** The class that it is a method of. */
  readonly owner: PyClass | undefined;
  readonly isDecorated: boolean;
  readonly start: number;
  readonly end: number;
}

interface PyClass {
  readonly name: string;
  readonly hasBases: boolean;
}

/** `for name in iterable:`. */
export interface PyLoop {
  readonly names: readonly string[];
  readonly iterable: PyExpression | undefined;
  readonly start: number;
  readonly end: number;
}

/** The functions and loops of a module, with the stretches of text in which their names hold. */
export interface PyScopes {
  readonly functions: Nesting<PyFunction>;
  readonly loops: Nesting<PyLoop>;
  readonly classes: Nesting<{ readonly start: number; readonly end: number }>;
  readonly allFunctions: readonly PyFunction[];
}

/** Finds out by indentation where functions, classes and loops end. Linear but for the depth of nesting. */
export function scopesOf(module: PyModule): PyScopes {
  const functions: PyFunction[] = [];
  const loops: PyLoop[] = [];
  const classes: { readonly start: number; readonly end: number }[] = [];
  const open: { readonly column: number; readonly owner: PyClass | undefined; close(end: number): void }[] = [];
  let isDecorated = false;
  let line = 0;
  for (const statement of module.statements) {
    for (let next = module.text.indexOf("\n", line); next >= 0 && next < statement.start; next = module.text.indexOf("\n", line)) line = next + 1;
    const column = statement.start - line;
    while (open.length > 0 && column <= (open.at(-1)?.column ?? 0)) open.pop()?.close(statement.start);
    const { start, defines, className, loop, parameters } = statement;
    if (defines !== undefined) {
      const owner = open.at(-1)?.owner;
      const decorated = isDecorated;
      open.push({ column, owner: undefined, close: (end) => functions.push({ module, name: defines, parameters, owner, isDecorated: decorated, start, end }) });
    } else if (className !== undefined) open.push({ column, owner: { name: className, hasBases: parameters.length > 0 }, close: (end) => classes.push({ start, end }) });
    else if (loop) open.push({ column, owner: undefined, close: (end) => loops.push({ ...loop, start, end }) });
    isDecorated = statement.isDecorator;
  }
  for (const one of open.reverse()) one.close(module.text.length);
  return { functions: new Nesting(functions), loops: new Nesting(loops), classes: new Nesting(classes), allFunctions: functions };
}
