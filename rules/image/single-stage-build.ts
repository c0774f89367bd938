import { dockerfile, rule, type Span, type Step } from "#rule";

export default rule({
  id: "single-stage-build",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The image ships what only the build needs",
  why: "Compilers, package tools and sources make the image larger and give attackers tools.",
  remedy: "Build in a first stage and copy the result into a small one.",
  peers: { same: [{ id: "tally:tally/prefer-multi-stage-build" }] },
  on: "dockerfile",
  needs: { instructions: ["RUN"] },
  options: {
    threshold: { type: "number", default: 4, meaning: "The score from which the rule speaks." },
  },

  *check(dockerfile, { options }) {
    const [stage, ...more] = dockerfile.stages;
    if (!stage || more.length > 0) return;
    const reasons = stage.steps.flatMap((step) => (step.instruction.keyword === "RUN" ? reasonsOf(step) : []));
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
      options: { threshold: 2 },
      bad: dockerfile`
        FROM golang:1.24
        RUN go build -o /app
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

function reasonsOf(step: Step): readonly Reason[] {
  const calls = [
    ...step.commands.map(({ name, args, span }) => ({ name, words: args.map(({ value }) => value ?? ""), span })),
    ...step.foreignCommands.map(({ name, args, span }) => ({ name, words: args, span })),
  ];
  return calls.flatMap(({ name, words, span }): readonly Reason[] => {
    if (builds(name, words)) return [{ at: span, note: "builds", points: 2 }];
    if (words.some((word) => TOOLCHAIN.test(word)) && ["install", "add"].some((word) => words.includes(word))) return [{ at: span, note: "installs build tools", points: 2 }];
    return name === "tar" && words.some((word) => /^-?[a-zA-Z]*x/.test(word)) && calls.some((call) => call.name === "curl" || call.name === "wget") ? [{ at: span, note: "downloads and unpacks", points: 1 }] : [];
  });
}

function builds(name: string, words: readonly string[]): boolean {
  const [first, second] = words.filter((word) => !word.startsWith("-"));
  switch (name) {
    case "make": case "cmake": case "ninja": case "gcc": case "g++": case "javac": case "msbuild": case "tsc": case "webpack": return true;
    case "go": case "cargo": return first === "build" || first === "install";
    case "dotnet": return first === "publish" || first === "build";
    case "nuget": return first === "restore";
    case "mvn": case "mvnw": return words.some((word) => word === "package" || word === "install" || word === "verify");
    case "gradle": case "gradlew": return words.some((word) => /build|assemble|jar/i.test(word));
    case "npm": case "yarn": case "pnpm": case "bun": return /^build/.test((first === "run" ? second : first) ?? "");
    default: return false;
  }
}
