import { compose, dockerfile, rule, type Container, type Span, type TraceStep } from "#rule";

export default rule({
  id: "stale-lock-in-volume",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A lock file outlives the process that made it",
  why: "When the container is killed, the file stays on the mount. The next start takes it for a running process and refuses to begin.",
  remedy: "Remove the file at the beginning of the entry point, or keep it in /run or on a tmpfs.",
  confidence: "likely",
  on: "container",

  *check(container) {
    if (container.purpose === "test") return;
    for (const lock of locksOf(container)) {
      const fate = container.fateOf(lock.path);
      if (!fate.survives.down || container.removals.some((removal) => lock.path === removal.path || lock.path.startsWith(`${removal.path}/`))) continue;
      yield { at: lock.at, message: `${lock.path} stays on a mount when ${container.name} is killed, and nothing removes it at start`, trace: lock.trace, related: fate.mount ? [{ at: fate.mount.span, note: "the mount that keeps it" }] : [] };
      return;
    }
  },

  examples: [
    {
      bad: { ...compose`
        services:
          shop:
            build: .
            volumes:
              - .:/shop
      `, ...dockerfile`
        FROM ruby:3.3
        WORKDIR /shop
        CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]
      ` },
      good: { ...compose`
        services:
          shop:
            build: .
            command: sh -c 'rm -f tmp/pids/server.pid && exec bundle exec rails server -b 0.0.0.0'
            volumes:
              - .:/shop
      `, ...dockerfile`
        FROM ruby:3.3
        WORKDIR /shop
        CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]
      ` },
    },
  ],
});

interface Lock {
  readonly path: string;
  readonly at: Span;
  readonly trace: readonly TraceStep[];
}

/** Files whose name says so, and the one that `rails server` makes. */
function* locksOf(container: Container): Generator<Lock> {
  for (const write of container.writes) {
    if (write.evidence === "script" && write.type === "file" && /\.(pid|lock|lck)$/.test(write.path) && !/(yarn|composer|gemfile|poetry|pipfile|cargo|uv|pdm|bun|flake|mix|pubspec)\.lock$/i.test(write.path)) yield { path: write.path, at: write.span, trace: write.trace };
  }
  for (const { name, args, span, trace, cwd } of container.startCommands) {
    const words = [name, ...args.map((arg) => arg ?? "?")].filter((word) => word !== "bundle" && word !== "exec");
    const isServer = /(^|\/)rails$/.test(words[0] ?? "") && (words[1] === "server" || words[1] === "s");
    if (isServer && cwd !== undefined && !words.some((word) => /^(-P|--pid)/.test(word))) yield { path: `${cwd === "/" ? "" : cwd}/tmp/pids/server.pid`, at: span, trace };
  }
}
