import { type Base, compose, type Container, dockerfile, lookup, rule, type Span, type Stage, type Step, textOf, type YamlNode } from "#rule";

export default rule({
  id: "missing-healthcheck-tool",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The healthcheck calls a program that the image does not have",
  why: "The check fails each time, so the container never becomes healthy, and what waits for it never starts.",
  remedy: "Install the program, or let the check use one that is there.",
  confidence: "likely",
  on: "container",

  *check(container) {
    const check = checkOf(container);
    if (!check) return;
    const { tool, at } = check;
    const images = container.stage ? chainOf(container.stage) : { steps: [], base: container.image?.reference };
    if (!images?.base || !LACKS.some(([image, tools]) => image.test(images.base ?? "") && tools.includes(tool))) return;
    if (images.steps.some((step) => mayBring(step, tool)) || container.mounts.some((mount) => /\/(s?bin|tools)(\/|$)/.test(mount.target))) return;
    yield { at, message: `${container.name} is checked with ${tool}, which its image does not have`, address: `${container.address}.healthcheck` };
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build: .
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:3000/"]
        `,
        ...dockerfile`
          FROM node:22-slim
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
      },
      good: {
        ...compose`
          services:
            web:
              build: .
              healthcheck:
                test: ["CMD", "node", "check.js"]
        `,
        ...dockerfile`
          FROM node:22-slim
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
      },
    },
    {
      about: "HEALTHCHECK of the image",
      bad: dockerfile`
        FROM alpine:3.20
        HEALTHCHECK CMD curl -f http://localhost/
        CMD ["httpd", "-f"]
      `,
      good: dockerfile`
        FROM alpine:3.20
        RUN apk add --no-cache curl
        HEALTHCHECK CMD curl -f http://localhost/
        CMD ["httpd", "-f"]
      `,
    },
  ],
});

const TOOLS = ["curl", "wget", "nc", "pg_isready", "mysqladmin", "redis-cli", "bash", "jq", "http"];
/** What images of these names do not have as they come. */
const LACKS: readonly (readonly [image: RegExp, tools: readonly string[]])[] = [
  [/^(library\/)?alpine(:|$)|^(library\/)?(node|python|golang|ruby|php|nginx|eclipse-temurin|openjdk):(?:[\w.-]*-)?(?=[\w.]*$)[\w.]*alpine/, ["pg_isready", "mysqladmin", "redis-cli", "jq"]],
  [/^(library\/)?alpine(:|$)|^(library\/)?(node|python|golang|ruby):(?:[\w.-]*-)?(?=[\w.]*$)[\w.]*alpine/, ["curl", "bash"]],
  [/^(library\/)?(debian|ubuntu)(:|$)|^(library\/)?(node|python|ruby):(?=[\w.-]*$)[\w.-]*slim/, ["curl", "wget", "nc", "pg_isready", "mysqladmin", "redis-cli", "jq"]],
  [/^gcr\.io\/distroless\/(?![\w./:-]*debug)/, TOOLS],
];

function checkOf(container: Container): { readonly tool: string; readonly at: Span } | undefined {
  const own = container.service?.get("healthcheck");
  const test = container.service?.at("healthcheck", "test");
  if (own && !test) return undefined;
  if (test && container.service) {
    const words = container.service.list("healthcheck").length > 0 ? [] : wordsOf(test, (node) => container.service?.compose.resolve(node).value);
    const tool = TOOLS.find((one) => one === words[0]);
    return tool === undefined ? undefined : { tool, at: test.span };
  }
  const step = container.stage?.steps.filter((one) => one.instruction.keyword === "HEALTHCHECK").at(-1);
  const command = step?.commands[0];
  const tool = TOOLS.find((one) => one === command?.name);
  return command && tool !== undefined ? { tool, at: command.nameSpan } : undefined;
}

function wordsOf(test: YamlNode, resolve: (node: YamlNode) => string | undefined): readonly string[] {
  if (test.kind === "scalar") return (resolve(test) ?? "").trim().split(/\s+/);
  if (test.kind !== "list") return [];
  const [form, ...rest] = test.items.map((item) => resolve(item) ?? "");
  if (form === "CMD") return rest;
  return form === "CMD-SHELL" ? (rest[0] ?? "").trim().split(/\s+/) : [];
}

/** The steps from the base image on, and its reference; undefined where it is not known. */
function chainOf(stage: Stage): { readonly steps: readonly Step[]; readonly base: string | undefined } | undefined {
  const steps: Step[] = [];
  let now: Stage | undefined = stage;
  for (let depth = 0; now && depth < 50; depth++) {
    steps.push(...now.steps);
    const base: Base = now.base;
    if (base.kind === "image") return { steps, base: base.reference };
    now = base.kind === "stage" ? base.stage : undefined;
  }
  return undefined;
}

/** True where a step may put the program into the image: it names it, copies from elsewhere, or runs what cannot be read. */
function mayBring(step: Step, tool: string): boolean {
  const { keyword, span } = step.instruction;
  if (keyword === "RUN") return textOf(span).includes(tool) || lookup(PACKAGES, tool)?.test(textOf(span)) === true || /--mount=|\.sh\b|<<|\$\{?\w+|postgresql|mysql|mariadb|redis|netcat|httpie|build-essential/.test(textOf(span));
  return (keyword === "COPY" || keyword === "ADD") && (step.copy?.from.kind !== "context" || /\/s?bin(\/|$)/.test(step.copy.destination ?? "/bin") || keyword === "ADD");
}

const PACKAGES: Readonly<Record<string, RegExp>> = { nc: /netcat|busybox|nmap/, pg_isready: /postgres/, mysqladmin: /mysql|mariadb/, "redis-cli": /redis/, http: /httpie/ };
