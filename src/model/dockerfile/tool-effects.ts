import { resolvePlace } from "./places.ts";
import type { ModelArgument, ModelCommand } from "./commands.ts";
import type { Effect } from "./effects.ts";

/** Options of programs whose value is a file that they write, or a directory that they fill. */
const OPTIONS: Readonly<Record<string, { readonly kind: "write" | "fill"; readonly options: readonly string[]; readonly needs?: RegExp }>> = {
  "ssh-keygen": { kind: "write", options: ["-f"], needs: /^-(t|N|b|q|P|C)/ },
  openssl: { kind: "write", options: ["-out", "-keyout"] },
  initdb: { kind: "fill", options: ["-D", "--pgdata"] },
  mysqld: { kind: "fill", options: ["--datadir"], needs: /^--initialize/ },
  mysql_install_db: { kind: "fill", options: ["--datadir"] },
  "mariadb-install-db": { kind: "fill", options: ["--datadir"] },
  pip: { kind: "fill", options: ["-t", "--target", "--prefix", "--root"], needs: /^install$/ },
  pip3: { kind: "fill", options: ["-t", "--target", "--prefix", "--root"], needs: /^install$/ },
};

/** What programs other than those of the base system do to the file system, as their command lines say it. */
export function toolEffects(command: ModelCommand): readonly Effect[] {
  const known = Object.hasOwn(OPTIONS, command.name) ? OPTIONS[command.name] : undefined;
  if (known) return known.needs && !command.args.some(({ raw }) => known.needs?.test(raw)) ? [] : optionEffects(command, known.kind, known.options);
  switch (command.name) {
    case "sed":
    case "perl":
      return inPlace(command);
    case "dd":
      return command.args.flatMap((argument) => (argument.expanded?.startsWith("of=") ? [made(command, "write", argument, argument.expanded.slice(3))] : []));
    case "virtualenv":
      return command.args.slice(-1).flatMap((argument) => (argument.raw.startsWith("-") ? [] : [made(command, "fill", argument, argument.expanded)]));
    case "python":
    case "python3":
      return /^-m$/.test(command.args[0]?.raw ?? "") && /^(venv|virtualenv)$/.test(command.args[1]?.raw ?? "") ? command.args.slice(2).slice(-1).flatMap((argument) => (argument.raw.startsWith("-") ? [] : [made(command, "fill", argument, argument.expanded)])) : [];
    case "sqlite3":
      return command.args.slice(0, 1).flatMap((argument) => (argument.raw.startsWith("-") || argument.expanded === ":memory:" ? [] : [made(command, "write", argument, argument.expanded)]));
    case "rsync":
      return command.args.slice(1).slice(-1).flatMap((argument) => (argument.raw.startsWith("-") || argument.raw.includes(":") ? [] : [made(command, "fill", argument, argument.expanded)]));
    default:
      return [];
  }
}

function made(command: ModelCommand, kind: Effect["kind"], argument: ModelArgument, path: string | undefined): Effect {
  return { kind, path: resolvePlace(command.place, path, argument.raw), span: argument.span, command, confidence: "certain" };
}

function optionEffects(command: ModelCommand, kind: "write" | "fill", options: readonly string[]): readonly Effect[] {
  const found: Effect[] = [];
  for (const [at, argument] of command.args.entries()) {
    const { raw, expanded } = argument;
    const equals = options.find((option) => option.startsWith("--") && raw.startsWith(`${option}=`));
    const next = command.args[at + 1];
    if (equals !== undefined) found.push(made(command, kind, argument, expanded?.slice(equals.length + 1)));
    else if (options.includes(raw) && next) found.push(made(command, kind, next, next.expanded));
  }
  return found;
}

/** Edits files that are there: a change of theirs, and no new content. */
function inPlace(command: ModelCommand): readonly Effect[] {
  const edits = command.args.some(({ raw }) => (command.name === "sed" ? /^(-[nErszu]*i|--in-place)/ : /^-[pnlaw0]*i/).test(raw));
  if (!edits) return [];
  const script = command.args.some(({ raw }) => /^(-[nErszu]*e|--expression|-f|--file)/.test(raw));
  const operands = command.args.filter(({ raw }, at) => !raw.startsWith("-") && !/^(-e|-f|--expression|--file)$/.test(command.args[at - 1]?.raw ?? ""));
  return (script ? operands : operands.slice(1)).map((argument) => made(command, "permission", argument, argument.expanded));
}
