import { dockerfile, replace, rule, type Command, type CommandArgument, type Fix, type Span, type Step } from "#rule";

export default rule({
  id: "downloaded-archive",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "An archive is downloaded and unpacked by hand",
  why: "ADD downloads and unpacks in one step, needs neither curl nor tar in the image, checks a checksum, and is downloaded again only when the file has changed.",
  remedy: "Use `ADD --unpack=true`, with `--checksum` where it is known.",
  peers: { same: [{ id: "tally:tally/prefer-add-unpack" }] },
  on: "instruction",
  needs: { instructions: ["RUN"] },
  fix: "unsafe",

  *check(step) {
    if (step.instruction.keyword !== "RUN") return;
    const found = inShell(step) ?? inForeignShell(step);
    if (!found) return;
    const fix = addInstead(step);
    yield { at: found, message: "this archive is downloaded and unpacked, ADD does both", ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      about: "ADD sends no header: what to do is left to you.",
      bad: dockerfile`
        FROM debian:12
        RUN curl -fsSL -H "X-Team: web" https://example.com/a.tar.gz | tar -xz -C /opt
      `,
      fixed: null,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN curl -fsSL https://example.org/tool-1.2.tar.gz | tar -xz -C /opt
      `,
      good: dockerfile`
        FROM debian:12
        ADD --unpack=true https://example.org/tool-1.2.tar.gz /opt/
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN wget -q https://example.org/tool-1.2.tar.xz && tar xJf tool-1.2.tar.xz --strip-components=1
      `,
      fixed: null,
      good: dockerfile`
        FROM debian:12
        RUN curl -o /tmp/a.tar.gz https://example.org/a.tar.gz && tar -cf /tmp/b.tar /srv && tar -xf /tmp/c.tar
        RUN curl -O https://example.org/data.gz && gunzip data.gz
      `,
    },
    {
      about: "By way of a file that nothing else reads.",
      bad: dockerfile`
        FROM debian:12
        RUN curl -fsSLo /tmp/tool.tar.gz https://example.org/tool-1.2.tar.gz && tar -xzf /tmp/tool.tar.gz -C /opt && rm /tmp/tool.tar.gz
      `,
      good: dockerfile`
        FROM debian:12
        ADD --unpack=true https://example.org/tool-1.2.tar.gz /opt/
      `,
    },
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        RUN curl.exe -fsSL https://example.org/tool.tar.gz -o C:\t.tar.gz && tar.exe -xf C:\t.tar.gz -C C:\tools
      `,
      fixed: null,
    },
  ],
});

const ARCHIVE = /\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz|tlz|tzst)$/i;

