import Ajv, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "sarif";

const platforms: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin", win32: "win32" };
const tool = join(__dirname, "../../node_modules/@microsoft", `sarif-multitool-${platforms[process.platform] ?? "none"}`);

let compiled: ValidateFunction | undefined;

function compile(path: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, "")) as object);
}

/** Faults of a SARIF text by the official schema, or a reason why it could not be asked. */
export function schemaFaults(text: string): { readonly faults: readonly string[] } | { readonly skipped: string } {
  const path = join(tool, "sarif-2.1.0.json");
  if (!existsSync(path)) return { skipped: `the official schema is not installed for ${process.platform}` };
  const validate = (compiled ??= compile(path));
  validate(JSON.parse(text));
  return { faults: (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`) };
}

export interface ToolFault {
  readonly rule: string;
  readonly level: string;
  readonly message: string;
}

/** What the SARIF multitool says of a text with its rule kinds `Sarif` and `Ghas`, or a reason why it could not be asked. */
export function multitoolFaults(text: string): { readonly faults: readonly ToolFault[] } | { readonly skipped: string } {
  const binary = join(tool, process.platform === "win32" ? "Sarif.Multitool.exe" : "Sarif.Multitool");
  if (!existsSync(binary)) return { skipped: `the SARIF multitool is not installed for ${process.platform}` };
  const folder = mkdtempSync(join(tmpdir(), "stowage-sarif-"));
  try {
    makeExecutable(binary);
    writeFileSync(join(folder, "in.sarif"), text);
    const run = spawnSync(binary, ["validate", join(folder, "in.sarif"), "--rule-kind", "Sarif;Ghas", "--output", join(folder, "out.sarif"), "--log", "ForceOverwrite"], {
      encoding: "utf8", timeout: 120_000, env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
    });
    if (!existsSync(join(folder, "out.sarif"))) return { skipped: `the SARIF multitool does not run here: ${(run.error?.message ?? run.stderr + run.stdout).slice(0, 300)}` };
    return { faults: faultsOf(JSON.parse(readFileSync(join(folder, "out.sarif"), "utf8").replace(/^\uFEFF/, "")) as Log) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeExecutable(binary: string): void {
  try {
    accessSync(binary, constants.X_OK);
  } catch {
    chmodSync(binary, 0o755);
  }
}

function faultsOf(log: Log): readonly ToolFault[] {
  return log.runs.flatMap((run) => (run.results ?? []).map((result) => {
    const rule = run.tool.driver.rules?.[result.ruleIndex ?? -1];
    const level = result.level ?? rule?.defaultConfiguration?.level ?? "warning";
    const template = result.message.text ?? rule?.messageStrings?.[result.message.id ?? ""]?.text ?? "";
    const message = template.replace(/\{(\d+)\}/g, (_, at: string) => result.message.arguments?.[Number(at)] ?? "");
    return { rule: result.ruleId ?? rule?.id ?? "?", level, message };
  }));
}
