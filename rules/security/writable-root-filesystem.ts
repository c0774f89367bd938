import { addServiceKey, compose, rule } from "#rule";

export default rule({
  id: "writable-root-filesystem",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The service may write to its root file system",
  why: "Whoever gets into the container can replace its programs and leave others behind, and data written beside the volumes is lost without a word.",
  remedy: "Set `read_only: true` and mount a tmpfs or a volume where the service writes.",
  securitySeverity: 3.0,
  peers: { same: [{ id: "compose-lint:CL-0007" }, { id: "semgrep:writable-filesystem-service" }] },
  on: "service",
  fix: "unsafe",

  *check(service) {
    const setting = service.scalar("read_only");
    if (service.readOnly || (setting && setting.unresolved.length > 0)) return;
    const edits = setting ? undefined : addServiceKey(service, "read_only", "true");
    const fix = edits && { title: "make it read-only", safe: false, edits };
    yield { at: service.keySpan, message: `the root file system of ${service.name} is writable`, address: `${service.address}.read_only`, ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            read_only: true
      `,
    },
  ],
});
