import { compose, replace, rule, textOf } from "#rule";

export default rule({
  id: "tmpfs-unsafe-options",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "A tmpfs is mounted with weaker options",
  why: "The engine mounts a tmpfs with noexec, nosuid and nodev. With exec, suid or dev, who can write a file there can run it, or make it something more.",
  remedy: "Leave the option out.",
  securitySeverity: 3.3,
  peers: { same: [{ id: "compose-lint:CL-0022" }] },
  on: "service",
  fix: "safe",

  *check(service) {
    const list = service.get("tmpfs");
    for (const item of list?.kind === "list" ? list.items : list ? [list] : []) {
      if (item.kind !== "scalar") continue;
      const text = service.compose.resolve(item).value;
      const unsafe = text?.slice(text.indexOf(":") + 1).split(",").filter((option) => UNSAFE.has(option.trim())) ?? [];
      if (!text?.includes(":") || unsafe.length === 0) continue;
      const written = textOf(item.span);
      const better = written.replace(/:([^:"']*)/, (_, options: string) => withoutUnsafe(options));
      const fix = { title: `leave ${unsafe.join(" and ")} out`, safe: false, edits: [replace(item.span, better)] };
      yield { at: item.span, message: `${service.name} mounts a tmpfs with ${unsafe.join(" and ")}`, address: `${service.address}.tmpfs`, ...(better === written || written.includes("$") || item.aliasSpan ? {} : { fix }) };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            tmpfs:
              - /tmp:size=64m,exec
              - "/run:suid,dev"
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            tmpfs:
              - /tmp:size=64m
              - "/run"
      `,
    },
  ],
});

const UNSAFE: ReadonlySet<string> = new Set(["exec", "suid", "dev"]);

function withoutUnsafe(options: string): string {
  const kept = options.split(",").filter((option) => !UNSAFE.has(option.trim()));
  return kept.length > 0 ? `:${kept.join(",")}` : "";
}
