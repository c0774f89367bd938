import { compose, lookup, removeLines, rule } from "#rule";

export default rule({
  id: "security-profile-off",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A protection of the kernel is switched off",
  why: "The profiles refuse system calls and file accesses that no ordinary service needs, and that most ways out of a container do need.",
  remedy: "Leave the entry out, or name a profile of your own that allows the one thing that is missing.",
  securitySeverity: 7.5,
  peers: {
    same: [
      { id: "compose-lint:CL-0009" },
      { id: "kics:Default Seccomp Profile Disabled", options: { profiles: ["seccomp"], match: "substring" } },
      { id: "semgrep:seccomp-confinement-disabled", options: { profiles: ["seccomp"], match: "substring" } },
      { id: "semgrep:selinux-separation-disabled", options: { profiles: ["selinux"], match: "substring" } },
    ],
  },
  on: "service",
  fix: "unsafe",
  options: {
    profiles: { values: ["apparmor", "seccomp", "selinux"], default: ["apparmor", "seccomp", "selinux"], meaning: "Which profiles are looked at." },
    match: { values: ["entry", "substring"], default: "entry", meaning: "entry: the entry as the engine reads it; substring: `seccomp:unconfined` or `label:disable` anywhere in an entry, even behind another word." },
  },

  *check(service, { options }) {
    const list = service.get("security_opt");
    for (const [at, item] of (list?.kind === "list" ? list.items : []).entries()) {
      const text = service.compose.resolve(item).value?.trim() ?? "";
      const profile = options.profiles.find((one) => (options.match === "entry" ? ENTRIES : SUBSTRINGS)[one]?.test(text));
      if (profile === undefined) continue;
      const fix = list?.kind === "list" && !list.flow && list.items.length > 1 && !list.aliasSpan && !item.aliasSpan ? { fix: { title: "take it out", safe: false, edits: [removeLines(item.span)] } } : {};
      yield { at: item.span, message: `${service.name} runs without ${lookup(NAMES, profile) ?? profile}`, address: `${service.address}.security_opt[${String(at)}]`, ...fix };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            security_opt:
              - no-new-privileges:true
              - seccomp=unconfined
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            security_opt:
              - no-new-privileges:true
      `,
    },
    {
      about: "The only entry stays for the author to replace",
      bad: compose`
        services:
          web:
            image: nginx:1.27
            security_opt: [label:disable]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            security_opt: ["label:type:web_t", "seccomp:web.json"]
      `,
      fixed: null,
    },
    {
      about: "Anywhere in an entry",
      options: { profiles: ["seccomp"], match: "substring" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            security_opt: ["label:seccomp:unconfined"]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            security_opt: ["label:disable"]
      `,
      fixed: null,
    },
  ],
});

const NAMES: Readonly<Record<string, string>> = { apparmor: "AppArmor", seccomp: "seccomp", selinux: "SELinux" };
const ENTRIES: Readonly<Record<string, RegExp>> = {
  apparmor: /^apparmor[:=]unconfined$/i, seccomp: /^seccomp[:=]unconfined$/i, selinux: /^label[:=]disable$/i,
};
const SUBSTRINGS: Readonly<Record<string, RegExp>> = { apparmor: /apparmor:unconfined/, seccomp: /seccomp:unconfined/, selinux: /label:disable/ };
