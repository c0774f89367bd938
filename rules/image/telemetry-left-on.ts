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
    const missing = TOOLS.filter(({ variable, isUsed }) => !stage.end.env.has(variable) && stage.steps.some((step) => step.instruction.keyword === "RUN" && step.commands.some((command) => isUsed(command, stage))));
    const [first] = missing;
    if (!first) return;
    const lines = missing.map(({ variable, value }) => `ENV ${variable}=${value}`).join(lineEnd(stage.dockerfile.document));
    yield {
      at: stage.from.headSpan, message: `${missing.map(({ name }) => name).join(", ")} may report usage data from this stage`,
      fix: { title: "turn it off", safe: false, edits: [insertInstructionAfter(stage.from, lines)] },
    };
  },

  examples: [
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

interface Tool {
  readonly name: string;
  readonly variable: string;
  readonly value: string;
  readonly isUsed: (command: Command, stage: Stage) => boolean;
}

/** The documented switch of each tool. */
const TOOLS: readonly Tool[] = [
  { name: "Bun", variable: "DO_NOT_TRACK", value: "1", isUsed: ({ name }) => name === "bun" || name === "bunx" },
  { name: "the Azure CLI", variable: "AZURE_CORE_COLLECT_TELEMETRY", value: "0", isUsed: ({ name }) => name === "az" },
  { name: "Wrangler", variable: "WRANGLER_SEND_METRICS", value: "false", isUsed: (command) => runs(command, "wrangler") },
  { name: "Hugging Face", variable: "HF_HUB_DISABLE_TELEMETRY", value: "1", isUsed: ({ name, package: asked }) => name === "huggingface-cli" || name === "hf" || asked?.action === "install" && asked.packages.some((one) => /^(?:huggingface[-_]hub|transformers)$/.test(one.name ?? "")) },
  { name: "Yarn", variable: "YARN_ENABLE_TELEMETRY", value: "0", isUsed: ({ name, args }) => name === "yarn" && args[0]?.value === "set" && args[1]?.value === "version" && /^(?:berry|stable|[2-9].*)$/.test(args[2]?.value ?? "") },
  { name: "Next.js", variable: "NEXT_TELEMETRY_DISABLED", value: "1", isUsed: (command, stage) => runs(command, "next") || isBuild(command) && dependsOn(stage, "next") },
  { name: "Nuxt", variable: "NUXT_TELEMETRY_DISABLED", value: "1", isUsed: (command, stage) => runs(command, "nuxt") || runs(command, "nuxi") || isBuild(command) && dependsOn(stage, "nuxt") },
  { name: "Gatsby", variable: "GATSBY_TELEMETRY_DISABLED", value: "1", isUsed: (command, stage) => runs(command, "gatsby") || isBuild(command) && dependsOn(stage, "gatsby") },
  { name: "Astro", variable: "ASTRO_TELEMETRY_DISABLED", value: "1", isUsed: (command, stage) => runs(command, "astro") || isBuild(command) && dependsOn(stage, "astro") },
  { name: "Turborepo", variable: "TURBO_TELEMETRY_DISABLED", value: "1", isUsed: (command, stage) => runs(command, "turbo") || isBuild(command) && dependsOn(stage, "turbo") },
  { name: ".NET", variable: "DOTNET_CLI_TELEMETRY_OPTOUT", value: "1", isUsed: ({ name }) => name === "dotnet" },
  { name: "PowerShell", variable: "POWERSHELL_TELEMETRY_OPTOUT", value: "1", isUsed: ({ name }) => name === "pwsh" },
];

/** By itself, or through the runner of a package manager. */
function runs({ name, args }: Command, tool: string): boolean {
  if (name === tool) return true;
  const words = args.map(({ value }) => value ?? "").filter((word) => !word.startsWith("-"));
  return name === "npx" ? words[0] === tool : ["npm", "yarn", "pnpm", "bun"].includes(name) && (words[0] === tool || ["exec", "dlx", "x"].includes(words[0] ?? "") && words[1] === tool);
}

function isBuild({ name, args }: Command): boolean {
  const words = args.map(({ value }) => value ?? "").filter((word) => !word.startsWith("-"));
  return ["npm", "yarn", "pnpm", "bun"].includes(name) && words.some((word) => /^build(?::|$)/.test(word));
}

/** A package.json that the stage copies names a package. */
function dependsOn(stage: Stage, name: string): boolean {
  return stage.lineage.flatMap(({ steps }) => steps).some(({ copy, instruction }) => {
    const heredoc = instruction.heredocs.find(() => /package\.json\s*$/.test(textOf(instruction.headSpan)));
    const folder = copy?.destination?.replace(/[^/]*$/, "");
    const text = heredoc ? heredoc.body.text : folder === undefined ? undefined : stage.image.fileAt(`${folder}package.json`)?.text()?.text;
    return text !== undefined && new RegExp(`"${name}"\\s*:`).test(text);
  });
}
