import { nameOf } from "../paths.ts";
import type { HostContext } from "./context.ts";
import type { ModelInstall } from "./installs.ts";

/**
 * True where the manifests in the context say that the install reads more of the project than themselves: scripts that it runs,
 * local packages, workspaces. False where they do not, and where they cannot be read.
 */
export function needsSources(install: ModelInstall, context: HostContext | undefined, folder: string): boolean {
  if (!context?.real) return false;
  const read = (name: string): string | undefined => context.textOf(folder === "" || folder === "." ? name : `${folder}/${name}`);
  switch (install.manager) {
    case "npm":
    case "yarn":
    case "pnpm":
    case "bun":
      return nodeNeeds(read("package.json"), install) || read("pnpm-workspace.yaml") !== undefined;
    case "pip":
    case "uv":
    case "pipenv":
    case "poetry":
      return install.needed.some((path) => pythonNeeds(read(nameOf(path) === path ? path : path.replace(/^\.\//, ""))));
    case "bundler":
      return /^[ \t]*(?:gemspec\b|path\b)|\bpath:|:path\s*=>/m.test(read("Gemfile") ?? "");
    case "composer":
      return /"type"\s*:\s*"path"/.test(read("composer.json") ?? "");
    case "go":
      return /=>\s*\.{1,2}\//.test(read("go.mod") ?? "");
    case "cargo":
      return /^[ \t]*\[workspace\]|\bpath\s*=/m.test(read("Cargo.toml") ?? "");
    case "maven":
      return /<modules>/.test(read("pom.xml") ?? "");
    case "mix":
      return /apps_path:|\bpath:/.test(read("mix.exs") ?? "");
    default:
      return false;
  }
}

/** Life-cycle scripts run the project's own files; `husky` only sets up git. */
function nodeNeeds(text: string | undefined, install: ModelInstall): boolean {
  if (text === undefined) return false;
  const manifest = parseJson(text);
  if (manifest === undefined) return false;
  if (manifest["workspaces"] !== undefined) return true;
  if (/"(?:file|link|portal|workspace):/.test(text)) return true;
  if (install.command.package?.hasFlag("--ignore-scripts") === true) return false;
  const scripts = manifest["scripts"];
  if (typeof scripts !== "object" || scripts === null) return false;
  return Object.entries(scripts).some(([name, script]) => ["preinstall", "install", "postinstall", "prepare"].includes(name) && typeof script === "string" && !/^\s*(?:npx\s+)?husky\b|is-ci|^\s*$/.test(script));
}

function pythonNeeds(text: string | undefined): boolean {
  return text !== undefined && /^[ \t]*(?:-e|--editable)[\s=]|^[ \t]*\.{1,2}(?:\/|[ \t\r]*$|\[)|\bfile:|\{[^{}]*\bpath\s*=|^[ \t]*\[tool\.uv\.workspace\]/m.test(text);
}

function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
