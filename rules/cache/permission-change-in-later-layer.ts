import { dockerfile, insertFlag, removeInstruction, rule, type CopyFacts, type Finding, type Fix, type Stage, type Step } from "#rule";

export default rule({
  id: "permission-change-in-later-layer",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  fix: "unsafe",
  title: "Files are stored twice to change their owner or mode",
  why: "A layer holds whole files. A chmod or chown in a later instruction stores every file that it touches once more.",
  remedy: "Set owner and mode where the files arrive: `COPY --chown=... --chmod=...`, or chown in the RUN that makes them.",
  peers: { same: [{ id: "tally:tally/prefer-copy-chmod", options: { match: "single-copy" } }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["chmod", "chown", "chgrp"] },
  options: {
    match: {
      values: ["recursive", "single-copy"], default: "recursive",
      meaning: "recursive: as above; single-copy: a COPY of one file that is followed at once by a RUN which only chmods that file (octal or symbolic, shell or exec form, WORKDIR resolved), where --chmod would do; several or glob sources, an instruction between, -R, other commands and another path pass.",
    },
  },

  *check(stage, { options }) {
    if (options.match === "single-copy") yield* singleCopies(stage);
    else if (stage.shipped) yield* recursiveChanges(stage);
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        COPY site /srv/site
        RUN chown -R www-data:www-data /srv/site
      `,
      good: dockerfile`
        FROM debian:12
        COPY --chown=www-data:www-data site /srv/site
      `,
    },
    {
      about: "Content that a RUN made counts as well; a change in the same RUN passes",
      bad: dockerfile`
        FROM node:22
        WORKDIR /app
        COPY package.json ./
        RUN npm install
        RUN chmod -R a+rX /app/node_modules
      `,
      good: dockerfile`
        FROM node:22
        WORKDIR /app
        COPY package.json ./
        RUN npm install && chmod -R a+rX /app/node_modules
      `,
      fixed: null,
    },
    {
      options: { match: "single-copy" },
      bad: dockerfile`
        FROM debian:12
        COPY stop.sh /stop.sh
        RUN chmod +x /stop.sh
      `,
      good: dockerfile`
        FROM debian:12
        COPY --chmod=0755 stop.sh /stop.sh
      `,
    },
    {
      options: { match: "single-copy" },
      bad: dockerfile`
        FROM debian:12
        COPY start.sh /start.sh
        RUN chmod 755 /start.sh
      `,
      good: dockerfile`
        FROM debian:12
        COPY --chmod=755 start.sh /start.sh
      `,
    },
  ],
});

function* recursiveChanges(stage: Stage): Iterable<Finding> {
  for (const [index, step] of stage.steps.entries()) {
    // What the RUN has stored once more already is not stored a third time.
    const stored: string[] = [];
    for (const change of step.changes) {
      if (change.kind !== "permission" || !change.recursive || change.path === "/") continue;
      if (stored.some((path) => change.path === path || change.path.startsWith(`${path}/`))) continue;
      const earlier = stage.steps.slice(0, index).find((one) => fills(one, change.path));
      if (!earlier) continue;
      stored.push(change.path);
      yield {
        at: change.command.span,
        message: `all that is at ${change.path} is stored once more to change its ${change.command.name === "chmod" ? "mode" : "owner"}`,
        related: [{ at: earlier.instruction.headSpan, note: "the files come from here" }],
        ...chownFix(stage.steps[index - 1], earlier, step, change.path),
      };
    }
  }
}

/** COPY into the folder or a part of it; a RUN that fills it and does not set the owner itself. */
function fills(step: Step, path: string): boolean {
  const inside = (one: string): boolean => one === path || one.startsWith(`${path}/`);
  if (step.copy) return step.copy.destination !== undefined && inside(trimmed(step.copy.destination)) && !step.copy.sources.every(({ heredoc }) => heredoc);
  return step.changes.some((change) => change.kind === "fill" && inside(change.path));
}

/** A chown right behind the one COPY that it is about. */
function chownFix(previous: Step | undefined, earlier: Step, step: Step, path: string): { readonly fix?: Fix } {
  const [command, ...others] = step.commands;
  const owner = command?.args.find(({ raw }) => !raw.startsWith("-"))?.value;
  if (previous !== earlier || others.length > 0 || command?.name !== "chown" || command.args.length !== 3 || owner === undefined || !/^[\w.-]+:[\w.-]+$/.test(owner)) return {};
  if (earlier.instruction.keyword !== "COPY" || !earlier.copy || earlier.copy.chown || trimmed(earlier.copy.destination ?? "") !== path) return {};
  return { fix: { title: `copy with --chown=${owner}`, safe: false, edits: [insertFlag(earlier.instruction, `--chown=${owner}`), removeInstruction(step.instruction)] } };
}

function* singleCopies(stage: Stage): Iterable<Finding> {
  for (const [index, step] of stage.steps.entries()) {
    const next = stage.steps[index + 1];
    if (step.instruction.keyword !== "COPY" || !step.copy || !next || next.instruction.keyword !== "RUN" || next.commands.length !== 1) continue;
    const path = singleTarget(step.copy);
    const [command] = next.commands;
    if (path === undefined || command?.name !== "chmod" || command.args.length !== 2 || next.instruction.flags.length > 0) continue;
    const mode = command.args[0]?.value;
    const [change, ...more] = next.changes;
    if (mode === undefined || !/^(?:[0-7]{3,4}|[ugoa]*[-+=][rwxXst]+(?:,[ugoa]*[-+=][rwxXst]+)*)$/.test(mode) || change?.kind !== "permission" || change.path !== path || more.length > 0) continue;
    yield {
      at: step.instruction.headSpan,
      message: `${path} is stored twice: once as copied, once with mode ${mode}`,
      related: [{ at: command.span, note: "the second copy" }],
      ...(command.wrappers.length === 0 && !step.copy.chmod ? chmodFix(step, step.copy, next, mode) : {}),
    };
  }
}

/** COPY's flag sets the whole mode: for `+x` the usual one of a program. Of a folder it would set the mode of all that is in it. */
function chmodFix({ instruction }: Step, { sources: [source] }: CopyFacts, next: Step, mode: string): { readonly fix?: Fix } {
  const [file, ...others] = source?.files ?? [];
  const isFile = file !== undefined && others.length === 0 && !file.directory && source?.path?.replace(/^(?:\.?\/)+/, "") === file.path;
  const octal = /^[ua]*\+x$/.test(mode) ? "0755" : mode;
  if (!/^[0-7]+$/.test(octal)) return {};
  return { fix: { title: `copy with --chmod=${octal}`, safe: isFile && octal === mode, edits: [insertFlag(instruction, `--chmod=${octal}`), removeInstruction(next.instruction)] } };
}

/** Where the one file goes. */
function singleTarget({ sources, destination }: CopyFacts): string | undefined {
  const [source, ...others] = sources;
  if (!source || others.length > 0 || source.whole || source.remote || /[*?[]/.test(source.raw) || source.raw.endsWith("/") || destination === undefined) return undefined;
  return destination.endsWith("/") ? `${destination === "/" ? "" : trimmed(destination)}/${source.raw.split("/").at(-1) ?? ""}` : destination;
}

function trimmed(path: string): string {
  return path.replace(/(.)\/$/, "$1");
}
