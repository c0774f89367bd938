import { dockerfile, effective, hasFlag, replace, rule, type Command, type Instruction, type MappedText, type Span, type Step } from "#rule";

export default rule({
  id: "plain-http-download",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A build step uses an address without encryption",
  why: "Whoever sits between the builder and the server can replace what is downloaded, and the image runs it.",
  remedy: "Use the https address, or check the download against a known checksum.",
  securitySeverity: 5.9,
  peers: { same: [{ id: "kics:Avoid HTTP", options: { accept: [] } }] },
  options: {
    accept: {
      values: ["checked-download", "signed-repository"],
      default: ["checked-download", "signed-repository"],
      meaning: "signed-repository: the address of an apt or apk repository, whose packages are checked against the keys of the system, unless the RUN switches that off; checked-download: a RUN that checks a sum or a signature.",
    },
  },
  on: "instruction",
  needs: { instructions: ["RUN"], words: ["http://"] },
  fix: "unsafe",

  *check(step, { options }) {
    const run = effective(step.instruction);
    if (run.keyword !== "RUN" || (options.accept.includes("checked-download") && checksDownloads(step))) return;
    for (const text of textsOf(run)) {
      for (const match of text.text.matchAll(/\bhttp:\/\/(?!localhost\b|127\.0\.0\.1\b|\[::1\])[^\s"'<>|;)\\]+/gi)) {
        const scheme = text.span(match.index, match.index + 4);
        if (options.accept.includes("signed-repository") && isSignedRepository(text.text.slice(0, match.index), scheme, step)) continue;
        yield {
          at: text.span(match.index, match.index + match[0].length),
          message: `${match[0].replace(/\/\/[^/@]*@/, "//…@")} is fetched without encryption`,
          fix: { title: "use https", safe: false, edits: [replace(scheme, "https")] },
        };
        return;
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12.5
        RUN curl -fsSL http://downloads.example.org/tool.tar.gz -o /tmp/tool.tar.gz
      `,
      good: dockerfile`
        FROM debian:12.5
        RUN curl -fsSL https://downloads.example.org/tool.tar.gz -o /tmp/tool.tar.gz
      `,
    },
    {
      about: "apt and apk check what they fetch against the keys of the system",
      bad: dockerfile`
        FROM alpine:3.20
        RUN apk add --allow-untrusted --repository http://packages.example.org/edge tool
        RUN curl -fsSL http://packages.example.org/key.gpg | apt-key add -
        RUN echo "deb [trusted=yes] http://packages.example.org/debian stable main" > /etc/apt/sources.list.d/own.list
      `,
      good: dockerfile`
        FROM alpine:3.20
        RUN apk add --repository http://packages.example.org/edge tool
        RUN echo "@edge http://packages.example.org/edge" >> /etc/apk/repositories
        RUN echo "deb [signed-by=/keys/own.gpg] http://packages.example.org/debian stable main" > /etc/apt/sources.list.d/own.list
        RUN curl -fsSLO http://downloads.example.org/tool.tar.gz && echo "$SUM  tool.tar.gz" | sha256sum -c -
      `,
      fixed: dockerfile`
        FROM alpine:3.20
        RUN apk add --allow-untrusted --repository https://packages.example.org/edge tool
        RUN curl -fsSL https://packages.example.org/key.gpg | apt-key add -
        RUN echo "deb [trusted=yes] https://packages.example.org/debian stable main" > /etc/apt/sources.list.d/own.list
      `,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12.5
        RUN echo "deb http://packages.example.org/debian stable main" > /etc/apt/sources.list.d/own.list
      `,
      good: dockerfile`
        FROM debian:12.5
        RUN echo "deb https://packages.example.org/debian stable main" > /etc/apt/sources.list.d/own.list
      `,
    },
  ],
});

/** A sum or a signature is checked in the RUN: what was changed on the way does not get through. */
function checksDownloads({ commands }: Step): boolean {
  return commands.some((command) => {
    if (/^(?:sha\d+|sha3|b2|md5)sum$|^shasum$/.test(command.name)) return hasFlag(command, { long: ["--check"], short: "c" });
    return command.name === "gpgv" || (/^gpg2?$/.test(command.name) && hasFlag(command, { long: ["--verify"] }));
  });
}

/** Whether the address behind a text is that of a repository of apt (sources.list(5), apt-secure(8)) or apk (apk-repositories(5), apk-keys(5)). */
function isSignedRepository(before: string, at: Span, step: Step): boolean {
  const { rest, options } = withoutOptions(before.trimEnd());
  if (/trusted=(?:yes|true)/.test(options)) return false;
  if (/\bsigned-by=/.test(options) || /(?:^|[\s"'])(?:deb|deb-src|URIs:)$/.test(rest)) return true;
  const command = step.commands.find(({ span }) => span.start <= at.start && at.end <= span.end);
  if (command?.name === "apk") return !trustsAny(command) && /(?:^|\s)(?:-X|--repository)(?:=|\s+)["']?$/.test(before);
  const isWritten = step.changes.some((change) => change.command === command && /^\/etc\/(?:apk\/repositories$|apt\/sources\.list)/.test(change.path));
  return isWritten && !step.commands.some((one) => one.name === "apk" && trustsAny(one));
}

/** apt's options in brackets, `[arch=amd64]`, in front of an address. */
function withoutOptions(before: string): { readonly rest: string; readonly options: string } {
  const open = before.endsWith("]") ? before.lastIndexOf("[") : -1;
  return open < 0 ? { rest: before, options: "" } : { rest: before.slice(0, open).trimEnd(), options: before.slice(open) };
}

function trustsAny(command: Command): boolean {
  return hasFlag(command, { long: ["--allow-untrusted"] });
}

/** What the instruction runs: the shell text with its heredocs, or the strings of the JSON form. */
function textsOf(run: Instruction): readonly MappedText[] {
  const bodies = run.heredocs.map((heredoc) => heredoc.body);
  return run.json ? run.json.items.map((item) => item.text) : [run.rest, ...bodies];
}
