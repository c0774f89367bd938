import { cover, dockerfile, isBuildCommand, replace, rule, textOf, type NamedPackage, type PackageCommand } from "#rule";

export default rule({
  id: "unsorted-packages",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Packages are not in alphabetical order",
  why: "In a sorted list one sees at once whether a package is there, nobody adds it twice, and two changes seldom meet on one line.",
  remedy: "Sort the packages of the command by name.",
  peers: { same: [{ id: "tally:tally/sort-packages" }] },
  on: "command",
  needs: { instructions: ["RUN"] },
  fix: "safe",

  *check(command) {
    const call = isBuildCommand(command) && command.dialect !== undefined ? command.package : undefined;
    if (call?.action !== "install") return;
    const packages = call.packages.filter((one) => isSortable(one, call));
    const sorted = [...packages].sort((a, b) => compare(sortKey(a), sortKey(b)));
    const place = packages.findIndex((one, at) => sortKey(one) !== sortKey(sorted[at] ?? one));
    const [first, expected] = [packages[place], sorted[place]];
    if (!first || !expected) return;
    const instruction = command.step?.instruction;
    const keepsComments = instruction && !instruction.comments.some(({ span }) => (packages[0]?.span.start ?? 0) < span.start && span.start < (packages.at(-1)?.span.end ?? 0));
    const edits = packages.flatMap((one, at) => (sorted[at] && sorted[at] !== one ? [replace(one.span, textOf(sorted[at].span))] : []));
    yield {
      at: cover(call.subcommandSpan ?? first.span, first.span),
      message: `${expected.raw} belongs before ${first.raw}`,
      ...(keepsComments ? { fix: { title: "sort them", safe: true, edits } } : {}),
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y --no-install-recommends \
            wget=1.21.3-1 \
            curl \
            git
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y --no-install-recommends \
            curl \
            git \
            wget=1.21.3-1
      `,
    },
    {
      about: "Variables keep their places; the JSON form and a single package pass",
      bad: dockerfile`
        FROM python:3.12
        RUN pip install requests \${EXTRA} flask
      `,
      good: dockerfile`
        FROM python:3.12
        RUN pip install -r requirements.txt -e .
        RUN ["pip", "install", "requests", "flask"]
      `,
      fixed: dockerfile`
        FROM python:3.12
        RUN pip install flask \${EXTRA} requests
      `,
    },
    {
      about: "With comments between the packages the order is left to you",
      bad: dockerfile`
        FROM alpine:3.21
        RUN apk add \
            nginx \
            # to look at the site
            curl
      `,
      good: dockerfile`
        FROM alpine:3.21
        RUN apk add curl nginx
      `,
      fixed: null,
    },
  ],
});

/** What is named by a literal; an editable install belongs to its flag. */
function isSortable({ name, raw, source }: NamedPackage, call: PackageCommand): boolean {
  return (name !== undefined || EXTRAS.test(raw)) && !/[$`*]/.test(raw) && source !== "local" && !call.optionValues("-e", "--editable").some((value) => value.raw === raw);
}

/** The name without version, in lower case. */
function sortKey({ name, raw }: NamedPackage): string {
  return (name ?? raw.slice(0, raw.indexOf("["))).toLowerCase();
}

/** `uvicorn[standard]` without quotes, which the shell reads as a pattern that no file fits. */
const EXTRAS = /^[A-Za-z][\w.-]*\[[\w.,-]+\]/;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
