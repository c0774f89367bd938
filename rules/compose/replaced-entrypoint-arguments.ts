import { compose, dockerfile, rule } from "#rule";

export default rule({
  id: "replaced-entrypoint-arguments",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The command repeats the image's entry point",
  why: "The command is put behind the image's ENTRYPOINT as its arguments. A command that begins with the program again gives the program its own name as an argument.",
  remedy: "Give only the arguments in `command`, or replace `entrypoint` too.",
  on: "service",

  *check(service) {
    const { entrypoint } = service.container;
    const { command } = service;
    if (service.entrypoint || !command || command === "cleared" || entrypoint?.form !== "exec" || service.container.image?.built !== true) return;
    const [program, second] = entrypoint.words;
    const [first = "", next] = command.words;
    if (program === undefined || baseName(first) !== baseName(program) || (second !== undefined && next !== second && second.startsWith("-"))) return;
    if (/^(tini|dumb-init|catatonit|env|exec|su-exec|gosu|docker-entrypoint|entrypoint)/.test(baseName(program))) return;
    yield { at: command.itemSpans[0] ?? command.span, message: `${service.name} runs ${program} with ${first} as its argument`, related: [{ at: entrypoint.span, note: "the image's entry point" }], address: `${service.address}.command` };
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build: .
              command: python app.py --debug
        `,
        ...dockerfile`
          FROM python:3.13
          ENTRYPOINT ["python", "app.py"]
          CMD ["--port", "80"]
        `,
      },
      good: {
        ...compose`
          services:
            web:
              build: .
              command: --debug
        `,
        ...dockerfile`
          FROM python:3.13
          ENTRYPOINT ["python", "app.py"]
          CMD ["--port", "80"]
        `,
      },
    },
  ],
});

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
