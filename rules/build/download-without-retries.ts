import { dockerfile, insertInstructionBefore, lineEnd, rule, textOf, type Span, type Stage, type Step } from "#rule";

export default rule({
  id: "download-without-retries",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A download fails at the first hiccup",
  why: "One lost connection stops the whole build. curl and wget retry by themselves when their configuration says so.",
  remedy: "Put a curlrc with `retry` (CURL_HOME) or a wgetrc with `tries` (WGETRC) into the stage.",
  peers: {
    same: [
      { id: "tally:tally/prefer-curl-config", options: { tools: ["curl"] } },
      { id: "tally:tally/prefer-wget-config", options: { tools: ["wget"] } },
    ],
  },
  on: "dockerfile",
  needs: { instructions: ["RUN"] },
  fix: "unsafe",
  options: {
    tools: { values: ["curl", "wget"], default: ["curl", "wget"], meaning: "Which programs are looked at." },
  },

  *check(dockerfile, { options }) {
    for (const tool of options.tools) {
      const reported = new Set<Stage>();
      for (const stage of dockerfile.stages) {
        if (stage.lineage.some((one) => reported.has(one)) || stage.lineage.some((one) => isConfigured(one, tool))) continue;
        const found = stage.steps.map((step) => firstUse(step, tool)).find((one) => one !== undefined);
        if (!found) continue;
        reported.add(stage);
        yield { at: found.at, message: `nothing tells ${tool} to try again`, ...(stage.os === "linux" ? { fix: { title: "configure retries", safe: false, edits: [insertInstructionBefore(dockerfile.tree, found.step.instruction, CONFIGURATION[tool].join(lineEnd(dockerfile.document)))] } } : {}) };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN curl -fsSL https://example.org/setup.sh -o /setup.sh
      `,
      good: dockerfile`
        FROM debian:12
        ENV CURL_HOME=/etc/curl
        COPY --chmod=0644 <<EOF /etc/curl/.curlrc
        retry = 3
        retry-connrefused
        EOF
        RUN curl -fsSL https://example.org/setup.sh -o /setup.sh
      `,
    },
    {
      options: { tools: ["wget"] },
      bad: dockerfile`
        FROM alpine:3.22 AS base
        RUN apk add --no-cache wget

        FROM base
        RUN wget https://example.org/a
      `,
      fixed: dockerfile`
        FROM alpine:3.22 AS base
        ENV WGETRC=/etc/wgetrc
        COPY --chmod=0644 <<EOF /etc/wgetrc
        tries = 3
        retry_connrefused = on
        EOF
        RUN apk add --no-cache wget

        FROM base
        RUN wget https://example.org/a
      `,
      good: dockerfile`
        FROM debian:12
        COPY wgetrc /etc/
        RUN wget https://example.org/a && curl https://example.org/b
      `,
    },
    {
      options: { tools: ["curl"] },
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        RUN C:\Tools\curl.exe -o a https://example.org/a
      `,
      fixed: null,
      good: dockerfile`
        FROM debian:12
        RUN wget https://example.org/a
      `,
    },
  ],
});

const CONFIGURATION = {
  curl: ["ENV CURL_HOME=/etc/curl", "COPY --chmod=0644 <<EOF /etc/curl/.curlrc", "retry = 3", "retry-connrefused", "EOF"],
  wget: ["ENV WGETRC=/etc/wgetrc", "COPY --chmod=0644 <<EOF /etc/wgetrc", "tries = 3", "retry_connrefused = on", "EOF"],
} as const;

const FILES = { curl: /[._]?curlrc\b/i, wget: /[._]?wgetrc\b/i } as const;

/** A configuration file is copied or written, or a variable names one. */
function isConfigured({ steps }: Stage, tool: "curl" | "wget"): boolean {
  return steps.some(({ instruction }) => {
    if (instruction.keyword === "ENV") return instruction.assignments.some(({ name }) => name.value === (tool === "curl" ? "CURL_HOME" : "WGETRC"));
    return ["ADD", "COPY", "RUN"].includes(instruction.keyword) && FILES[tool].test(textOf(instruction.headSpan));
  });
}

/** The first command that runs or installs a tool; one that says itself how often to try again does not count. */
function firstUse(step: Step, tool: "curl" | "wget"): { readonly at: Span; readonly step: Step } | undefined {
  if (step.instruction.keyword !== "RUN") return undefined;
  for (const { download, package: asked, span } of step.commands) {
    if (download?.tool === tool && !download.hasFlag("--retry", "--tries", "-t")) return { at: span, step };
    const installed = asked?.action === "install" ? asked.packages.find(({ name }) => name === tool) : undefined;
    if (installed) return { at: installed.span, step };
  }
  const foreign = step.foreignCommands.find(({ name, args }) => name === tool || (name === "choco" || name === "winget") && args[0] === "install" && args.includes(tool));
  return foreign && { at: foreign.span, step };
}
