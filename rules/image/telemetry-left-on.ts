import { dockerfile, file, insertInstructionAfter, lineEnd, rule, textOf, type Command, type Stage } from "#rule";

export default rule({
  id: "telemetry-left-on",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A tool reports what it does to its maker",
  why: "Build machines send usage data out, slow where the network is closed, and often against the rules of a company.",
  remedy: "Set the tool's own variable that turns it off.",
  peers: { same: [{ id: "tally:tally/prefer-telemetry-opt-out" }] },
  on: "stage",
  fix: "unsafe",

  *check(stage) {
    const calls = callsOf(stage);
    const missing = calls.length === 0 ? [] : TOOLS.filter(({ variable, value, isUsed }) => !isOff(stage, variable, value) && calls.some((call) => isUsed(call, stage)));
    const [first] = missing;
    if (!first) return;
    const lines = missing.map(({ variable, value }) => `ENV ${variable}=${value}`).join(lineEnd(stage.dockerfile.document));
    yield {
      at: stage.from.headSpan, message: `${missing.map(({ name }) => name).join(", ")} may report usage data from this stage`,
      ...(missing.some(({ variable }) => stage.end.env.has(variable)) ? {} : { fix: { title: "turn it off", safe: false, edits: [insertInstructionAfter(stage.from, lines)] } }),
    };
  },

  examples: [
    {
      about: "What the stage starts counts as well, and a variable with the opposite value.",
      bad: dockerfile`
        FROM node:22
        ENV NEXT_TELEMETRY_DISABLED=0
        CMD ["next", "start"]
      `,
      fixed: null,
      good: dockerfile`
        FROM mcr.microsoft.com/dotnet/aspnet:9.0
        ENTRYPOINT ["dotnet", "Shop.dll"]
      `,
    },
    {
      bad: dockerfile`
        FROM node:22 AS build
        RUN npx next build && az login
        USER node
      `,
      good: dockerfile`
        FROM node:22 AS build
        ENV AZURE_CORE_COLLECT_TELEMETRY=0
        ENV NEXT_TELEMETRY_DISABLED=1
        RUN npx next build && az login
        USER node
      `,
    },
    {
      bad: {
        ...dockerfile`
          FROM node:22
          WORKDIR /app
          COPY package.json ./
          RUN npm run build
        `,
        ...file("package.json")`
          { "dependencies": { "astro": "5.0.0" } }
        `,
      },
      fixed: dockerfile`
        FROM node:22
        ENV ASTRO_TELEMETRY_DISABLED=1
        WORKDIR /app
        COPY package.json ./
        RUN npm run build
      `,
      good: dockerfile`
        FROM node:22
        RUN npm run build
      `,
    },
  ],
});

/** One command, whichever shell reads it. */
interface Call {
  readonly name: string;
  /** Arguments that are no flags. */
  readonly words: readonly string[];
  readonly installs: readonly string[];
}

interface Tool {
  readonly name: string;
  readonly variable: string;
  readonly value: string;
  readonly isUsed: (call: Call, stage: Stage) => boolean;
}

/** The documented switch of each tool. */
const TOOLS: readonly Tool[] = [
  { name: "Bun", variable: "DO_NOT_TRACK", value: "1", isUsed: ({ name }) => name === "bun" || name === "bunx" },
  { name: "the Azure CLI", variable: "AZURE_CORE_COLLECT_TELEMETRY", value: "0", isUsed: ({ name, installs }) => name === "az" || installs.includes("azure-cli") },
  { name: "Wrangler", variable: "WRANGLER_SEND_METRICS", value: "false", isUsed: (call) => runs(call, "wrangler") },
  { name: "Hugging Face", variable: "HF_HUB_DISABLE_TELEMETRY", value: "1", isUsed: ({ name, words, installs }) => ["huggingface-cli", "hf"].includes(name) || /^python[\d.]*$/.test(name) && words[0] === "huggingface_hub" || installs.some((one) => HUGGING_FACE.test(one)) },
  { name: "Yarn", variable: "YARN_ENABLE_TELEMETRY", value: "0", isUsed: ({ name, words }, stage) => name === "corepack" && /\byarn@(?:berry|stable|[2-9])/.test(words.join(" ")) || name === "yarn" && (/^set version (?:berry|stable|[2-9])/.test(words.join(" ")) || copiesYarnSettings(stage)) },
  { name: "Next.js", variable: "NEXT_TELEMETRY_DISABLED", value: "1", isUsed: (call, stage) => runs(call, "next") || isBuild(call) && dependsOn(stage, "next") },
  { name: "Nuxt", variable: "NUXT_TELEMETRY_DISABLED", value: "1", isUsed: (call, stage) => runs(call, "nuxt") || runs(call, "nuxi") || isBuild(call) && dependsOn(stage, "nuxt") },
  { name: "Gatsby", variable: "GATSBY_TELEMETRY_DISABLED", value: "1", isUsed: (call, stage) => runs(call, "gatsby") || isBuild(call) && dependsOn(stage, "gatsby") },
  { name: "Astro", variable: "ASTRO_TELEMETRY_DISABLED", value: "1", isUsed: (call, stage) => runs(call, "astro") || isBuild(call) && dependsOn(stage, "astro") },
  { name: "Turborepo", variable: "TURBO_TELEMETRY_DISABLED", value: "1", isUsed: (call, stage) => runs(call, "turbo") || isBuild(call) && dependsOn(stage, "turbo") },
  { name: ".NET", variable: "DOTNET_CLI_TELEMETRY_OPTOUT", value: "1", isUsed: ({ name, words }) => name === "dotnet" && !/\.dll$/i.test(words[0] ?? "") },
  { name: "PowerShell", variable: "POWERSHELL_TELEMETRY_OPTOUT", value: "1", isUsed: ({ name }) => name === "pwsh" || name === "powershell" },
  { name: "vcpkg", variable: "VCPKG_DISABLE_METRICS", value: "1", isUsed: ({ name }) => /^(?:bootstrap-)?vcpkg(?:\.\w+)?$/.test(name) },
  { name: "Homebrew", variable: "HOMEBREW_NO_ANALYTICS", value: "1", isUsed: ({ name }) => name === "brew" },
];

