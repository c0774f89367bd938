import { dockerfile, rule, textOf, type Command } from "#rule";

export default rule({
  id: "two-download-tools",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "curl and wget are both used",
  why: "One of them is enough. The second one and what it needs make the image larger.",
  remedy: "Choose one of them.",
  peers: {
    same: [
      { id: "hadolint:DL4001" },
      { id: "kics:Run Using 'wget' and 'curl'" },
      { id: "trivy:DS-0014" },
      { id: "semgrep:use-either-wget-or-curl" },
      { id: "tally:hadolint/DL4001", options: { scope: "file", includeInstalled: true } },
    ],
  },
  on: "dockerfile",
  needs: { instructions: ["RUN"] },
  options: {
    scope: { values: ["every-stage", "file"], default: "every-stage", meaning: "every-stage: each stage by itself; file: the stages together, calls by path included." },
    includeInstalled: { values: [false, true], default: false, meaning: "true: a tool that is only installed counts as used." },
  },

  *check(dockerfile, { options }) {
    const groups = options.scope === "file" ? [dockerfile.stages] : dockerfile.stages.map((stage) => [stage]);
    for (const stages of groups) {
      const seen = new Set<string>();
      for (const command of stages.flatMap(({ commands }) => commands)) {
        const names = toolsOf(command, options.scope === "file", options.includeInstalled);
        for (const name of names) seen.add(name);
        if (seen.size > 1 && names.length > 0) yield { at: command.span, message: names.length > 1 ? "curl and wget are both installed" : `${names[0] ?? ""} is used besides ${names[0] === "curl" ? "wget" : "curl"}` };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN wget https://example.org/a && make
        RUN ["curl", "-O", "https://example.org/b"]
      `,
      good: dockerfile`
        FROM debian:12 AS one
        RUN apt-get install -y curl && wget https://example.org/a

        FROM debian:12
        RUN curl -O https://example.org/b
      `,
    },
    {
      options: { scope: "file" },
      bad: dockerfile`
        FROM debian:12 AS one
        RUN wget https://example.org/a

        FROM debian:12
        RUN /usr/bin/curl -O https://example.org/b
      `,
      good: dockerfile`
        FROM debian:12 AS one
        RUN wget https://example.org/a

        FROM debian:12
        RUN apt-get install -y curl
      `,
    },
    {
      options: { includeInstalled: true },
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y wget curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl && curl -O https://example.org/b
      `,
    },
  ],
});

function toolsOf(command: Command, byPath: boolean, installed: boolean): readonly string[] {
  if ((command.name === "curl" || command.name === "wget") && (byPath || !textOf(command.nameSpan).includes("/"))) return [command.name];
  if (!installed || command.package?.action !== "install") return [];
  return command.package.packages.flatMap(({ name }) => (name === "curl" || name === "wget" ? [name] : []));
}
