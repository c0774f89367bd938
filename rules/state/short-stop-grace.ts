import { compose, replace, rule } from "#rule";

export default rule({
  id: "short-stop-grace",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A database gets too little time to stop",
  why: "After the grace period the engine kills the process. A database that is killed while it writes must repair itself at the next start, and can lose the last transactions.",
  remedy: "Drop `stop_grace_period`, or set at least 10 seconds.",
  on: "service",
  fix: "safe",

  *check(service) {
    const grace = service.duration("stop_grace_period");
    const known = service.container.image?.known;
    if (!grace || grace.milliseconds >= 10_000 || !known || !["database", "queue", "search"].includes(known.category) || service.container.dataPaths.length === 0) return;
    yield {
      at: grace.span,
      message: `${service.name} gets ${grace.raw} to stop; ten seconds are the engine's default`,
      fix: { title: "give it ten seconds", safe: false, edits: [replace(grace.span, "10s")] },
    };
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            stop_grace_period: 2s
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            stop_grace_period: 10s
      `,
    },
  ],
});
