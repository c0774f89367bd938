import { chainOf, dockerfile, indentOf, isRootUser, leavesTraces, lineEnd, replace, rule, textOf, withRedirections, type Command, type Fix, type Span, type Step } from "#rule";

export default rule({
  id: "echoed-file",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A file is written with echo",
  why: "Quotes, escapes and line ends in echo depend on the shell. COPY with a here-document shows the file as it will be, and sets its mode.",
  remedy: "Write `COPY <<EOF /path` with the content below.",
  peers: { same: [{ id: "tally:tally/prefer-copy-heredoc" }] },
  on: "stage",
  needs: { instructions: ["RUN"] },
  fix: "unsafe",
  options: {
    match: { values: ["consecutive", "single"], default: ["consecutive", "single"], meaning: "single: one RUN; consecutive: several in a row." },
  },

  *check(stage, { options }) {
    let path: string | undefined;
    let isReported = true;
    for (const [at, step] of stage.steps.entries()) {
      if (step.instruction.keyword !== "RUN") {
        path = undefined;
        continue;
      }
      const [first] = writesOf(step);
      const next = stage.steps[at + 1];
      const continues = path !== undefined && (first?.path ?? appendedPath(step)) === path;
      const isGroup = continues || next !== undefined && first !== undefined && next.instruction.keyword === "RUN" && (writesOf(next)[0]?.path ?? appendedPath(next)) === first.path;
      if (!continues) isReported = false;
      if (first && !isReported && (options.match.includes("single") || isGroup && options.match.includes("consecutive"))) {
        const fix = isGroup && options.match.includes("consecutive") ? groupAsCopy(stage.steps.slice(at), first) : copyInstead(step, first);
        isReported = isGroup && options.match.includes("consecutive");
        yield { at: first.span, message: `${first.path} is written with ${first.by}`, ...(fix ? { fix } : {}) };
      }
      path = first?.path ?? (continues ? path : undefined);
    }
  },

  examples: [
    {
      about: "Variables of ENV and ARG, which COPY fills in as well.",
      bad: dockerfile`
        FROM debian:12
        ARG THEME=dark
        RUN echo "theme = \${THEME}" > /etc/app.conf
        RUN <<EOF tee /etc/motd
        welcome to $THEME
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        ARG THEME=dark
        RUN echo "theme = $(pick \${THEME})" > /etc/app.conf
        RUN <<EOF tee /etc/motd
        welcome to $OTHER
        EOF
      `,
      fixed: null,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN echo "theme = dark" > /etc/app.conf
        USER app
      `,
      good: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app.conf
        theme = dark
        EOF
        USER app
      `,
    },
    {
      about: "Lines of printf, with the mode that is set after them.",
      bad: dockerfile`
        FROM debian:12
        RUN printf '#!/bin/sh\nexec "%s"\n' /srv/app > /start && chmod +x /start
      `,
      good: dockerfile`
        FROM debian:12
        COPY --chmod=0755 <<EOF /start
        #!/bin/sh
        exec "/srv/app"
        EOF
      `,
    },
    {
      about: "What stands around it in a chain stays a RUN; COPY makes the folder itself.",
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && echo "theme = dark" > /etc/app.conf && ldconfig
        RUN mkdir -p /srv/app && echo one > /srv/app/list && echo two >> /srv/app/list
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update
        COPY <<EOF /etc/app.conf
        theme = dark
        EOF
        RUN ldconfig
        COPY <<EOF /srv/app/list
        one
        two
        EOF
      `,
    },
    {
      about: "A file without a last line end, and one of another user, stay as they are.",
      bad: dockerfile`
        FROM debian:12
        RUN printf 1.2 > /etc/version
        USER 1000
        RUN echo one > /srv/name
      `,
      fixed: null,
    },
    {
      options: { match: ["consecutive"] },
      bad: dockerfile`
        FROM debian:12
        RUN printf '%s\n' one > /etc/app.conf
        RUN echo two >> /etc/app.conf
      `,
      fixed: dockerfile`
        FROM debian:12
        COPY <<EOF /etc/app.conf
        one
        two
        EOF
      `,
      good: dockerfile`
        FROM debian:12
        RUN echo "theme = dark" > /etc/app.conf
        RUN echo more >> /etc/other.conf
      `,
    },
    {
      options: { match: ["single"] },
      bad: dockerfile`
        FROM debian:12
        RUN { echo one; echo two; } | tee /etc/app.conf && make
      `,
      fixed: null,
      good: dockerfile`
        FROM debian:12
        RUN echo one >> /etc/app.conf
        RUN echo "$NAME" > /etc/app.conf
        RUN echo /etc/*.conf > /etc/app.conf
        RUN echo one 2> /etc/app.conf
        RUN echo one > app.conf
        RUN --mount=type=cache,target=/var/cache/app echo one > /var/cache/app/x
        RUN if test -f /x; then echo one > /etc/app.conf; fi
        RUN ["sh", "-c", "echo one > /etc/app.conf"]
      `,
    },
  ],
});

interface WrittenFile {
  readonly path: string;
  readonly by: string;
  readonly span: Span;
  readonly command: Command;
}

/** The files that a RUN writes anew from literal text. */
function writesOf(step: Step): readonly WrittenFile[] {
  if (step.instruction.command?.form !== "shell" || step.mounts.some(({ type }) => type === "bind")) return [];
  return step.commands.flatMap((command) => {
    const path = writtenPath(command);
    if (path === undefined || !isTarget(path, command) || step.mounts.some(({ target, type }) => type !== "ssh" && target !== undefined && path.startsWith(target))) return [];
    return [{ path, by: command.name === "tee" ? "echo" : command.name, span: command.span, command }];
  });
}

/** An absolute path of the image, or one below a home folder that is known. */
function isTarget(path: string, { user, shell, step }: Command): boolean {
  if (shell?.inBranch || shell?.inLoop || shell?.inFunction !== undefined || shell?.inSubstitution || shell?.list?.before === "||") return false;
  if (/^(?:~|\$HOME|\$\{HOME\})\//.test(path)) return user === "root" || !step?.before.userSpan || !textOf(step.before.userSpan).includes("$");
  return /^\/(?!dev\/|proc\/|sys\/)[\w./@+-]+$/.test(path);
}

function writtenPath(command: Command): string | undefined {
  const { name, shell, args } = command;
  if (!shell || command.wrappers.length > 0) return undefined;
  if (name === "tee") {
    const feeds = shell.pipeline?.node.commands[0];
    const [target, ...more] = args;
    const isKnown = feeds !== undefined && printsOnly(textBefore(command)) || readsHeredoc(command);
    return isKnown && more.length === 0 && target?.value !== undefined && !target.raw.startsWith("-") ? target.value : undefined;
  }
  const [output, ...more] = redirectTargets(shell, [">", ">|", "&>"]);
  if (output === undefined || more.length > 0) return undefined;
  const literal = name === "echo" || name === "printf" ? args.every(({ value, raw }) => !/^[^'"\\]*[*?[]/.test(raw) && (value !== undefined || isBuildText(raw, command))) : name === "cat" && args.length === 0 && readsHeredoc(command);
  return literal ? output : undefined;
}

function redirectTargets(shell: NonNullable<Command["shell"]>, operators: readonly string[]): readonly string[] {
  return shell.redirects.flatMap((one) => (one.type === "Redirect" && one.target && operators.includes(one.operator) && (one.descriptor?.type !== "FileDescriptor" || one.descriptor.value === 1) ? [one.target.text] : []));
}

/** `cat <<EOF` with a body in which nothing is expanded but what COPY expands as well. */
function readsHeredoc(command: Command): boolean {
  const [heredoc, ...more] = command.step?.instruction.heredocs ?? [];
  return heredoc !== undefined && more.length === 0 && (command.shell?.redirects.some(({ type }) => type === "HereDoc") ?? false) && (!heredoc.expand || isBuildText(heredoc.body.text, command));
}

/** Text whose only expansions are variables that ENV and ARG set, which a here-document of COPY knows too. */
function isBuildText(text: string, { env, step }: Command): boolean {
  const names = [...text.matchAll(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g)].map(([, braced, plain]) => braced ?? plain ?? "");
  return names.every((name) => env.has(name) || step?.before.args.has(name) === true) && !/[$\`]/.test(text.replace(/\$(?:\{\w+\}|[A-Za-z_]\w*)/g, ""));
}

/** What stands before `| tee` in the same pipe. */
function textBefore({ shell }: Command): string {
  const node = shell?.pipeline?.node;
  return shell && node ? shell.tree.source.text.slice(node.pos, shell.node.pos) : "";
}

/** \`{ echo a; echo b; } |\` and \`echo a |\` without expansions. */
function printsOnly(text: string): boolean {
  const plain = text.replace(/'[^']*'/g, "q").replace(/"[^"$\`]*"/g, "q");
  return !/[$\`]/.test(plain) && /^\s*(?:\{\s*)?(?:echo|printf)\b[^;|&]*(?:;\s*(?:echo|printf)\b[^;|&]*)*(?:;\s*)?(?:\}\s*)?\|\s*$/.test(plain);
}

/** `RUN echo b >> FILE` and nothing else. */
function appendedPath({ commands, instruction }: Step): string | undefined {
  const [command, ...more] = commands;
  if (!command?.shell || more.length > 0 || instruction.command?.form !== "shell" || command.name !== "echo" && command.name !== "printf" && command.name !== "chmod") return undefined;
  if (command.name === "chmod") return command.args.at(-1)?.value;
  return redirectTargets(command.shell, [">>"])[0];
}

/** Where the RUN does nothing but write the file, and perhaps make its folder and set its mode, with text in which the shell changes nothing; else its part of a chain. */
function copyInstead(step: Step, { path, command }: WrittenFile): Fix | undefined {
  const { instruction, commands, before } = step;
  const [heredoc] = instruction.heredocs;
  const target = path.replace(/^(?:~|\$HOME|\$\{HOME\})\//, `${before.env.get("HOME")?.value ?? "/root"}/`);
  if (instruction.trigger || instruction.comments.length > 0 || !makesRootsFiles(before.user) || !target.startsWith("/")) return undefined;
  if (heredoc) {
    if (commands.length > 1 || command.name === "tee" || instruction.flags.length > 0 || heredoc.unterminated || /\\/.test(heredoc.body.text)) return undefined;
    return { title: TITLE, safe: false, edits: [replace(instruction.headSpan, `COPY ${textOf(heredoc.markerSpan)} ${target}`)] };
  }
  if (command.name === "tee") return teeAsCopy(step, path, command);
  const chain = chainOf(commands);
  const at = chain?.indexOf(command) ?? -1;
  if (!chain || at < 0) return undefined;
  const written = partsOf(chain.slice(at), path);
  const ahead = withoutFolder(chain.slice(0, at), target);
  const behind = chain.slice(at + (written?.count ?? 0));
  const copy = written && copyText(target, written, instruction);
  if (!copy || (instruction.flags.length > 0 && ahead.length + behind.length === 0)) return undefined;
  if ([...ahead, ...behind].some(leavesTraces) || behind.length > 0 && ahead.length === 0 && chain.slice(0, at).some(({ name }) => name === "set")) return undefined;
  const flags = instruction.flags.map(({ span }) => `${textOf(span)} `).join("");
  const rest = [ahead, behind].map((part) => runOf(part, flags));
  return { title: TITLE, safe: false, edits: [replace(instruction.span, [rest[0], copy, rest[1]].filter((one) => one !== undefined).join(`${lineEnd(instruction.span.document)}${indentOf(instruction.span)}`))] };
}

const TITLE = "write it with COPY";

/** What stands in front, without `mkdir -p` of the file's folder, which COPY makes, and `set -e`, which `&&` does not need. */
function withoutFolder(commands: readonly Command[], target: string): readonly Command[] {
  const rest = commands.filter(({ name, args }) => !(name === "mkdir" && args.length === 2 && args[0]?.value === "-p" && target.startsWith(`${args[1]?.value?.replace(/(?<=[^/])\/+$/, "") ?? "?"}/`)));
  return rest.every(({ name, args }) => name === "set" && args.every(({ value }) => /^-[eux]+$/.test(value ?? ""))) ? [] : rest;
}

/** The commands of a part as a RUN. */
function runOf(commands: readonly Command[], flags: string): string | undefined {
  const [first, last] = [commands[0], commands.at(-1)];
  if (!first || !last) return undefined;
  const { document } = first.span;
  return `RUN ${flags}${document.slice(withRedirections(first).start, withRedirections(last).end)}`;
}

interface Written {
  readonly lines: readonly string[];
  readonly mode: string;
  /** How many commands that are. */
  readonly count: number;
}

/** The text that the first commands write into a file, one after the other, and the mode that they set at last. */
function partsOf(commands: readonly Command[], path: string): Written | undefined {
  const lines: string[] = [];
  let mode = "";
  let count = 0;
  for (const command of commands) {
    const target = count === 0 ? writtenPath(command) : command.shell ? redirectTargets(command.shell, [">>"])[0] : undefined;
    const set = count > 0 ? modeFlag(command, path) : undefined;
    if (set === undefined && target !== path) break;
    if (mode !== "") return undefined;
    const text = set === undefined ? textPrinted(command) : "";
    if (text === undefined || command.args.some(({ value }) => value === undefined)) return undefined;
    if (set === undefined) lines.push(...text.split("\n"));
    else mode = set;
    count++;
  }
  return count === 0 ? undefined : { lines, mode, count };
}

/** The COPY; undefined where a here-document cannot hold the text. */
function copyText(target: string, { lines, mode }: Written, { span }: Step["instruction"]): string | undefined {
  const text = lines.join("\n");
  if (text === "" || lines.includes("EOF") || /[^\P{Cc}\n\t]/u.test(text)) return undefined;
  const marker = /[$\\]/.test(text) ? '<<"EOF"' : "<<EOF";
  return [`COPY ${mode}${marker} ${target}`, ...lines, "EOF"].join(lineEnd(span.document));
}

/** `echo text | tee FILE`. */
function teeAsCopy({ instruction, commands }: Step, path: string, tee: Command): Fix | undefined {
  const [feed, last, ...more] = commands;
  const alone = feed?.shell?.pipeline?.length === 2 && last === tee && more.length === 0 && instruction.flags.length === 0 && feed.shell.enclosing.length === 0;
  const text = alone && (feed.name === "echo" || feed.name === "printf") && feed.shell.redirects.length === 0 && feed.args.every(({ value }) => value !== undefined) ? textPrinted(feed) : undefined;
  const copy = text === undefined ? undefined : copyText(path, { lines: text.split("\n"), mode: "", count: 1 }, instruction);
  return copy === undefined ? undefined : { title: TITLE, safe: false, edits: [replace(instruction.span, copy)] };
}

/** Several RUN in a row that write one file and do nothing else. */
function groupAsCopy(steps: readonly Step[], { path }: WrittenFile): Fix | undefined {
  const [first] = steps;
  const group: Step[] = [];
  for (const step of steps) {
    const [command, ...more] = step.instruction.keyword === "RUN" ? step.commands : [];
    const fits = command && more.length === 0 && (group.length === 0 ? writtenPath(command) : command.name === "chmod" ? command.args.at(-1)?.value : command.shell && redirectTargets(command.shell, [">>"])[0]) === path;
    if (!fits || step.instruction.flags.length > 0 || step.instruction.trigger || step.instruction.comments.length > 0 || step.instruction.heredocs.length > 0) break;
    group.push(step);
  }
  const last = group.at(-1);
  if (!first || !last || group.length < 2 || !makesRootsFiles(first.before.user) || !path.startsWith("/")) return undefined;
  const { document } = first.instruction.span;
  if (group.some(({ instruction }, at) => at > 0 && document.slice(group[at - 1]?.instruction.span.end ?? 0, instruction.span.start).trim() !== "")) return undefined;
  const written = partsOf(group.flatMap(({ commands }) => commands), path);
  const copy = written?.count === group.length ? copyText(path, written, first.instruction) : undefined;
  return copy === undefined ? undefined : { title: TITLE, safe: false, edits: [replace(document.span(first.instruction.span.start, last.instruction.span.end), copy)] };
}

/** What COPY writes is root's, where the shell's file is the user's. */
function makesRootsFiles(user: string | undefined): boolean {
  return user === undefined || (isRootUser(user) && /^[^:]*(?::(?:root|0))?$/.test(user));
}

/** `&& chmod 755 FILE` as a flag of COPY. The shell makes files with mode 0644, so that `+x` gives 0755. */
function modeFlag({ name, args }: Command, path: string): string | undefined {
  const [mode, file, ...more] = args;
  if (name !== "chmod" || more.length > 0 || file?.raw !== path || mode?.value === undefined) return undefined;
  if (/^[au]*\+x$/.test(mode.value)) return "--chmod=0755 ";
  return /^[0-7]{3,4}$/.test(mode.value) ? `--chmod=${mode.value} ` : undefined;
}

/** The lines that echo or printf prints, without the last line end; undefined where it depends on the shell, or the last line does not end. */
function textPrinted({ name, args }: Command): string | undefined {
  const values = args.map(({ value }) => value ?? "");
  if (name === "printf") return formatted(values);
  const text = values.join(" ");
  return name === "echo" && !values[0]?.startsWith("-") && !text.includes("\\") && !text.includes("\n") ? text : undefined;
}

/** What printf makes of a format of plain escapes, `%s` and `%%`, used as often as there are values for it. */
function formatted([format = "", ...values]: readonly string[]): string | undefined {
  if (format.startsWith("-") || !/^(?:[^%\\]|%[s%]|\\[nt\\"])*$/.test(format)) return undefined;
  const slots = format.match(/%./g)?.filter((slot) => slot === "%s").length ?? 0;
  if (slots === 0 ? values.length > 0 : values.length === 0 || values.length % slots !== 0) return undefined;
  let text = "";
  const left = [...values];
  do {
    text += format.replace(/%s|%%|\\./g, (part) => (part === "%s" ? left.shift() ?? "" : part === "%%" ? "%" : ESCAPES[part] ?? part));
  } while (left.length > 0);
  return text.endsWith("\n") ? text.slice(0, -1) : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\n": "\n", "\\t": "\t", "\\\\": "\\", '\\"': '"' };
