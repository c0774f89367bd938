import { dockerfile, removeInstruction, removeWord, rule, type Command, type Fix, type Span, type Step } from "#rule";

export default rule({
  id: "xdebug-in-final-image",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The image ships Xdebug",
  why: "Xdebug slows every request down, shows internals in its error pages and can let others debug the running server.",
  remedy: "Install it in a stage of its own for development.",
  peers: { same: [{ id: "tally:tally/php/no-xdebug-in-final-image" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["*xdebug*"] },
  fix: "unsafe",

  *check(stage) {
    if (!stage.isFinal || stage.os === "windows" || stage.purpose !== undefined) return;
    for (const step of stage.lineage.filter(({ purpose }) => purpose === undefined).flatMap(({ steps }) => steps)) {
      const found = step.instruction.keyword === "RUN" ? step.commands.filter((command) => !command.shell?.inBranch && xdebugWord(command)) : [];
      for (const command of found) {
        const word = xdebugWord(command);
        if (word) yield { at: word.span, message: `${command.name} brings Xdebug into the image`, ...fixOf(step, command, word, found.length) };
      }
      for (const heredoc of step.instruction.keyword === "COPY" ? step.instruction.heredocs : []) {
        for (const line of heredoc.body.text.matchAll(/^[ \t]*(?:pecl\s+install|docker-php-ext-(?:install|enable)|install-php-extensions)\b[^\n#]*?\b(xdebug)/gm)) {
          const start = line.index + line[0].length - 6;
          yield { at: heredoc.body.span(start, start + 6), message: "this script brings Xdebug into the image" };
        }
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM php:8.4-fpm
        RUN docker-php-ext-install gd xdebug intl
        RUN pecl install xdebug-3.4.0 && docker-php-ext-enable xdebug
      `,
      good: dockerfile`
        FROM php:8.4-fpm
        RUN docker-php-ext-install gd intl
      `,
    },
    {
      bad: dockerfile`
        FROM php:8.4-fpm AS debug
        RUN docker-php-ext-install xdebug

        FROM php:8.4-fpm
        RUN apt-get update && apt-get install -y php8.4-xdebug
      `,
      fixed: null,
      good: dockerfile`
        FROM php:8.4-fpm AS tool
        RUN docker-php-ext-install xdebug

        FROM php:8.4-fpm
        COPY --from=tool /srv /srv
      `,
    },
    {
      about: "A script that is written in the Dockerfile",
      bad: dockerfile`
        FROM php:8.4-fpm
        COPY --chmod=755 <<SETUP /setup.sh
        #!/bin/sh
        pecl install xdebug
        SETUP
        RUN /setup.sh
      `,
      fixed: null,
    },
  ],
});

function xdebugWord(command: Command): { readonly span: Span } | undefined {
  if (/^(?:docker-php-ext-(?:install|enable)|install-php-extensions|phpenmod)$/.test(command.name) || command.name === "pecl" && command.args.some(({ value }) => value === "install")) {
    return command.args.find(({ value }) => /^xdebug(?:[-@].*)?$/.test(value ?? ""));
  }
  return command.package?.action === "install" ? command.package.packages.find(({ name, source }) => source === "registry" && /(?:^|-)xdebug\d*$/.test(name ?? "")) : undefined;
}

/** Takes one of several extensions out, or a RUN that does nothing else. */
function fixOf(step: Step, command: Command, word: { readonly span: Span }, found: number): { readonly fix?: Fix } {
  const title = "leave Xdebug out";
  const names = command.package ? command.package.packages.length : command.args.filter(({ raw }) => !raw.startsWith("-") && raw !== "install").length;
  if (names > 1 && command.dialect !== undefined) return { fix: { title, safe: false, edits: [removeWord(word.span)] } };
  return step.commands.length === found ? { fix: { title, safe: false, edits: [removeInstruction(step.instruction)] } } : {};
}
