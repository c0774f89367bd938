import { dockerfile, effective, rule } from "#rule";

export default rule({
  id: "unverified-remote-add",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "ADD takes whatever the server gives",
  why: "Without a checksum nobody notices when the file behind the address changes, by mistake or on purpose.",
  remedy: "Add `--checksum=sha256:...`.",
  peers: {
    same: [
      { id: "kics:Curl or Wget Instead of Add", options: { accept: [] } },
    ],
    near: ["checkov:CKV_DOCKER_4", "semgrep:prefer-copy-over-add"],
  },
  on: "instruction",
  needs: { instructions: ["ADD"] },
  options: {
    accept: { values: ["checksum"], default: ["checksum"], meaning: "checksum: a URL with --checksum passes; without it any http(s) URL is reported." },
  },

  *check(step, { options }) {
    const instruction = effective(step.instruction);
    if (instruction.keyword !== "ADD" || options.accept.includes("checksum") && instruction.flags.some(({ name }) => name === "checksum")) return;
    const written = instruction.json ? instruction.json.items : instruction.words;
    const source = written.slice(0, -1).find(({ value }) => /^https?:\/\//i.test(value) && !/\.git(?:[#?]|$)/.test(value));
    if (source) yield { at: source.span, message: `nothing checks what ${source.value} gives` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ADD https://example.org/tool.tar.gz /opt/
      `,
      good: dockerfile`
        FROM debian:12
        ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool.tar.gz /opt/
        ADD docs/http-notes.txt /opt/
      `,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool.tar.gz /opt/
      `,
      good: dockerfile`
        FROM debian:12
        ADD tool.tar.gz /opt/
      `,
    },
  ],
});
