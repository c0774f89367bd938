import { writeFile, writeTree } from "../files.ts";
import { DONE, type Call, type Outcome, type Program } from "../machine.ts";
import { openAll } from "./plain-files.ts";
import { readOptions, withValue } from "./options.ts";

const PRINTS: Outcome = { status: 0, output: undefined };

function openssl(call: Call): Outcome {
  const { args } = call;
  const secret = /^(genrsa|genpkey|ecparam|rsa|pkcs12|rand|dsaparam|gendsa|pkcs8|ec)$/.test(args[0]?.value ?? "");
  let wrote = false;
  for (const [at, { value }] of args.entries()) {
    const file = args[at + 1];
    if (!file) continue;
    if (value === "-out" && file.value !== "-") {
      openAll(call, [file], secret ? { class: "secrets" } : {});
      wrote = true;
    }
    if (value === "-keyout") openAll(call, [file], { class: "secrets" });
  }
  const lastWord = args.at(-1);
  // `openssl genrsa 2048` prints the key.
  return wrote || lastWord === undefined ? DONE : PRINTS;
}

function sshKeygen(call: Call): Outcome {
  const { machine, shell, args } = call;
  const options = readOptions(args, ["-f", "-t", "-b", "-N", "-C", "-P", "-m", "-I", "-s", "-h", "-V"]);
  const file = options.value("-f");
  if (options.has("-A")) {
    const at = args.find(({ text }) => text.includes("A"));
    if (at) writeTree(machine, shell, "/etc/ssh", at, { class: "secrets" });
    return DONE;
  }
  if (!file || options.has("-R", "-l", "-F", "-y")) return PRINTS;
  if (writeFile(machine, shell, file, { class: "secrets" }) === false) return { status: 1, output: "" };
  if (file.value !== undefined) writeFile(machine, shell, withValue(file, `${file.value}.pub`), { class: "config" });
  return PRINTS;
}

function htpasswd(call: Call): Outcome {
  const options = readOptions(call.args, ["-C"]);
  const [file] = options.operands;
  return file && !options.has("-n") ? openAll(call, [file], { class: "secrets" }) : PRINTS;
}

function keytool(call: Call): Outcome {
  const at = call.args.findIndex(({ value }) => value === "-keystore" || value === "-destkeystore");
  const file = call.args[at + 1];
  return at >= 0 && file && !call.args.some(({ value }) => value === "-list") ? openAll(call, [file], { class: "secrets" }) : PRINTS;
}

/** Programs that make keys and passwords. */
export const KEYS: Readonly<Record<string, Program>> = { openssl, "ssh-keygen": sshKeygen, htpasswd, keytool };