/** The last part of an address or path, without query. */
function fileName(text: string): string {
  const path = text.replace(/[?#][^]*$/, "");
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

function inShell({ commands }: Step): Span | undefined {
  for (const [at, command] of commands.entries()) {
    const { download, shell } = command;
    const names = download ? [...download.urls, ...(download.output ? [download.output] : [])].map(({ expanded, raw }) => fileName((expanded ?? raw).replace(/^["']|["']$/g, ""))).filter((name) => ARCHIVE.test(name)) : [];
    if (!download || names.length === 0 || shell?.inBranch) continue;
    const piped = download.toOutput && shell?.pipeline !== undefined;
    const unpacks = commands.slice(at + 1).some((other) => extracts(other.name, other.args.map(textOfWord)) &&
      (piped && other.shell?.pipeline?.node === shell.pipeline.node || !download.toOutput && other.args.some((word) => names.includes(fileName(textOfWord(word))))));
    if (unpacks) return command.span;
  }
  return undefined;
}

function textOfWord({ expanded, raw }: CommandArgument): string {
  return (expanded ?? raw).replace(/^["']|["']$/g, "");
}

function extracts(name: string, words: readonly string[]): boolean {
  return /^(?:bsd|g)?tar$/.test(name) && words.some((word, at) => /^-[A-Za-z]*x|^--(?:extract|get)$/.test(word) || at === 0 && /^[A-Za-wyz]*x[A-Za-z]*$/.test(word));
}

/** cmd and PowerShell: a program that downloads, and tar with the file that it wrote. */
function inForeignShell({ foreignCommands }: Step): Span | undefined {
  for (const [at, { name, args, span }] of foreignCommands.entries()) {
    if (!["curl", "wget", "invoke-webrequest", "iwr"].includes(name) || !args.some((word) => /^https?:\/\//i.test(word) || /\$/.test(word))) continue;
    const names = args.map(fileName).filter((word) => ARCHIVE.test(word));
    if (foreignCommands.slice(at + 1).some((other) => extracts(other.name, other.args) && other.args.some((word) => names.includes(fileName(word))))) return span;
  }
  return undefined;
}

/** Where the RUN does nothing but `curl URL | tar -xz -C FOLDER`, or `curl -o FILE URL && tar -xzf FILE -C FOLDER`, perhaps with an `rm FILE` behind. */
function addInstead({ instruction, commands }: Step): Fix | undefined {
  const [get, unpack, ...more] = commands;
  const [url, ...others] = get?.download?.urls ?? [];
  if (!get?.download || !unpack || !url?.value || others.length > 0 || instruction.flags.length > 0 || instruction.trigger || instruction.comments.length > 0 || !isHarmless(url.value) || asksSpecially(get)) return undefined;
  const file = get.download.toOutput ? undefined : get.download.output?.value ?? (get.download.named ? fileName(url.value) : undefined);
  const linked = get.download.toOutput
    ? more.length === 0 && unpack.shell?.pipeline?.length === 2
    : file !== undefined && [unpack, ...more].every((command) => command.shell?.list?.before === "&&") && more.every((command) => removes(command, file)) && more.length < 2;
  const folder = linked ? unpackedTo(unpack, file) : undefined;
  if (folder === undefined) return undefined;
  return { title: "let ADD do it", safe: false, edits: [replace(instruction.span, `ADD --unpack=true ${url.value} ${folder.endsWith("/") ? folder : `${folder}/`}`)] };
}

/** What ADD cannot send along: headers, names and passwords, other methods, certificates that nobody vouches for. */
function asksSpecially({ name, args }: Command): boolean {
  return args.some(({ raw }) => (name === "curl" && /^-[A-Za-z]*[HudXbEFkx]/.test(raw)) || /^--(?:header|(?:proxy-|http-|ftp-)?(?:user|password)|(?:post-)?(?:data|file)|request|method|body|cookie|load-cookies|cert|certificate|form|insecure|no-check-certificate|proxy|oauth2-bearer|netrc)/.test(raw));
}

/** No variable, query or anything that ADD would read differently. */
function isHarmless(url: string): boolean {
  return /^https?:[^\s"'$?]+$/.test(url);
}

function removes({ name, args }: Command, file: string): boolean {
  return /^(?:rm|unlink)$/.test(name) && args.every(({ value }) => value === file || value === "-f" || value === "-rf") && args.some(({ value }) => value === file);
}

/** The folder of `tar -xz -C FOLDER`, where it unpacks all of `file` (else of its input) and does nothing besides. */
function unpackedTo({ name, args, cwd }: Command, file: string | undefined): string | undefined {
  const words = args.map(({ value }) => value);
  const at = words.findIndex((word) => word === "-C" || word === "--directory");
  const rest = at < 0 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
  const folder = at < 0 ? "." : words[at + 1];
  const plain = rest.every((word) => word !== undefined && (word === file || /^-?[xzjJvf]+-?$|^-$|^--(?:extract|get|gzip)$/.test(word)));
  if (!/^(?:bsd|g)?tar$/.test(name) || !plain || (file !== undefined && !rest.includes(file)) || folder === undefined || !/^[\w./-]+$/.test(folder)) return undefined;
  return file !== undefined && at < 0 && cwd === undefined ? undefined : folder;
}
