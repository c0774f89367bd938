import { placeOf, writeTree } from "../files.ts";
import { DONE, UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import { openAll } from "./plain-files.ts";
import { readOptions, withValue } from "./options.ts";
import type { Argument } from "../types.ts";

const FETCHED: Outcome = { status: 0, output: undefined };

/** The file name at the end of an address. */
function remoteName({ value }: Argument): string | undefined {
  const path = value === undefined ? undefined : /^(?:[a-z]+:\/\/)?[^/?#]+\/([^?#]*)/i.exec(value)?.[1];
  return path?.split("/").at(-1) || undefined;
}

function below(directory: Argument | undefined, name: string, at: Argument): Argument {
  // The `?` of an address is no pattern here.
  if (!directory) return { ...withValue(at, name), glob: false };
  return directory.value === undefined ? directory : withValue(directory, `${directory.value}/${name}`);
}

/** curl's manual; with -J the server names the file (measured with curl 7.88 against a server that does). */
function curl(call: Call): Outcome {
  const options = readOptions(call.args, [
    "-o", "--output", "--output-dir", "-H", "--header", "-d", "--data", "--data-raw", "--data-binary", "-u", "--user", "-X", "--request", "-A", "--user-agent",
    "-e", "-b", "--cookie", "-c", "--cookie-jar", "-D", "--dump-header", "-F", "--form", "-m", "--max-time", "--retry", "--retry-delay",
    "--connect-timeout", "-w", "--write-out", "-x", "--proxy", "--cacert", "--cert", "--key", "-E", "-T", "--upload-file", "-K", "-r", "-Y", "-y", "--url", "--retry-max-time", "--trace", "--trace-ascii", "--stderr",
  ]);
  const directory = options.value("--output-dir");
  const files = options.values("-o", "--output").filter(({ value }) => value !== "-").map((file) => (directory && file.value !== undefined && !file.value.startsWith("/") ? below(directory, file.value, file) : file));
  if (options.has("-O", "--remote-name", "--remote-name-all")) {
    for (const address of [...options.operands, ...options.values("--url")]) {
      const name = options.has("-J", "--remote-header-name") ? undefined : remoteName(address);
      if (name !== undefined) files.push(below(directory, name, address));
      else if (address.value === undefined || options.has("-J", "--remote-header-name")) call.machine.journal.unknown(`the name of the file that ${address.raw} is saved to is not known`, address.span);
    }
  }
  files.push(...options.values("-c", "--cookie-jar", "-D", "--dump-header", "--trace", "--trace-ascii", "--stderr").filter(({ value }) => value !== "-"));
  openAll(call, files);
  return FETCHED;
}

/** wget's manual: -O wins over -P, an address without a name is index.html, --content-disposition lets the server name the file. */
function wget(call: Call): Outcome {
  const { machine, shell } = call;
  const options = readOptions(call.args, [
    "-O", "--output-document", "-P", "--directory-prefix", "-o", "--output-file", "-a", "--append-output", "--header", "--user", "--password", "-t", "--tries", "-T", "--timeout",
    "-U", "--user-agent", "-i", "--input-file", "--post-data", "-e", "--ca-certificate", "-w", "--wait",
  ]);
  const logs = options.values("-o", "--output-file", "-a", "--append-output").filter(({ value }) => value !== "-");
  openAll(call, logs, { class: "logs" });
  if (options.has("--spider")) return { ...UNSURE, asks: true };
  const document = options.value("-O", "--output-document");
  if (document) {
    if (document.value !== "-") openAll(call, [document]);
    return FETCHED;
  }
  const prefix = options.value("-P", "--directory-prefix");
  if (options.has("-r", "--recursive", "-m", "--mirror")) {
    const place = prefix ? placeOf(machine, shell, prefix) : machine.world.resolve(shell.cwd, ".");
    const at = prefix ?? call.args[0];
    if (place && at) writeTree(machine, shell, place.path, at);
    return FETCHED;
  }
  for (const address of options.operands) {
    if (address.value === undefined || options.has("--content-disposition")) machine.journal.unknown(`the name of the file that ${address.raw} is saved to is not known`, address.span);
    else openAll(call, [below(prefix, remoteName(address) ?? "index.html", address)]);
  }
  return FETCHED;
}

const GIT_VALUES = ["-C", "-c", "-b", "--branch", "--depth", "-o", "--origin", "--git-dir", "--work-tree", "--reference", "--template", "-j", "--jobs", "--filter"];

function git(call: Call): Outcome {
  const { machine, shell } = call;
  const options = readOptions(call.args, GIT_VALUES);
  const [command, address, target] = options.operands;
  const base = options.value("-C");
  const into = (argument: Argument): Argument => (base?.value !== undefined && argument.value !== undefined && !argument.value.startsWith("/") ? withValue(argument, `${base.value}/${argument.value}`) : argument);
  let written: Argument | undefined;
  if (command?.value === "clone" && address) {
    const name = address.value?.replace(/(?<!\/)\/+$/, "").split(/[/:]/).at(-1)?.replace(/\.git$/, "");
    written = target ?? (name === undefined || name === "" ? undefined : withValue(address, options.has("--bare", "--mirror") ? `${name}.git` : name));
    if (!written) machine.journal.unknown(`where git clones ${address.raw} to is not known`, address.span);
  } else if (command?.value === "init") written = address ?? withValue(command, ".");
  else if (command && /^(pull|checkout|reset|fetch|merge|submodule)$/.test(command.value ?? "")) written = withValue(base ?? command, ".");
  const place = written && !written.glob ? placeOf(machine, shell, written === base ? written : into(written)) : undefined;
  if (place && written && place.reachable !== false) writeTree(machine, shell, place.path, written);
  return command?.value === "config" || command?.value === "rev-parse" ? UNSURE : { ...DONE, output: undefined };
}

/** Programs that fetch things. */
export const DOWNLOADS: Readonly<Record<string, Program>> = { curl, wget, git };
