import { dockerfile, lineEnd, replace, rule, textOf, type Command, type Fix, type Span, type Step } from "#rule";

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
        const fix = isGroup ? undefined : copyInstead(step, first);
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
      fixed: null,
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

/** Where the RUN does nothing but write the file, and perhaps set its mode, with text in which the shell changes nothing. */
function copyInstead({ instruction, commands, before }: Step, { path, command }: WrittenFile): Fix | undefined {
  const [first, second, ...more] = commands;
  const target = path.replace(/^(?:~|\$HOME|\$\{HOME\})\//, `${before.env.get("HOME")?.value ?? "/root"}/`);
  const mode = second === undefined ? "" : modeFlag(second, path);
  if (first !== command || more.length > 0 || mode === undefined || instruction.flags.length > 0 || instruction.trigger || !isRoot(before.user) || !target.startsWith("/")) return undefined;
  const [heredoc] = instruction.heredocs;
  if (command.name === "tee" || command.args.some(({ value }) => value === undefined)) return undefined;
  if (heredoc) {
    if (heredoc.unterminated || /\\/.test(heredoc.body.text)) return undefined;
    return { title: "write it with COPY", safe: false, edits: [replace(instruction.headSpan, `COPY ${mode}${textOf(heredoc.markerSpan)} ${target}`)] };
  }
  const text = textPrinted(command);
  if (text === undefined || text === "" || instruction.comments.length > 0) return undefined;
  const lines = text.split("\n");
  if (lines.includes("EOF") || /[^\P{Cc}\n\t]/u.test(text)) return undefined;
  const end = lineEnd(instruction.span.document);
  const marker = /[$\\]/.test(text) ? '<<"EOF"' : "<<EOF";
  return { title: "write it with COPY", safe: false, edits: [replace(instruction.span, [`COPY ${mode}${marker} ${target}`, ...lines, "EOF"].join(end))] };
}

/** What COPY writes is root's, where the shell's file is the user's. */
function isRoot(user: string | undefined): boolean {
  return user === undefined || /^(?:root|0)(?::(?:root|0))?$/.test(user);
}

/** `&& chmod 755 FILE` as a flag of COPY. The shell makes files with mode 0644, so that `+x` gives 0755. */
function modeFlag({ name, args, shell }: Command, path: string): string | undefined {
  const [mode, file, ...more] = args;
  if (name !== "chmod" || more.length > 0 || file?.raw !== path || mode?.value === undefined || shell?.list?.before !== "&&") return undefined;
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
