import { dockerfile, effective, replace, rule, type CopySource, type Fix, type Instruction, type Step } from "#rule";

export default rule({
  id: "avoidable-add",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  fix: "safe",
  title: "ADD where COPY does the same",
  why: "ADD also downloads and unpacks. Where neither is meant, a reader cannot tell, and a file that happens to be an archive is unpacked by surprise.",
  remedy: "Write COPY for files of the build context.",
  peers: {
    same: [
      { id: "hadolint:DL3020" },
      { id: "kics:Add Instead of Copy" },
      { id: "trivy:DS-0005" },
      { id: "checkov:CKV_DOCKER_4", options: { sources: ["archive", "git", "local-file", "remote"] } },
      { id: "semgrep:prefer-copy-over-add", options: { sources: ["archive", "remote"] } },
    ],
    near: ["kics:Curl or Wget Instead of Add"],
  },
  options: {
    sources: {
      values: ["archive", "git", "local-file", "remote"],
      default: ["local-file"],
      meaning: "Which kinds of source are reported. All four together mean any ADD at all; archive and remote together are exactly what ADD does beyond COPY (plain files, globs and --chown then pass).",
    },
  },
  on: "instruction",
  needs: { instructions: ["ADD"] },

  *check(step, { options }) {
    const add = effective(step.instruction);
    if (add.keyword !== "ADD" || !step.copy) return;
    const sources = step.copy.sources.filter((source) => !source.heredoc);
    const reported = sources.find((source) => options.sources.some((kind) => kind === kindOf(source, step)));
    if (!reported) return;
    const plain = sources.every((source) => kindOf(source, step) === "local-file");
    const fix = plain ? asCopy(add) : undefined;
    const message = kindOf(reported, step) === "local-file" ? `COPY does the same for ${reported.raw}` : `ADD of ${reported.raw} ${surprise(kindOf(reported, step))}`;
    yield { at: add.keywordSpan, message, related: [{ at: reported.span, note: "this source" }], ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ADD app /srv/app
        ADD ["settings.zip", "/srv/"]
      `,
      good: dockerfile`
        FROM debian:12
        COPY app /srv/app
        COPY ["settings.zip", "/srv/"]
      `,
    },
    {
      about: "Downloads, git sources and archives are what ADD is for",
      bad: dockerfile`
        FROM debian:12
        ADD data.tar.gz notes.txt /srv/
      `,
      good: dockerfile`
        FROM debian:12
        ADD https://example.org/tool.bin /usr/local/bin/tool
        ADD git@git.example.org:team/app.git /srv/app
        ADD "data.tar.gz" /srv/
      `,
      fixed: null,
    },
    {
      options: { sources: ["archive", "remote"] },
      bad: dockerfile`
        FROM debian:12
        ADD https://example.org/tool.bin /usr/local/bin/tool
      `,
      good: dockerfile`
        FROM debian:12
        ADD app /srv/app
      `,
      fixed: null,
    },
  ],
});


type SourceKind = "archive" | "git" | "local-file" | "remote" | "unknown";

function kindOf(source: CopySource, step: Step): SourceKind {
  const text = source.raw.replace(/^["']|["']$/g, "").replace(/\$(\w+)|\$\{(\w+)\}/g, (whole: string, plain?: string, braced?: string) => valueOf(plain ?? braced ?? "", step) ?? whole);
  if (/^git(:\/\/|@)/i.test(text) || /^https?:\/\/.*\.git(#|$)/i.test(text)) return "git";
  if (source.remote || /^(https?|ftp):\/\//i.test(text)) return "remote";
  if (/\.(tar|t?gz|tgz|bz2|tbz2?|xz|txz|lzma|tlz|zst|tzst|Z)$/.test(text)) return "archive";
  return /^\$|\$[\w{}]+$/.test(text) ? "unknown" : "local-file";
}

function valueOf(name: string, { before }: Step): string | undefined {
  return before.env.get(name)?.value ?? before.args.get(name)?.value;
}

function surprise(kind: SourceKind): string {
  return kind === "archive" ? "unpacks it" : "downloads it";
}

function asCopy(add: Instruction): Fix | undefined {
  const onlyForAdd = ["checksum", "keep-git-dir", "unpack"];
  if (add.flags.some((flag) => onlyForAdd.includes(flag.name))) return undefined;
  const word = add.keywordSpan.document.slice(add.keywordSpan.start, add.keywordSpan.end);
  return { title: "use COPY", safe: true, edits: [replace(add.keywordSpan, word === word.toLowerCase() ? "copy" : "COPY")] };
}
