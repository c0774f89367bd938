import { dockerfile, insertArgument, isBuildCommand, rule } from "#rule";

export default rule({
  id: "curl-without-redirects",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "curl does not follow redirects",
  why: "When the server moves the file, curl saves the short notice of the move in its place, and the build goes on with it.",
  remedy: "Add `-L`, so that curl goes on to the new place.",
  peers: { same: [{ id: "tally:tally/curl-should-follow-redirects" }] },
  on: "command",
  needs: { instructions: ["RUN"], words: ["curl"] },
  fix: "unsafe",

  *check(command) {
    const { download, args } = command;
    if (!isBuildCommand(command) || download?.tool !== "curl" || download.hasFlag("-L", "--location", "--location-trusted", "--follow", "-V", "--version", "-h", "--help", "-M", "--manual")) return;
    if (download.urls.length === 0 || download.urls.every(({ expanded, raw }) => isAddress(expanded ?? raw))) return;
    const at = args.findIndex(({ raw }) => /^-[a-zA-Z]*X$|^--request$/.test(raw));
    const method = (at < 0 ? args.map(({ raw }) => /^(?:-X|--request=)(\w+)$/.exec(raw)?.[1]).find((one) => one !== undefined) : args[at + 1]?.value) ?? "GET";
    const flag = /^(?:GET|POST|PUT)$/i.test(method) ? "-L" : "--follow";
    yield { at: command.nameSpan, message: `without ${flag} curl stops at a redirect`, fix: { title: `add ${flag}`, safe: false, edits: [insertArgument(command, "name", flag)] } };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN curl -o /tool https://example.org/tool
      `,
      good: dockerfile`
        FROM debian:12
        RUN curl -L -o /tool https://example.org/tool
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN curl -X DELETE https://example.org/tool && curl -fsSLo /tool https://example.org/tool
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN curl --follow -X DELETE https://example.org/tool && curl -fsSLo /tool https://example.org/tool
      `,
      good: dockerfile`
        FROM debian:12
        RUN curl --version && curl http://127.0.0.1:8080/health && curl ftp://example.org/a
      `,
    },
  ],
});

/** An IP address and what is not fetched by HTTP have nothing to redirect to. */
function isAddress(url: string): boolean {
  if (/^["']?(?!https?:)[a-z]+:\/\//i.test(url)) return true;
  return /^["']?(?:[a-z]+:\/\/)?(?:[^@/]*@)?(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\])(?:[:/?#]|["']?$)/i.test(url);
}
