import { compose, rule } from "#rule";

export default rule({
  id: "restart-attempts",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The number of restart attempts is not the agreed one",
  why: "Too few attempts leave a service down after a short fault of its neighbours; too many keep a broken one busy.",
  remedy: "Give the agreed number of attempts.",
  peers: { same: [{ id: "kics:Restart Policy On Failure Not Set To 5" }] },
  on: "service",
  options: {
    attempts: { type: "number", default: 5, meaning: "The number of attempts that passes." },
  },

  *check(service, { options }) {
    const policy = service.scalar("restart");
    const short = /^on-failure:(\d+)$/.exec(policy?.value ?? "")?.[1];
    if (policy && short !== undefined && Number(short) !== options.attempts) yield { at: policy.span, message: `${service.name} is tried ${short} times, not ${String(options.attempts)}`, address: `${service.address}.restart` };
    const condition = service.at("deploy", "restart_policy", "condition");
    const attempts = service.at("deploy", "restart_policy", "max_attempts");
    if (!condition || !attempts || service.compose.resolve(condition).value !== "on-failure") return;
    const text = service.compose.resolve(attempts).value;
    if (text !== undefined && Number(text) !== options.attempts) yield { at: attempts.span, message: `a swarm tries ${service.name} ${text} times, not ${String(options.attempts)}`, address: `${service.address}.deploy.restart_policy` };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            restart: on-failure:10
            deploy:
              restart_policy:
                condition: on-failure
                max_attempts: 3
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            restart: on-failure:5
            deploy:
              restart_policy:
                condition: on-failure
                max_attempts: 5
          worker:
            image: example/worker:2
            restart: on-failure
      `,
    },
    {
      about: "Another number",
      options: { attempts: 3 },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            restart: on-failure:5
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            restart: on-failure:3
      `,
    },
  ],
});
