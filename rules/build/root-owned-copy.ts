import { dockerfile, insertFlag, isRootUser, rule, type Step } from "#rule";

export default rule({
  id: "root-owned-copy",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "Files are copied for root while another user runs the image",
  why: "COPY and ADD make root the owner whatever USER says. The program may read the files and cannot change them.",
  remedy: "Add `--chown` with the user of the image, or copy before USER where root shall own the files.",
  peers: { same: [{ id: "tally:tally/copy-after-user-without-chown" }] },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY"] },
  fix: "unsafe",

  *check(step) {
    const { instruction, before, copy, stage } = step;
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD" || !before.userSpan || before.user === undefined || isRootUser(before.user) || ADMINISTRATOR.test(before.user)) return;
    if (!copy || copy.chown || instruction.flags.some(({ name }) => name === "chown") || isOwnedNext(step, copy.destination)) return;
    yield {
      at: instruction.keywordSpan, message: `root owns what is copied here, though ${before.user} runs the image`, related: [{ at: before.userSpan, note: "the user" }],
      ...(stage?.os === "linux" ? { fix: { title: `make ${before.user} the owner`, safe: false, edits: [insertFlag(instruction, `--chown=${before.user}`)] } } : {}),
    };
  },

  examples: [
    {
      about: "Somebody gives the files away later, by a relative path too.",
      bad: dockerfile`
        FROM debian:12
        WORKDIR /srv
        USER app
        COPY shop shop
        RUN chown -R app other
      `,
      fixed: dockerfile`
        FROM debian:12
        WORKDIR /srv
        USER app
        COPY --chown=app shop shop
        RUN chown -R app other
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /srv
        USER app
        COPY shop shop
        RUN ./prepare
        RUN chown -R app .
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        USER app
        COPY server /srv/server
      `,
      good: dockerfile`
        FROM debian:12
        USER app
        COPY --chown=app server /srv/server
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12 AS base
        USER app:staff

        FROM base
        ADD site.tar /srv/
        USER root
        COPY start.sh /
        USER app
        COPY conf /etc/app/conf
        RUN chown -R app /etc/app
      `,
      fixed: dockerfile`
        FROM debian:12 AS base
        USER app:staff

        FROM base
        ADD --chown=app:staff site.tar /srv/
        USER root
        COPY start.sh /
        USER app
        COPY conf /etc/app/conf
        RUN chown -R app /etc/app
      `,
    },
  ],
});

/** The administrator of Windows owns what is copied as well. */
const ADMINISTRATOR = /^containeradministrator$/i;

/** A later RUN gives the path or one above it to somebody. */
function isOwnedNext({ stage, instruction }: Step, destination: string | undefined): boolean {
  const steps = stage?.steps ?? [];
  const at = steps.findIndex((one) => one.instruction === instruction);
  if (destination === undefined) return false;
  const commands = steps.slice(at + 1, at + 100).filter((one) => one.instruction.keyword === "RUN").flatMap((one) => one.commands);
  return commands.filter(({ name }) => name === "chown").some(({ args, cwd }) => args.filter(({ raw }) => !raw.startsWith("-")).slice(1).some(({ expanded }) => {
    const path = expanded === undefined ? undefined : absolute(expanded, cwd);
    return path !== undefined && `${withoutSlash(destination)}/`.startsWith(path === "/" ? path : `${path}/`);
  }));
}

function absolute(path: string, cwd: string | undefined): string | undefined {
  if (path.startsWith("/")) return withoutSlash(path);
  if (cwd === undefined) return undefined;
  const below = path.replace(/^(?:\.\/+)+|^\.$/, "");
  return withoutSlash(below === "" ? cwd : `${cwd === "/" ? "" : cwd}/${below}`);
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=^\/|[^/])\/+$/, "");
}