/** Python packages that load the library of the Hugging Face hub. */
const HUGGING_FACE = /^(?:huggingface[-_]hub|transformers|datasets|diffusers|accelerate|peft|sentence[-_]transformers)$/i;

/** The variable is set, and not to the opposite. */
function isOff(stage: Stage, variable: string, value: string): boolean {
  const set = stage.end.env.get(variable)?.value;
  return stage.end.env.has(variable) && !(set !== undefined && (value === "1" ? /^(?:0|false|no|off|)$/i : /^(?:1|true|yes|on|)$/i).test(set));
}

function callsOf(stage: Stage): readonly Call[] {
  const started = stage.steps.some(({ instruction }) => instruction.keyword === "CMD" || instruction.keyword === "ENTRYPOINT") ? stage.startLines : [];
  return [...started.map(({ name, args }) => ({ name, words: wordsOf(args), installs: [] })), ...stage.steps.filter(({ instruction }) => instruction.keyword === "RUN").flatMap((step) => [
    ...step.commands.map((command) => ({ name: command.name, words: wordsOf(command.args.map(({ value }) => value ?? "")), installs: installedBy(command) })),
    ...step.foreignCommands.map(({ name, args }) => ({ name, words: wordsOf(args), installs: [] })),
    ...(/(?:^|[\\/])pwsh(?:\.exe)?$/.test(step.before.shell.words[0] ?? "") ? [{ name: "pwsh", words: [], installs: [] }] : []),
  ])];
}

/** The packages that a command names, itself or in a list that the stage copies. */
function installedBy({ package: asked, cwd, step }: Command): readonly string[] {
  if (asked?.action !== "install") return [];
  const lists = asked.requirementFiles.map(({ expanded = "" }) => step?.stage?.image.fileAt(expanded.startsWith("/") ? expanded : `${cwd === "/" ? "" : cwd ?? ""}/${expanded}`)?.text()?.text ?? "");
  const listed = lists.flatMap((text) => text.split("\n").map((line) => /^[\w.-]+/.exec(line)?.[0] ?? ""));
  return [...asked.packages.flatMap((one) => one.name ?? []), ...listed];
}

function wordsOf(args: readonly string[]): readonly string[] {
  return args.filter((word) => !word.startsWith("-"));
}

/** By itself, or through the runner of a package manager. */
function runs({ name, words, installs }: Call, tool: string): boolean {
  if (name === tool || words.length > 1 && installs.includes(tool) && ["npm", "yarn", "pnpm", "bun"].includes(name)) return true;
  return name === "npx" ? words[0] === tool : ["npm", "yarn", "pnpm", "bun"].includes(name) && (words[0] === tool || ["exec", "dlx", "x"].includes(words[0] ?? "") && words[1] === tool);
}

function isBuild({ name, words }: Call): boolean {
  return ["npm", "yarn", "pnpm", "bun"].includes(name) && words.some((word) => /^build(?::|$)/.test(word));
}

/** Only the newer Yarn reads .yarnrc.yml. */
function copiesYarnSettings({ lineage }: Stage): boolean {
  return lineage.some(({ steps }) => steps.some(({ copy }) => copy?.sources.some(({ raw }) => /(?:^|\/)\.yarnrc\.yml$/.test(raw))));
}

/** A package.json that the stage copies names a package. */
function dependsOn(stage: Stage, name: string): boolean {
  return stage.lineage.flatMap(({ steps }) => steps).some(({ copy, instruction }) => {
    const heredoc = instruction.heredocs.find(() => /package\.json\s*$/.test(textOf(instruction.headSpan)));
    const folder = copy?.destination?.replace(/(?<![^/])[^/]*$/, "");
    const text = heredoc ? heredoc.body.text : folder === undefined ? undefined : stage.image.fileAt(`${folder}package.json`)?.text()?.text;
    return text !== undefined && new RegExp(`"${name}"\\s*:`).test(text);
  });
}
