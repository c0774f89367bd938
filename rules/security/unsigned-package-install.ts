import { cover, dockerfile, isBuildCommand, rule, textOf, type Command, type Span } from "#rule";

export default rule({
  id: "unsigned-package-install",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Packages are installed without a look at their signatures",
  why: "The signature is what tells a package from a forged one. Without it whoever sits between you and the mirror decides what is installed.",
  remedy: "Install the repository's key, and leave the flag out.",
  securitySeverity: 7.0,
  peers: {
    same: [
      { id: "checkov:CKV2_DOCKER_7", options: { packageManagers: ["apk"] } },
      { id: "checkov:CKV2_DOCKER_8", options: { packageManagers: ["apt"], aptFlags: ["--allow-unauthenticated"] } },
      { id: "checkov:CKV2_DOCKER_9", options: { packageManagers: ["dnf", "tdnf", "yum"] } },
      { id: "checkov:CKV2_DOCKER_10", options: { packageManagers: ["rpm"] } },
      { id: "checkov:CKV2_DOCKER_11", options: { packageManagers: ["apt"], aptFlags: ["--force-yes"] } },
    ],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["--allow-untrusted", "--allow-unauthenticated", "--force-yes", "--nodigest", "--nosignature", "--noverify", "--nofiledigest", "--nogpgcheck"] },
  options: {
    packageManagers: { values: ["apk", "apt", "dnf", "rpm", "tdnf", "yum"], default: ["apk", "apt", "dnf", "rpm", "tdnf", "yum"], meaning: "Whose commands are looked at." },
    aptFlags: { values: ["--allow-unauthenticated", "--force-yes"], default: ["--allow-unauthenticated", "--force-yes"], meaning: "Which flags of apt-get count." },
  },

  *check(command, { options }) {
    if (!isBuildCommand(command)) return;
    const flags = flagsFor(command.name, options.packageManagers, options.aptFlags);
    const flag = command.args.find(({ value }) => value !== undefined && flags.some((one) => value === one || value.startsWith(`${one}=`)));
    if (flag) yield { at: from(command, flag.span), message: `${command.name} ${flag.raw} installs even what nobody signed` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.21
        RUN apk add --allow-untrusted ./tool.apk
      `,
      good: dockerfile`
        FROM alpine:3.21
        COPY tool.rsa.pub /etc/apk/keys/
        RUN apk add ./tool.apk
      `,
    },
    {
      bad: dockerfile`
        FROM fedora:41
        RUN dnf install -y --nogpgcheck tool
        RUN rpm -i --nosignature tool.rpm
      `,
      good: dockerfile`
        FROM fedora:41
        RUN dnf install -y tool && echo --nogpgcheck
      `,
    },
    {
      options: { packageManagers: ["apt"], aptFlags: ["--force-yes"] },
      bad: dockerfile`
        FROM debian:12
        RUN apt-get install -y --force-yes tool
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get install -y --allow-unauthenticated tool
      `,
    },
    {
      options: { packageManagers: ["tdnf", "yum"] },
      bad: dockerfile`
        FROM photon:5.0
        RUN tdnf install -y --nogpgcheck tool
      `,
      good: dockerfile`
        FROM fedora:41
        RUN dnf install -y --nogpgcheck tool
      `,
    },
  ],
});

/** Where it stands; on a later line of the instruction, with the way from the instruction's word. */
function from({ step }: Command, at: Span): Span {
  const whole = step ? cover(step.instruction.keywordSpan, at) : at;
  return textOf(whole).includes("\n") ? whole : at;
}

function flagsFor(name: string, managers: readonly string[], aptFlags: readonly string[]): readonly string[] {
  if (name === "apk" && managers.includes("apk")) return ["--allow-untrusted"];
  if ((name === "apt-get" || name === "apt") && managers.includes("apt")) return aptFlags;
  if (name === "rpm" && managers.includes("rpm")) return ["--nodigest", "--nosignature", "--noverify", "--nofiledigest"];
  const family = name === "microdnf" || name === "dnf5" ? "dnf" : name;
  return ["yum", "dnf", "tdnf"].includes(family) && managers.includes(family) ? ["--nogpgcheck"] : [];
}
