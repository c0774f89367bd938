import type { CommandLine, CommandWord, OptionValue } from "../../../parse/shell/index.ts";
import type { CommandArgument } from "../../types.ts";
import type { Download } from "./types.ts";

/** curl's options that take the next word, by its manual. */
const CURL_VALUES = [
  "-A", "--user-agent", "-b", "--cookie", "-c", "--cookie-jar", "-C", "--continue-at", "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json",
  "-e", "--referer", "-E", "--cert", "--cert-type", "--key", "--cacert", "--capath", "-F", "--form", "-H", "--header", "-K", "--config", "-m", "--max-time", "-o", "--output",
  "--output-dir", "-P", "--ftp-port", "-Q", "--quote", "-r", "--range", "--retry", "--retry-delay", "--retry-max-time", "--connect-timeout", "-T", "--upload-file",
  "-u", "--user", "-U", "--proxy-user", "-w", "--write-out", "-x", "--proxy", "-X", "--request", "-y", "--speed-time", "-Y", "--speed-limit", "-z", "--time-cond",
  "--ciphers", "--tls-max", "--interface", "--resolve", "--limit-rate", "--max-filesize", "--max-redirs", "--proto", "--proto-default", "--proto-redir", "--noproxy",
  "--unix-socket", "--connect-to", "--dns-servers", "--pinnedpubkey", "--oauth2-bearer", "--socks5", "--socks5-hostname", "--stderr", "--trace", "--trace-ascii",
] as const;

/** The same of wget. */
const WGET_VALUES = [
  "-O", "--output-document", "-o", "--output-file", "-a", "--append-output", "-e", "--execute", "-i", "--input-file", "-B", "--base", "-t", "--tries", "-T", "--timeout",
  "--dns-timeout", "--connect-timeout", "--read-timeout", "-w", "--wait", "--waitretry", "-P", "--directory-prefix", "-U", "--user-agent", "--user", "--password",
  "--header", "--referer", "--load-cookies", "--save-cookies", "--post-data", "--post-file", "--method", "--body-data", "--ca-certificate", "--ca-directory",
  "--certificate", "--private-key", "--secure-protocol", "-Q", "--quota", "-l", "--level", "-A", "--accept", "-R", "--reject", "-D", "--domains", "-I", "-X", "--limit-rate",
  "--http-user", "--http-password", "--progress", "--cut-dirs", "--max-redirect", "--proxy-user", "--proxy-password", "--bind-address",
] as const;

/** What of a command the reader needs. */
export interface DownloadWords {
  readonly line: CommandLine;
  readonly argumentOf: (word: CommandWord) => CommandArgument;
}

/** Reads a call of curl or wget; undefined for other programs. */
export function downloadOf({ line, argumentOf }: DownloadWords): Download | undefined {
  const tool = line.name.toLowerCase().replace(/\.exe$/, "");
  if (tool !== "curl" && tool !== "wget") return undefined;
  const values = tool === "curl" ? CURL_VALUES : WGET_VALUES;
  const output = tool === "curl" ? line.option("-o", "--output") : line.option("-O", "--output-document") ?? bundledOutput(line);
  const urls = [...line.operands(values), ...(tool === "curl" ? line.options("--url").map(({ word }) => word) : [])];
  const written = output && { ...argumentOf(output.word), value: output.value, raw: output.text, span: output.span, expanded: expandedValue(argumentOf(output.word), output.text) };
  const named = tool === "curl" ? line.flag("-O", "--remote-name", "-J", "--remote-header-name") !== undefined : output === undefined;
  return {
    tool, urls: urls.map(argumentOf), output: written, named,
    toOutput: tool === "curl" ? (output === undefined && !named) || output?.text === "-" : output?.text === "-" || output?.text === "/dev/stdout",
    hasFlag: (...names) => line.flag(...names) !== undefined,
  };
}

/** wget's `-qO-` and `-qO/tmp/file`. */
function bundledOutput(line: CommandLine): OptionValue | undefined {
  for (const word of line.args) {
    const at = /^-[a-zA-Z]+?O(?=.)/.exec(word.text)?.[0].length;
    if (at !== undefined) return { value: word.value?.slice(at), text: word.text.slice(at), span: word.span, word, option: word };
  }
  return undefined;
}

/** The value of `--output=FILE` and `-oFILE` is what follows the option. */
function expandedValue(word: CommandArgument, text: string): string | undefined {
  if (word.raw.endsWith(text) || word.expanded === undefined) return word.expanded?.replace(/^--[\w-]+=/, "");
  return word.expanded.replace(/^(?:--[\w-]+=|-[A-Za-z]+(?=\/|-))/, "");
}
