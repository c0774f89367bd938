import { dockerfile, rule, type Span, type Step } from "#rule";

export default rule({
  id: "single-stage-build",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The image ships what only the build needs",
  why: "Compilers, package tools and sources make the image larger and give attackers tools.",
  remedy: "Build in a first stage and copy the result into a small one.",
  peers: { same: [{ id: "tally:tally/prefer-multi-stage-build", options: { packages: "any" } }] },
  on: "dockerfile",
  needs: { instructions: ["RUN"] },
  options: {
    threshold: { type: "number", default: 4, meaning: "The score from which the rule speaks. A compiler's build counts 4; other build steps, packages with build tools and a download that is unpacked or run count 2." },
    packages: { values: ["any", "toolchain"], default: "toolchain", meaning: "Which packages count. toolchain: compilers and build tools; any: whatever a package manager of the system installs, and that alone is enough." },
  },

  *check(dockerfile, { options }) {
    const [stage, ...more] = dockerfile.stages;
    if (!stage || more.length > 0) return;
    const reasons = stage.steps.flatMap((step) => (step.instruction.keyword === "RUN" ? reasonsOf(step, options.packages) : []));
    const score = reasons.reduce((sum, { points }) => sum + points, 0);
    if (score < options.threshold) return;
    yield { at: stage.from.headSpan, message: "this stage builds and ships its tools with the result", related: reasons.slice(0, 3).map(({ at, note }) => ({ at, note })) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y build-essential
        COPY . /src
        RUN make -C /src install
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN apt-get update && apt-get install -y build-essential
        COPY . /src
        RUN make -C /src install

        FROM debian:12
        COPY --from=build /usr/local /usr/local
      `,
    },
    {
      options: { packages: "any" },
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl
      `,
      good: dockerfile`
        FROM debian:12
        RUN curl -fsSL https://example.com/a.tgz | tar xz
      `,
    },
    {
      options: { threshold: 2 },
      bad: dockerfile`
        FROM node:22
        RUN npm run build
      `,
      good: dockerfile`
        FROM debian:12
        RUN echo done
      `,
    },
  ],
});

interface Reason {
  readonly at: Span;
  readonly note: string;
  readonly points: number;
}

const TOOLCHAIN = /^(?:build-essential|gcc|g\+\+|clang|cmake|make|ninja-build|golang(?:-go)?|go|rustc?|cargo|default-jdk|openjdk-\d+-jdk(?:-headless)?|maven|gradle|build-base|base-devel|musl-dev|python3?-dev(?:el)?|microsoft-build-tools|visualstudio.*|nodejs|npm|yarn)$/;

function reasonsOf(step: Step, packages: "any" | "toolchain"): readonly Reason[] {
  const calls = [
    ...step.commands.map(({ name, args, span }) => ({ name, words: args.map(({ value }) => value ?? ""), span })),
    ...step.foreignCommands.map(({ name, args, span }) => ({ name, words: args, span })),
  ];
  const built = calls.flatMap(({ name, words, span }): readonly Reason[] => {
    const points = buildPoints(name, words);
    return points > 0 ? [{ at: span, note: "builds", points }] : [];
  });
  const installed = calls.flatMap(({ name, words, span }): readonly Reason[] => {
    if (!["install", "add"].some((word) => words.includes(word))) return [];
    if (packages === "any" && SYSTEM.has(name)) return [{ at: span, note: "installs packages", points: 4 }];
    return words.some((word) => TOOLCHAIN.test(word)) ? [{ at: span, note: "installs build tools", points: 2 }] : [];
  });
  const fetched = calls.find(({ name }) => name === "curl" || name === "wget");
  const used = fetched && calls.some(({ name, words }) => (name === "tar" ? words.some((word) => /^-?[a-zA-Z]*x/.test(word)) : ["sh", "bash"].includes(name) && !words.includes("-c")));
  return [...built, ...installed, ...(used ? [{ at: fetched.span, note: "downloads and unpacks or runs", points: 2 }] : [])];
}

const SYSTEM: ReadonlySet<string> = new Set(["apt-get", "apt", "yum", "dnf", "microdnf", "apk", "choco"]);

/** What a call says about building here: 4 where a compiler's build tool makes the artefact, 2 for the other steps of a build. */
function buildPoints(name: string, words: readonly string[]): number {
  const [first, second] = words.filter((word) => !word.startsWith("-"));
  switch (name) {
    case "msbuild": return 4;
    case "go": case "cargo": return first === "build" ? 4 : first === "install" ? 2 : 0;
    case "dotnet": return first === "publish" || first === "build" ? 4 : 0;
    case "mvn": case "mvnw": return words.some((word) => word === "package" || word === "install" || word === "verify") ? 4 : 0;
    case "gradle": case "gradlew": return words.some((word) => /build|assemble|jar/i.test(word)) ? 4 : 0;
    case "make": case "cmake": case "ninja": case "gcc": case "g++": case "javac": case "tsc": case "webpack": return 2;
    case "nuget": return first === "restore" ? 2 : 0;
    case "npm": case "yarn": case "pnpm": case "bun": return /^build/.test((first === "run" ? second : first) ?? "") ? 2 : 0;
    default: return 0;
  }
}
