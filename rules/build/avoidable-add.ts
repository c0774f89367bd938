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
      { id: "hadolint:DL3020", options: { accept: [] } },
      { id: "kics:Add Instead of Copy", options: { accept: [] } },
      { id: "trivy:DS-0005", options: { accept: [] } },
      { id: "checkov:CKV_DOCKER_4", options: { sources: ["archive", "git", "local-file", "remote"], accept: [] } },
      { id: "semgrep:prefer-copy-over-add", options: { sources: ["archive", "remote"], accept: [] } },
    ],
    near: ["kics:Curl or Wget Instead of Add"],
  },
  options: {
    sources: {
      values: ["archive", "git", "local-file", "remote"],
      default: ["local-file"],
      meaning: "Which kinds of source are reported. All four together mean any ADD at all; archive and remote together are exactly what ADD does beyond COPY (plain files, globs and --chown then pass).",
    },
    accept: {
      values: ["unknown-source"],
      default: ["unknown-source"],
      meaning: "unknown-source: a source that is or ends in a variable without a known value, which may be an archive or an address, passes; without it, it counts as a local file.",
    },
  },
  on: "instruction",
  needs: { instructions: ["ADD"] },

  *check(step, { options }) {
    const add = effective(step.instruction);
    if (add.keyword !== "ADD" || !step.copy) return;
    const sources = step.copy.sources.filter((source) => !source.heredoc);
    const unknownCounts = !options.accept.includes("unknown-source");
    const reported = sources.find((source) => {
      const found = kindOf(source, step);
      return options.sources.some((kind) => kind === found || (unknownCounts && found === "unknown" && kind === "local-file"));
    });
    if (!reported) return;
    const plain = sources.every((source) => kindOf(source, step) === "local-file");
    const fix = plain ? asCopy(add) : undefined;
    const message = whatAddDoes(reported.raw, kindOf(reported, step));
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
    {
      about: "What a build argument brings may be an archive",
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        ARG BUNDLE
        ADD $BUNDLE /srv/
      `,
      good: dockerfile`
        FROM debian:12
        ARG BUNDLE=parts.tar.xz
        ADD $BUNDLE /srv/
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

function whatAddDoes(source: string, kind: SourceKind): string {
  if (kind === "local-file") return `COPY does the same for ${source}`;
  if (kind === "unknown") return `COPY does the same for ${source} unless it is an archive or an address`;
  return `ADD of ${source} ${kind === "archive" ? "unpacks it" : "downloads it"}`;
}

function asCopy(add: Instruction): Fix | undefined {
  const onlyForAdd = ["checksum", "keep-git-dir", "unpack"];
  if (add.flags.some((flag) => onlyForAdd.includes(flag.name))) return undefined;
  const word = add.keywordSpan.document.slice(add.keywordSpan.start, add.keywordSpan.end);
  return { title: "use COPY", safe: true, edits: [replace(add.keywordSpan, word === word.toLowerCase() ? "copy" : "COPY")] };
}
