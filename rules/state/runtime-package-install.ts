import { dockerfile, rule } from "#rule";

export default rule({
  id: "runtime-package-install",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Packages are installed at every start",
  why: "What an entry point installs lies in the writable layer: each new container installs it again, slower, and maybe in another version, and not at all without a network.",
  remedy: "Install in the Dockerfile.",
  on: "container",

  *check(container) {
    if (container.purpose !== "unknown" && container.purpose !== "production") return;
    for (const command of container.startCommands) {
      const [first, second] = command.args;
      if (!isInstall(command.name, first, second) || command.conditional) continue;
      yield { at: command.span, message: `${container.name} runs \`${[command.name, first].filter(Boolean).join(" ")}\` at every start`, trace: command.trace };
      return;
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM python:3.13
        CMD pip install -r requirements.txt && python server.py
      `,
      good: dockerfile`
        FROM python:3.13
        COPY requirements.txt .
        RUN pip install -r requirements.txt
        CMD python server.py
      `,
    },
  ],
});

function isInstall(name: string, first: string | undefined, second: string | undefined): boolean {
  if (/^(apt-get|apt|apk|yum|dnf|microdnf|zypper)$/.test(name)) return ["install", "add", "upgrade"].includes(first ?? "") || ["install", "add", "upgrade"].includes(second ?? "");
  if (/^pip[23]?$/.test(name)) return first === "install";
  if (/^(npm|pnpm)$/.test(name)) return ["install", "i", "ci", "add"].includes(first ?? "");
  if (name === "yarn") return first === undefined || first === "install" || first === "add";
  if (name === "gem" || name === "bundle" || name === "composer") return first === "install";
  return false;
}
