import { cover, dockerfile, insertAfter, rule, type Command, type Instruction } from "#rule";

export default rule({
  id: "missing-secret-mount",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "A command runs without the secret it needs",
  why: "Without the mount the command finds no credentials, or those that it finds came into the image in another way and stay there.",
  remedy: "Give the RUN the secret with `--mount=type=secret`.",
  peers: { same: [{ id: "tally:tally/require-secret-mounts" }] },
  on: "instruction",
  needs: { instructions: ["RUN"] },
  fix: "safe",
  options: {
    requirements: { type: "map", default: {}, meaning: "Commands and the secret mounts that they need (id, target or env)." },
  },

  *check({ instruction, commands }, { options }) {
    if (instruction.keyword !== "RUN") return;
    const missing = new Map<string, string>();
    let first: Command | undefined;
    for (const command of commands) {
      const wanted = command.dialect === undefined ? undefined : mountFor(options.requirements[command.name]);
      if (!wanted || hasMount(instruction, wanted)) continue;
      first ??= command;
      missing.set(command.name, flagText(wanted));
    }
    if (!first) return;
    const flags = [...new Set(missing.values())];
    yield {
      at: cover(instruction.keywordSpan, first.nameSpan),
      message: `${[...missing.keys()].join(" and ")} ${missing.size > 1 ? "need secrets" : "needs a secret"} that this RUN does not mount`,
      fix: { title: "mount it", safe: true, edits: [insertAfter(instruction.keywordSpan, ` ${flags.join(" ")}`)] },
    };
  },

  examples: [
    {
      options: { requirements: { pip: { id: "pip-settings", target: "/etc/pip.conf" } } },
      bad: dockerfile`
        FROM python:3.12
        RUN pip install -r requirements.txt
      `,
      good: dockerfile`
        FROM python:3.12
        RUN --mount=type=secret,id=pip-settings,target=/etc/pip.conf pip install -r requirements.txt
      `,
    },
    {
      about: "A secret can be a variable too; other commands and the JSON form pass",
      options: { requirements: { gh: { id: "forge", env: "GH_TOKEN" } } },
      bad: dockerfile`
        FROM debian:12
        RUN env LANG=C gh release download
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update
        RUN ["gh", "release", "download"]
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN --mount=type=secret,id=forge,env=GH_TOKEN env LANG=C gh release download
      `,
    },
  ],
});

interface SecretMount {
  readonly id: string;
  readonly target: string | undefined;
  readonly env: string | undefined;
}

/** One entry of the option: `{ id, target, env }`. */
function mountFor(entry: unknown): SecretMount | undefined {
  if (typeof entry !== "object" || entry === null || !("id" in entry) || typeof entry.id !== "string") return undefined;
  const target = "target" in entry && typeof entry.target === "string" ? entry.target : undefined;
  const env = "env" in entry && typeof entry.env === "string" ? entry.env : undefined;
  return { id: entry.id, target, env };
}

function hasMount({ flags }: Instruction, wanted: SecretMount): boolean {
  return flags.some(({ name, options }) => {
    const option = (...names: readonly string[]): string | undefined => options.findLast((one) => names.includes(one.name))?.value?.value;
    if (name !== "mount" || option("type") !== "secret") return false;
    const target = option("target", "dst", "destination");
    const id = option("id") ?? target?.slice(target.lastIndexOf("/") + 1);
    return id === wanted.id && (wanted.target === undefined || target === wanted.target) && (wanted.env === undefined || option("env") === wanted.env);
  });
}

function flagText({ id, target, env }: SecretMount): string {
  return `--mount=type=secret,id=${id}${target === undefined ? "" : `,target=${target}`}${env === undefined ? "" : `,env=${env}`}`;
}
