import { dockerfile, nearest, replace, rule } from "#rule";

export default rule({
  id: "misspelt-syntax-directive",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The syntax directive names no frontend",
  why: "BuildKit pulls the image that `# syntax=` names and runs it. A misspelt name makes the build fail, or runs a frontend of somebody else.",
  remedy: "Write `docker/dockerfile:1`.",
  peers: { same: [{ id: "tally:tally/syntax-directive-typo" }] },
  on: "dockerfile",
  needs: { words: ["syntax"] },
  fix: "safe",

  *check({ tree }) {
    for (const { name, value, valueSpan } of tree.directives) {
      if (name !== "syntax") continue;
      const wanted = corrected(value.trim());
      if (wanted === undefined || wanted === value.trim()) continue;
      const known = isFrontend(wanted);
      yield {
        at: valueSpan,
        message: known ? `${value.trim()} is no frontend, ${wanted} is` : `${value.trim()} holds a blank`,
        ...(known ? { fix: { title: `write ${wanted}`, safe: true, edits: [replace(valueSpan, wanted)] } } : {}),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        # syntax=docker/dokerfile:1
        FROM debian:12
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        FROM debian:12
      `,
    },
    {
      bad: dockerfile`
        # syntax=docker/dockerfile :1.7
        FROM debian:12
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1.7
        FROM debian:12
      `,
    },
    {
      about: "Frontends of others pass",
      bad: dockerfile`
        # syntax=docker/dockerflie
        FROM debian:12
      `,
      good: dockerfile`
        # syntax=ghcr.io/acme/frontend:2
        FROM debian:12
      `,
      fixed: dockerfile`
        # syntax=docker/dockerfile
        FROM debian:12
      `,
    },
  ],
});

const FRONTENDS: readonly string[] = ["docker/dockerfile", "docker/dockerfile-upstream", "docker.io/docker/dockerfile", "docker.io/docker/dockerfile-upstream"];

/** What was probably meant; undefined where the name is well known or nothing like one. */
function corrected(value: string): string | undefined {
  const bare = value.replace(/\s+/g, "");
  const [, repository = "", rest = ""] = /^([^:@]*)(.*)$/.exec(bare) ?? [];
  const near = FRONTENDS.includes(repository) ? repository : nearest(repository, FRONTENDS, 2);
  if (near === undefined) return bare === value ? undefined : bare;
  return near + rest;
}

function isFrontend(value: string): boolean {
  return FRONTENDS.includes(value.replace(/[:@][^]*$/, ""));
}
