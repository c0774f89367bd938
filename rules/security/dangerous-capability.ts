import { compose, lookup, rule, type Severity } from "#rule";

export default rule({
  id: "dangerous-capability",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A capability reaches beyond the container",
  why: "Some rights of the kernel are not bound to the container. With them a fault in the service becomes a fault of the host.",
  remedy: "Leave the capability out, or give the narrowest one that does.",
  securitySeverity: 8.0,
  peers: {
    same: [
      { id: "compose-lint:CL-0024", options: { capabilities: ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"] } },
      { id: "compose-lint:CL-0011", options: { capabilities: ["BPF", "NET_ADMIN", "SYS_BOOT"] } },
      { id: "compose-lint:CL-0030", options: { capabilities: ["SYSLOG"] } },
      { id: "compose-lint:CL-0028", options: { capabilities: ["PERFMON", "SYS_TIME"] } },
      { id: "compose-lint:CL-0027", options: { capabilities: ["DAC_READ_SEARCH", "SYS_PTRACE"] } },
      { id: "compose-lint:CL-0029", options: { capabilities: ["IPC_LOCK", "LEASE", "SYS_NICE"] } },
    ],
    near: ["kics:Container Capabilities Unrestricted"],
  },
  on: "service",
  options: {
    capabilities: { values: ["ALL", "BPF", "DAC_READ_SEARCH", "IPC_LOCK", "LEASE", "NET_ADMIN", "PERFMON", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE", "SYS_NICE", "SYS_PTRACE", "SYS_RAWIO", "SYS_TIME"], default: ["ALL", "BPF", "NET_ADMIN", "PERFMON", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE", "SYS_RAWIO", "SYS_TIME"], meaning: "Which capabilities are reported; the five of severity info only when listed." },
  },

  *check(service, { options }) {
    for (const item of service.list("cap_add")) {
      const upper = item.value?.trim().toUpperCase();
      const name = upper === "CAP_ALL" ? undefined : upper?.replace(/^CAP_/, "");
      const capability = options.capabilities.find((one) => one === name);
      if (capability === undefined) continue;
      yield { at: item.span, message: `${service.name} gets ${capability}, which ${lookup(REACH, capability) ?? "reaches beyond the container"}`, severity: severityOf(capability), address: `${service.address}.cap_add` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          vpn:
            image: example/vpn:2
            cap_add:
              - SYS_ADMIN
              - cap_net_admin
      `,
      good: compose`
        services:
          vpn:
            image: example/vpn:2
            cap_add:
              - NET_BIND_SERVICE
              - SYS_NICE
      `,
    },
    {
      about: "Capabilities that are reported only when listed",
      options: { capabilities: ["SYS_NICE"] },
      bad: compose`
        services:
          db:
            image: mysql:8.4
            cap_add: [SYS_NICE]
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            cap_add: [SYS_ADMIN]
      `,
    },
  ],
});

const REACH: Readonly<Record<string, string>> = {
  ALL: "is every right there is",
  SYS_ADMIN: "mounts file systems and much else",
  SYS_MODULE: "loads code into the kernel",
  SYS_RAWIO: "writes to the host's hardware",
  NET_ADMIN: "changes the network it runs in",
  BPF: "runs programs in the kernel",
  SYS_BOOT: "restarts the host",
  SYSLOG: "reads the kernel's log",
  PERFMON: "watches the whole host",
  SYS_TIME: "sets the host's clock",
  SYS_PTRACE: "reads other programs' memory",
  DAC_READ_SEARCH: "reads files past their permissions",
  SYS_NICE: "takes time from other programs",
  IPC_LOCK: "keeps memory from being swapped",
  LEASE: "holds up other programs' file access",
};

function severityOf(capability: string): Severity {
  if (["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"].includes(capability)) return "error";
  return ["SYS_PTRACE", "DAC_READ_SEARCH", "SYS_NICE", "IPC_LOCK", "LEASE"].includes(capability) ? "info" : "warning";
}
